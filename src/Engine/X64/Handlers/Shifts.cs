using Iced.Intel;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Shifts and rotations. A count of 0 changes no flag; OF is set by the rule for a count of 1 whatever the count.</summary>
internal static class Shifts
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Shl, ShiftLeft), (Mnemonic.Sal, ShiftLeft), (Mnemonic.Shr, ShiftRight), (Mnemonic.Sar, ShiftRightSigned),
        (Mnemonic.Rol, RotateLeft), (Mnemonic.Ror, RotateRight), (Mnemonic.Shld, DoubleLeft), (Mnemonic.Shrd, DoubleRight),
    ];

    private static void ShiftLeft(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int count = Count(context, instruction, 1, size);
        if (count == 0)
        {
            Keep(context, instruction);
            return;
        }

        UInt128 wide = (UInt128)context.Read(instruction, 0) << count;
        ulong result = unchecked((ulong)wide) & X64Registers.Mask(size);
        bool carry = ((wide >> (size * 8)) & 1) != 0;
        bool top = (result & X64Registers.SignBit(size)) != 0;
        Finish(context, instruction, size, result, carry, top != carry);
    }

    private static void ShiftRight(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int count = Count(context, instruction, 1, size);
        if (count == 0)
        {
            Keep(context, instruction);
            return;
        }

        ulong value = context.Read(instruction, 0);
        bool carry = ((value >> (count - 1)) & 1) != 0;
        Finish(context, instruction, size, value >> count, carry, (value & X64Registers.SignBit(size)) != 0);
    }

    private static void ShiftRightSigned(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int count = Count(context, instruction, 1, size);
        if (count == 0)
        {
            Keep(context, instruction);
            return;
        }

        long value = unchecked((long)X64Registers.SignExtend(context.Read(instruction, 0), size));
        bool carry = ((value >> (count - 1)) & 1) != 0;
        Finish(context, instruction, size, unchecked((ulong)(value >> count)) & X64Registers.Mask(size), carry, overflow: false);
    }

    private static void RotateLeft(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int count = Count(context, instruction, 1, size);
        if (count == 0)
        {
            Keep(context, instruction);
            return;
        }

        ulong result = Rotate(context.Read(instruction, 0), count % (size * 8), size);
        context.Write(instruction, 0, result);
        bool carry = (result & 1) != 0;
        bool top = (result & X64Registers.SignBit(size)) != 0;
        SetCarryOverflow(context, carry, top != carry);
    }

    private static void RotateRight(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int count = Count(context, instruction, 1, size);
        if (count == 0)
        {
            Keep(context, instruction);
            return;
        }

        int bits = size * 8;
        ulong result = Rotate(context.Read(instruction, 0), (bits - (count % bits)) % bits, size);
        context.Write(instruction, 0, result);
        bool top = (result & X64Registers.SignBit(size)) != 0;
        bool next = (result & (X64Registers.SignBit(size) >> 1)) != 0;
        SetCarryOverflow(context, top, top != next);
    }

    private static void DoubleLeft(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int bits = size * 8;
        int count = Count(context, instruction, 2, size);
        if (count == 0 || count > bits)
        {
            Keep(context, instruction);
            return;
        }

        ulong value = context.Read(instruction, 0);
        UInt128 pair = ((UInt128)value << bits) | context.Read(instruction, 1);
        ulong result = unchecked((ulong)((pair << count) >> bits)) & X64Registers.Mask(size);
        bool carry = ((value >> (bits - count)) & 1) != 0;
        Finish(context, instruction, size, result, carry, ((result ^ value) & X64Registers.SignBit(size)) != 0);
    }

    private static void DoubleRight(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        int bits = size * 8;
        int count = Count(context, instruction, 2, size);
        if (count == 0 || count > bits)
        {
            Keep(context, instruction);
            return;
        }

        ulong value = context.Read(instruction, 0);
        UInt128 pair = ((UInt128)context.Read(instruction, 1) << bits) | value;
        ulong result = unchecked((ulong)(pair >> count)) & X64Registers.Mask(size);
        bool carry = ((value >> (count - 1)) & 1) != 0;
        Finish(context, instruction, size, result, carry, ((result ^ value) & X64Registers.SignBit(size)) != 0);
    }

    private static int Count(X64Context context, in Instruction instruction, int operand, int size) =>
        (int)(context.Read(instruction, operand) & (size == 8 ? 0x3fUL : 0x1fUL));

    private static ulong Rotate(ulong value, int count, int size)
    {
        int bits = size * 8;
        return count == 0 ? value : ((value << count) | (value >> (bits - count))) & X64Registers.Mask(size);
    }

    /// <summary>Writes the value back: a 32-bit register loses its upper half even when nothing is shifted.</summary>
    private static void Keep(X64Context context, in Instruction instruction) =>
        context.Write(instruction, 0, context.Read(instruction, 0));

    private static void Finish(X64Context context, in Instruction instruction, int size, ulong result, bool carry, bool overflow)
    {
        context.Write(instruction, 0, result);
        context.SetFlags(
            Rflags.Arithmetic,
            Alu.OfResult(result, size) | Alu.When(carry, Rflags.Carry) | Alu.When(overflow, Rflags.Overflow));
    }

    private static void SetCarryOverflow(X64Context context, bool carry, bool overflow) => context.SetFlags(
        Rflags.Carry | Rflags.Overflow, Alu.When(carry, Rflags.Carry) | Alu.When(overflow, Rflags.Overflow));
}
