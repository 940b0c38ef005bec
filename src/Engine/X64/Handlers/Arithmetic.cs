using System.Numerics;
using Iced.Intel;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Addition, logic, comparisons, bit tests and scans.</summary>
internal static class Arithmetic
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Add, static (X64Context c, in Instruction i) => Add(c, i, carry: false)),
        (Mnemonic.Adc, static (X64Context c, in Instruction i) => Add(c, i, (c.State.Flags & Rflags.Carry) != 0)),
        (Mnemonic.Sub, static (X64Context c, in Instruction i) => Subtract(c, i, borrow: false, keep: true)),
        (Mnemonic.Sbb, static (X64Context c, in Instruction i) => Subtract(c, i, (c.State.Flags & Rflags.Carry) != 0, keep: true)),
        (Mnemonic.Cmp, static (X64Context c, in Instruction i) => Subtract(c, i, borrow: false, keep: false)),
        (Mnemonic.And, static (X64Context c, in Instruction i) => Logic(c, i, c.Read(i, 0) & c.Read(i, 1), keep: true)),
        (Mnemonic.Or, static (X64Context c, in Instruction i) => Logic(c, i, c.Read(i, 0) | c.Read(i, 1), keep: true)),
        (Mnemonic.Xor, static (X64Context c, in Instruction i) => Logic(c, i, c.Read(i, 0) ^ c.Read(i, 1), keep: true)),
        (Mnemonic.Test, static (X64Context c, in Instruction i) => Logic(c, i, c.Read(i, 0) & c.Read(i, 1), keep: false)),
        (Mnemonic.Not, static (X64Context c, in Instruction i) => c.Write(i, 0, ~c.Read(i, 0))),
        (Mnemonic.Neg, Negate), (Mnemonic.Inc, Increment), (Mnemonic.Dec, Decrement),
        (Mnemonic.Bt, static (X64Context c, in Instruction i) => BitTest(c, i, static (v, _) => v, write: false)),
        (Mnemonic.Bts, static (X64Context c, in Instruction i) => BitTest(c, i, static (v, b) => v | b, write: true)),
        (Mnemonic.Btr, static (X64Context c, in Instruction i) => BitTest(c, i, static (v, b) => v & ~b, write: true)),
        (Mnemonic.Btc, static (X64Context c, in Instruction i) => BitTest(c, i, static (v, b) => v ^ b, write: true)),
        (Mnemonic.Bsf, static (X64Context c, in Instruction i) => Scan(c, i, forward: true)),
        (Mnemonic.Bsr, static (X64Context c, in Instruction i) => Scan(c, i, forward: false)),
        (Mnemonic.Tzcnt, static (X64Context c, in Instruction i) => CountZeros(c, i, forward: true)),
        (Mnemonic.Lzcnt, static (X64Context c, in Instruction i) => CountZeros(c, i, forward: false)),
        (Mnemonic.Popcnt, CountOnes),
    ];

    private static void Add(X64Context context, in Instruction instruction, bool carry)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong result = Alu.Add(context.Read(instruction, 0), context.Read(instruction, 1), carry, size, out Rflags flags);
        context.Write(instruction, 0, result);
        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static void Subtract(X64Context context, in Instruction instruction, bool borrow, bool keep)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong result = Alu.Subtract(context.Read(instruction, 0), context.Read(instruction, 1), borrow, size, out Rflags flags);
        if (keep)
        {
            context.Write(instruction, 0, result);
        }

        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static void Logic(X64Context context, in Instruction instruction, ulong result, bool keep)
    {
        if (keep)
        {
            context.Write(instruction, 0, result);
        }

        context.SetFlags(Rflags.Arithmetic, Alu.OfResult(result, X64Context.SizeOf(instruction, 0)));
    }

    private static void Negate(X64Context context, in Instruction instruction)
    {
        ulong result = Alu.Subtract(0, context.Read(instruction, 0), borrow: false, X64Context.SizeOf(instruction, 0), out Rflags flags);
        context.Write(instruction, 0, result);
        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static void Increment(X64Context context, in Instruction instruction)
    {
        ulong result = Alu.Add(context.Read(instruction, 0), 1, carry: false, X64Context.SizeOf(instruction, 0), out Rflags flags);
        context.Write(instruction, 0, result);
        context.SetFlags(Rflags.Arithmetic & ~Rflags.Carry, flags);
    }

    private static void Decrement(X64Context context, in Instruction instruction)
    {
        ulong result = Alu.Subtract(context.Read(instruction, 0), 1, borrow: false, X64Context.SizeOf(instruction, 0), out Rflags flags);
        context.Write(instruction, 0, result);
        context.SetFlags(Rflags.Arithmetic & ~Rflags.Carry, flags);
    }

    private static void BitTest(X64Context context, in Instruction instruction, Func<ulong, ulong, ulong> change, bool write)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong index = context.Read(instruction, 1);
        if (instruction.Op0Kind == OpKind.Memory && instruction.Op1Kind == OpKind.Register)
        {
            BitTestString(context, instruction, X64Registers.SignExtend(index, size), change, write);
            return;
        }

        ulong value = context.Read(instruction, 0);
        ulong bit = 1UL << (int)(index & (ulong)((size * 8) - 1));
        if (write)
        {
            context.Write(instruction, 0, change(value, bit));
        }

        context.SetFlags(Rflags.Carry, Alu.When(value & bit, Rflags.Carry));
    }

    /// <summary>With a register index the operand is a bit string: the index selects the byte too, and may be negative.</summary>
    private static void BitTestString(
        X64Context context, in Instruction instruction, ulong index, Func<ulong, ulong, ulong> change, bool write)
    {
        Machine.GuestAddress place = context.EffectiveAddress(instruction) + ((long)index >> 3);
        ulong value = context.ReadMemory(place, 1);
        ulong bit = 1UL << (int)(index & 7);
        if (write)
        {
            context.WriteMemory(place, 1, change(value, bit));
        }

        context.SetFlags(Rflags.Carry, Alu.When(value & bit, Rflags.Carry));
    }

    private static void Scan(X64Context context, in Instruction instruction, bool forward)
    {
        ulong value = context.Read(instruction, 1);
        if (value == 0)
        {
            // The destination keeps its value, as every real CPU does.
            context.SetFlags(Rflags.Zero, Rflags.Zero);
            return;
        }

        context.Write(instruction, 0, (ulong)(forward ? BitOperations.TrailingZeroCount(value) : BitOperations.Log2(value)));
        context.SetFlags(Rflags.Zero, Rflags.None);
    }

    private static void CountZeros(X64Context context, in Instruction instruction, bool forward)
    {
        int bits = X64Context.SizeOf(instruction, 0) * 8;
        ulong value = context.Read(instruction, 1);
        int unset = forward ? BitOperations.TrailingZeroCount(value) : BitOperations.LeadingZeroCount(value) - (64 - bits);
        int count = Math.Min(unset, bits);
        context.Write(instruction, 0, (ulong)count);
        context.SetFlags(
            Rflags.Carry | Rflags.Zero, Alu.When(count == bits, Rflags.Carry) | Alu.When(count == 0, Rflags.Zero));
    }

    private static void CountOnes(X64Context context, in Instruction instruction)
    {
        ulong value = context.Read(instruction, 1);
        context.Write(instruction, 0, (ulong)BitOperations.PopCount(value));
        context.SetFlags(Rflags.Arithmetic, Alu.When(value == 0, Rflags.Zero));
    }
}
