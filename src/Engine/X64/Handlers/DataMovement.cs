using System.Buffers.Binary;
using Iced.Intel;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Moves, extensions, the stack, exchanges. None but <c>popf</c>, <c>xadd</c> and <c>cmpxchg</c> touches flags.</summary>
internal static class DataMovement
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Mov, Move), (Mnemonic.Movzx, Move), (Mnemonic.Movsx, MoveSigned), (Mnemonic.Movsxd, MoveSigned),
        (Mnemonic.Lea, Lea), (Mnemonic.Push, Push), (Mnemonic.Pop, Pop), (Mnemonic.Pushfq, Pushf), (Mnemonic.Popfq, Popf),
        (Mnemonic.Xchg, Exchange), (Mnemonic.Xadd, ExchangeAdd), (Mnemonic.Cmpxchg, CompareExchange), (Mnemonic.Bswap, SwapBytes),
        (Mnemonic.Cbw, static (X64Context c, in Instruction i) => Extend(c, i, Register.AL, Register.AX)),
        (Mnemonic.Cwde, static (X64Context c, in Instruction i) => Extend(c, i, Register.AX, Register.EAX)),
        (Mnemonic.Cdqe, static (X64Context c, in Instruction i) => Extend(c, i, Register.EAX, Register.RAX)),
        (Mnemonic.Cwd, static (X64Context c, in Instruction i) => Spread(c, i, Register.AX, Register.DX)),
        (Mnemonic.Cdq, static (X64Context c, in Instruction i) => Spread(c, i, Register.EAX, Register.EDX)),
        (Mnemonic.Cqo, static (X64Context c, in Instruction i) => Spread(c, i, Register.RAX, Register.RDX)),
    ];

    private static void Move(X64Context context, in Instruction instruction) =>
        context.Write(instruction, 0, context.Read(instruction, 1));

    private static void MoveSigned(X64Context context, in Instruction instruction)
    {
        ulong value = context.Read(instruction, 1);
        context.Write(instruction, 0, X64Registers.SignExtend(value, X64Context.SizeOf(instruction, 1)));
    }

    private static void Lea(X64Context context, in Instruction instruction) =>
        context.Write(instruction, 0, context.Offset(instruction));

    private static void Push(X64Context context, in Instruction instruction) =>
        context.Push(context.Read(instruction, 0), StackSize(instruction));

    private static void Pop(X64Context context, in Instruction instruction)
    {
        // The stack pointer moves before the destination's address is computed, so that pop [rsp] uses the new one.
        ulong before = context.State[X64Register.Rsp];
        ulong value = context.Pop(StackSize(instruction));
        try
        {
            context.Write(instruction, 0, value);
        }
        catch (Machine.GuestFaultException)
        {
            context.State[X64Register.Rsp] = before;
            throw;
        }
    }

    private static int StackSize(in Instruction instruction) => Math.Abs(instruction.StackPointerIncrement);

    private static void Pushf(X64Context context, in Instruction instruction) =>
        context.Push((ulong)(context.State.Flags | Rflags.AlwaysSet));

    private static void Popf(X64Context context, in Instruction instruction)
    {
        const Rflags known = Rflags.Arithmetic | Rflags.Interrupt | Rflags.Direction;
        context.State.Flags = ((Rflags)(uint)context.Pop() & known) | Rflags.AlwaysSet;
    }

    private static void Exchange(X64Context context, in Instruction instruction)
    {
        ulong first = context.Read(instruction, 0);
        ulong second = context.Read(instruction, 1);
        if (instruction.Op0Kind == OpKind.Memory)
        {
            context.Write(instruction, 0, second);
            context.Write(instruction, 1, first);
        }
        else
        {
            context.Write(instruction, 1, first);
            context.Write(instruction, 0, second);
        }
    }

    private static void ExchangeAdd(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong first = context.Read(instruction, 0);
        ulong second = context.Read(instruction, 1);
        ulong sum = Alu.Add(first, second, carry: false, size, out Rflags flags);
        if (instruction.Op0Kind == OpKind.Memory)
        {
            context.Write(instruction, 0, sum);
            context.Write(instruction, 1, first);
        }
        else
        {
            context.Write(instruction, 1, first);
            context.Write(instruction, 0, sum);
        }

        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static void CompareExchange(X64Context context, in Instruction instruction)
    {
        int size = X64Context.SizeOf(instruction, 0);
        ulong destination = context.Read(instruction, 0);
        ulong accumulator = context.State[X64Register.Rax] & X64Registers.Mask(size);
        Alu.Subtract(accumulator, destination, borrow: false, size, out Rflags flags);
        if ((flags & Rflags.Zero) != 0)
        {
            context.Write(instruction, 0, context.Read(instruction, 1));
        }
        else
        {
            if (instruction.Op0Kind == OpKind.Memory)
            {
                // Memory is written in both cases, and so must be writable; a register keeps even its upper half.
                context.Write(instruction, 0, destination);
            }

            context.WriteRegister(instruction, Accumulator(size), destination);
        }

        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static Register Accumulator(int size) => size switch
    {
        1 => Register.AL,
        2 => Register.AX,
        4 => Register.EAX,
        _ => Register.RAX,
    };

    private static void SwapBytes(X64Context context, in Instruction instruction)
    {
        ulong value = context.Read(instruction, 0);
        context.Write(instruction, 0, X64Context.SizeOf(instruction, 0) switch
        {
            8 => BinaryPrimitives.ReverseEndianness(value),
            4 => BinaryPrimitives.ReverseEndianness((uint)value),
            _ => throw X64Fault.Unsupported(instruction),
        });
    }

    private static void Extend(X64Context context, in Instruction instruction, Register from, Register to)
    {
        int size = X64Registers.SlotOf(from).Size;
        context.WriteRegister(instruction, to, X64Registers.SignExtend(context.ReadRegister(instruction, from), size));
    }

    private static void Spread(X64Context context, in Instruction instruction, Register from, Register to)
    {
        int size = X64Registers.SlotOf(from).Size;
        bool negative = (context.ReadRegister(instruction, from) & X64Registers.SignBit(size)) != 0;
        context.WriteRegister(instruction, to, negative ? ulong.MaxValue : 0);
    }
}
