using System.Globalization;

namespace TriageBot.Engine.Machine;

/// <summary>An address in the emulated kernel's virtual address space, in bytes.</summary>
/// <param name="Value">The 64-bit address.</param>
public readonly record struct GuestAddress(ulong Value) : IComparable<GuestAddress>
{
    /// <summary>Address 0, which no page holds.</summary>
    public static GuestAddress Null => default;

    /// <summary>The address that many bytes higher; wraps at 2^64.</summary>
    public static GuestAddress operator +(GuestAddress address, long offset) => new(unchecked(address.Value + (ulong)offset));

    /// <summary>The address that many bytes higher; wraps at 2^64.</summary>
    public static GuestAddress operator +(GuestAddress address, ulong offset) => new(unchecked(address.Value + offset));

    /// <summary>The address that many bytes lower; wraps at 2^64.</summary>
    public static GuestAddress operator -(GuestAddress address, long offset) => new(unchecked(address.Value - (ulong)offset));

    /// <summary>The address that many bytes lower; wraps at 2^64.</summary>
    public static GuestAddress operator -(GuestAddress address, ulong offset) => new(unchecked(address.Value - offset));

    /// <summary>Bytes from <paramref name="right"/> up to <paramref name="left"/>; negative when left is lower.</summary>
    public static long operator -(GuestAddress left, GuestAddress right) => unchecked((long)(left.Value - right.Value));

    /// <summary>Unsigned comparison.</summary>
    public static bool operator <(GuestAddress left, GuestAddress right) => left.Value < right.Value;

    /// <summary>Unsigned comparison.</summary>
    public static bool operator >(GuestAddress left, GuestAddress right) => left.Value > right.Value;

    /// <summary>Unsigned comparison.</summary>
    public static bool operator <=(GuestAddress left, GuestAddress right) => left.Value <= right.Value;

    /// <summary>Unsigned comparison.</summary>
    public static bool operator >=(GuestAddress left, GuestAddress right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(GuestAddress other) => Value.CompareTo(other.Value);

    /// <summary><c>0x</c> and 16 lower-case hex digits.</summary>
    public override string ToString() => "0x" + Value.ToString("x16", CultureInfo.InvariantCulture);
}
