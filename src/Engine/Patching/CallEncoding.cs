using System.Buffers.Binary;
using System.Collections.Immutable;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Patching;

/// <summary>Five-byte calls and jumps: <c>e8</c> or <c>e9</c> and a distance from the byte behind.</summary>
/// <remarks>Source: <c>arch/x86/include/asm/text-patching.h</c>, <c>text_gen_insn()</c>; fact X04.</remarks>
public static class CallEncoding
{
    /// <summary>Bytes of a near call or jump.</summary>
    public const int Length = 5;

    /// <summary>First byte of a near call.</summary>
    public const byte CallOpcode = 0xe8;

    /// <summary>First byte of a near jump.</summary>
    public const byte JumpOpcode = 0xe9;

    /// <summary>First byte of a jump with an 8-bit distance.</summary>
    public const byte ShortJumpOpcode = 0xeb;

    /// <summary>The breakpoint instruction.</summary>
    public const byte Int3 = 0xcc;

    /// <summary>The near return.</summary>
    public const byte Ret = 0xc3;

    /// <summary>A call at a site. The site and the target must lie within 2 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The distance does not fit in 32 bits.</exception>
    public static ImmutableArray<byte> Call(GuestAddress site, GuestAddress target) => Encode(CallOpcode, site, target);

    /// <summary>A jump at a site. The site and the target must lie within 2 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The distance does not fit in 32 bits.</exception>
    public static ImmutableArray<byte> Jump(GuestAddress site, GuestAddress target) => Encode(JumpOpcode, site, target);

    /// <summary>Where the call or jump at the start of the bytes goes; null when they do not start with one.</summary>
    public static GuestAddress? Target(GuestAddress site, ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Length && bytes[0] is CallOpcode or JumpOpcode
            ? site + Length + BinaryPrimitives.ReadInt32LittleEndian(bytes[1..])
            : null;

    private static ImmutableArray<byte> Encode(byte opcode, GuestAddress site, GuestAddress target)
    {
        long distance = target - (site + Length);
        if (distance != (int)distance)
        {
            throw new ArgumentOutOfRangeException(nameof(target), $"{target} is out of reach of a call or jump at {site}.");
        }

        Span<byte> bytes = [opcode, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)distance);
        return [.. bytes];
    }
}
