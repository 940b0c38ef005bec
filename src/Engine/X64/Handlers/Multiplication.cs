using Iced.Intel;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Multiplication and division. SF, ZF, AF and PF are undefined after them and stay as they were.</summary>
internal static class Multiplication
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Imul, MultiplySigned), (Mnemonic.Mul, MultiplyUnsigned), (Mnemonic.Div, DivideUnsigned), (Mnemonic.Idiv, DivideSigned),
    ];

    private static void MultiplySigned(X64Context context, in Instruction instruction)
    {
        if (instruction.OpCount == 1)
        {
            int size = X64Context.SizeOf(instruction, 0);
            Int128 wide = (Int128)Signed(context.State[X64Register.Rax], size) * Signed(context.Read(instruction, 0), size);
            StorePair(context, instruction, size, (UInt128)wide);
            SetMultiplyFlags(context, wide != Signed((ulong)wide, size));
            return;
        }

        int width = X64Context.SizeOf(instruction, 0);
        int first = instruction.OpCount == 3 ? 1 : 0;
        Int128 product = (Int128)Signed(context.Read(instruction, first), width) * Signed(context.Read(instruction, first + 1), width);
        context.Write(instruction, 0, unchecked((ulong)product));
        SetMultiplyFlags(context, product != Signed(unchecked((ulong)product), width));
    }

    private static void MultiplyUnsigned(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong accumulator = context.State[X64Register.Rax] & X64Registers.Mask(size);
        UInt128 wide = (UInt128)accumulator * context.Read(instruction, 0);
        StorePair(context, instruction, size, wide);
        SetMultiplyFlags(context, wide >> (size * 8) != 0);
    }

    private static void DivideUnsigned(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        UInt128 divisor = context.Read(instruction, 0);
        UInt128 dividend = LoadPair(context, size);
        if (divisor == 0 || dividend / divisor > X64Registers.Mask(size))
        {
            throw X64Fault.Divide(instruction);
        }

        StoreQuotient(context, instruction, size, (ulong)(dividend / divisor), (ulong)(dividend % divisor));
    }

    private static void DivideSigned(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        Int128 divisor = Signed(context.Read(instruction, 0), size);
        int unused = 128 - (size * 16);
        Int128 dividend = (Int128)(LoadPair(context, size) << unused) >> unused;
        if (divisor == 0 || (divisor == -1 && dividend == Int128.MinValue))
        {
            throw X64Fault.Divide(instruction);
        }

        Int128 quotient = dividend / divisor;
        if (quotient != Signed(unchecked((ulong)quotient), size))
        {
            throw X64Fault.Divide(instruction);
        }

        StoreQuotient(context, instruction, size, unchecked((ulong)quotient), unchecked((ulong)(dividend % divisor)));
    }

    private static long Signed(ulong value, int size) => unchecked((long)X64Registers.SignExtend(value, size));

    /// <summary>rdx:rax, edx:eax, dx:ax, or ax for bytes.</summary>
    private static UInt128 LoadPair(X64Context context, int size)
    {
        ulong low = context.State[X64Register.Rax];
        if (size == 1)
        {
            return low & 0xffff;
        }

        ulong mask = X64Registers.Mask(size);
        return ((UInt128)(context.State[X64Register.Rdx] & mask) << (size * 8)) | (low & mask);
    }

    private static void StorePair(X64Context context, in Instruction instruction, int size, UInt128 wide)
    {
        ulong low = unchecked((ulong)wide);
        ulong high = unchecked((ulong)(wide >> (size * 8)));
        StoreQuotient(context, instruction, size, low, high);
    }

    private static void StoreQuotient(X64Context context, in Instruction instruction, int size, ulong low, ulong high)
    {
        (Register lowRegister, Register highRegister) = size switch
        {
            1 => (Register.AL, Register.AH),
            2 => (Register.AX, Register.DX),
            4 => (Register.EAX, Register.EDX),
            _ => (Register.RAX, Register.RDX),
        };
        context.WriteRegister(instruction, lowRegister, low);
        context.WriteRegister(instruction, highRegister, high);
    }

    private static void SetMultiplyFlags(X64Context context, bool overflow) =>
        context.SetFlags(Rflags.Carry | Rflags.Overflow, overflow ? Rflags.Carry | Rflags.Overflow : Rflags.None);
}
