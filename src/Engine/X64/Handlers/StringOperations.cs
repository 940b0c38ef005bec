using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>movs, stos, lods, scas and cmps with their rep prefixes. One step runs at most <see cref="MaxRepeats"/> rounds.</summary>
internal static class StringOperations
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Movsb, Run), (Mnemonic.Movsw, Run), (Mnemonic.Movsd, Run), (Mnemonic.Movsq, Run),
        (Mnemonic.Stosb, Run), (Mnemonic.Stosw, Run), (Mnemonic.Stosd, Run), (Mnemonic.Stosq, Run),
        (Mnemonic.Lodsb, Run), (Mnemonic.Lodsw, Run), (Mnemonic.Lodsd, Run), (Mnemonic.Lodsq, Run),
        (Mnemonic.Scasb, Run), (Mnemonic.Scasw, Run), (Mnemonic.Scasd, Run), (Mnemonic.Scasq, Run),
        (Mnemonic.Cmpsb, Run), (Mnemonic.Cmpsw, Run), (Mnemonic.Cmpsd, Run), (Mnemonic.Cmpsq, Run),
    ];

    /// <summary>Rounds in one step. With more to do the instruction pointer stays, as after an interrupt, and the next step goes on.</summary>
    private const int MaxRepeats = 4096;

    private static void Run(X64Context context, in Instruction instruction)
    {
        if (!IsModelled(instruction))
        {
            throw X64Fault.Unsupported(instruction);
        }

        bool repeats = instruction.HasRepPrefix || instruction.HasRepnePrefix;
        if (!repeats)
        {
            Round(context, instruction);
            return;
        }

        for (int i = 0; context.State[X64Register.Rcx] != 0; i++)
        {
            if (i == MaxRepeats)
            {
                context.Next = new GuestAddress(instruction.IP);
                return;
            }

            bool compares = Round(context, instruction);
            context.State[X64Register.Rcx]--;
            bool equal = (context.State.Flags & Rflags.Zero) != 0;
            if (compares && equal != instruction.HasRepePrefix)
            {
                return;
            }
        }
    }

    /// <summary>False for movsd and cmpsd of SSE, for a segment override and for 32-bit addresses.</summary>
    private static bool IsModelled(in Instruction instruction) =>
        instruction.IsStringInstruction
        && instruction.SegmentPrefix is not (Register.FS or Register.GS)
        && IsModelled(instruction.Op0Kind)
        && IsModelled(instruction.Op1Kind);

    private static bool IsModelled(OpKind kind) => kind is OpKind.Register or OpKind.MemorySegRSI or OpKind.MemoryESRDI;

    /// <summary>One element; true when the instruction compares, so that ZF may end the loop.</summary>
    private static bool Round(X64Context context, in Instruction instruction)
    {
        int size = instruction.MemorySize.GetSize();
        X64State state = context.State;
        GuestAddress source = new(state[X64Register.Rsi]);
        GuestAddress destination = new(state[X64Register.Rdi]);
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Movsb or Mnemonic.Movsw or Mnemonic.Movsd or Mnemonic.Movsq:
                context.WriteMemory(destination, size, context.ReadMemory(source, size));
                Advance(state, size, source: true, destination: true);
                return false;
            case Mnemonic.Stosb or Mnemonic.Stosw or Mnemonic.Stosd or Mnemonic.Stosq:
                context.WriteMemory(destination, size, state[X64Register.Rax]);
                Advance(state, size, source: false, destination: true);
                return false;
            case Mnemonic.Lodsb or Mnemonic.Lodsw or Mnemonic.Lodsd or Mnemonic.Lodsq:
                context.WriteRegister(instruction, instruction.Op0Register, context.ReadMemory(source, size));
                Advance(state, size, source: true, destination: false);
                return false;
            case Mnemonic.Scasb or Mnemonic.Scasw or Mnemonic.Scasd or Mnemonic.Scasq:
                Compare(context, state[X64Register.Rax], context.ReadMemory(destination, size), size);
                Advance(state, size, source: false, destination: true);
                return true;
            default:
                Compare(context, context.ReadMemory(source, size), context.ReadMemory(destination, size), size);
                Advance(state, size, source: true, destination: true);
                return true;
        }
    }

    private static void Compare(X64Context context, ulong first, ulong second, int size)
    {
        Alu.Subtract(first, second, borrow: false, size, out Rflags flags);
        context.SetFlags(Rflags.Arithmetic, flags);
    }

    private static void Advance(X64State state, int size, bool source, bool destination)
    {
        ulong step = (state.Flags & Rflags.Direction) != 0 ? unchecked((ulong)-size) : (ulong)size;
        if (source)
        {
            state[X64Register.Rsi] += step;
        }

        if (destination)
        {
            state[X64Register.Rdi] += step;
        }
    }
}
