using System.Collections.Immutable;

namespace TriageBot.Engine.Patching;

/// <summary>No-operations of given lengths.</summary>
/// <remarks>Source: <c>arch/x86/include/asm/nops.h</c>; facts X01, X02, X03.</remarks>
public static class X86Nops
{
    /// <summary>The five-byte nop of an unused ftrace site: <c>0f 1f 44 00 00</c>.</summary>
    public static ImmutableArray<byte> Nop5 { get; } = [0x0f, 0x1f, 0x44, 0x00, 0x00];

    /// <summary>The five-byte nop that kernels before v5.13 could pick at boot on CPUs without NOPL: <c>66 66 66 66 90</c>.</summary>
    public static ImmutableArray<byte> Nop5K8 { get; } = [0x66, 0x66, 0x66, 0x66, 0x90];

    /// <summary>The two-byte nop, <c>66 90</c>.</summary>
    public static ImmutableArray<byte> Nop2 { get; } = [0x66, 0x90];

    private static ImmutableArray<ImmutableArray<byte>> Table { get; } =
    [
        [],
        [0x90],
        Nop2,
        [0x0f, 0x1f, 0x00],
        [0x0f, 0x1f, 0x40, 0x00],
        Nop5,
        [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
        [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
        [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    ];

    /// <summary>One nop instruction of 1 to 8 bytes, from the table <c>x86_nops[]</c> of 6.1.</summary>
    public static ImmutableArray<byte> Single(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Table.Length - 1);
        return Table[length];
    }

    /// <summary>As many nop instructions as fill the length, the longest first.</summary>
    public static ImmutableArray<byte> Fill(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ImmutableArray<byte>.Builder bytes = ImmutableArray.CreateBuilder<byte>(length);
        while (bytes.Count < length)
        {
            bytes.AddRange(Table[Math.Min(length - bytes.Count, Table.Length - 1)]);
        }

        return bytes.MoveToImmutable();
    }
}
