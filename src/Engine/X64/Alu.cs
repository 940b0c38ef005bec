using System.Numerics;

namespace TriageBot.Engine.X64;

/// <summary>Results and flags of the arithmetic unit, for operands of 1, 2, 4 or 8 bytes. Inputs may have higher bits set; results have none.</summary>
/// <remarks>Source: the flag definitions of the x86-64 architecture manuals. Flags that those leave undefined keep a fixed rule here.</remarks>
internal static class Alu
{
    public static ulong Add(ulong a, ulong b, bool carry, int size, out Rflags flags)
    {
        ulong mask = X64Registers.Mask(size);
        ulong sign = X64Registers.SignBit(size);
        a &= mask;
        b &= mask;
        ulong result = unchecked(a + b + (carry ? 1UL : 0)) & mask;
        ulong carries = (a & b) | ((a | b) & ~result);
        flags = OfResult(result, size)
            | When(carries & sign, Rflags.Carry)
            | When((a ^ result) & (b ^ result) & sign, Rflags.Overflow)
            | When((a ^ b ^ result) & 0x10, Rflags.Auxiliary);
        return result;
    }

    public static ulong Subtract(ulong a, ulong b, bool borrow, int size, out Rflags flags)
    {
        ulong mask = X64Registers.Mask(size);
        ulong sign = X64Registers.SignBit(size);
        a &= mask;
        b &= mask;
        ulong result = unchecked(a - b - (borrow ? 1UL : 0)) & mask;
        ulong borrows = (~a & b) | ((~a | b) & result);
        flags = OfResult(result, size)
            | When(borrows & sign, Rflags.Carry)
            | When((a ^ b) & (a ^ result) & sign, Rflags.Overflow)
            | When((a ^ b ^ result) & 0x10, Rflags.Auxiliary);
        return result;
    }

    /// <summary>ZF, SF and PF of a result; the rest is clear, as after and, or, xor, test.</summary>
    public static Rflags OfResult(ulong result, int size)
    {
        result &= X64Registers.Mask(size);
        Rflags flags = (BitOperations.PopCount(result & 0xff) & 1) == 0 ? Rflags.Parity : Rflags.None;
        flags |= When(result & X64Registers.SignBit(size), Rflags.Sign);
        return result == 0 ? flags | Rflags.Zero : flags;
    }

    public static Rflags When(ulong bits, Rflags flag) => bits != 0 ? flag : Rflags.None;

    public static Rflags When(bool condition, Rflags flag) => condition ? flag : Rflags.None;
}
