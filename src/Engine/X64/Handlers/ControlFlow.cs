using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Jumps, calls, returns, and what depends on a condition.</summary>
internal static class ControlFlow
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Jmp, Jump), (Mnemonic.Call, Call), (Mnemonic.Ret, Return), (Mnemonic.Leave, Leave),
        (Mnemonic.Jrcxz, JumpIfRcxIsZero),
        .. Conditional(JumpIf, Mnemonic.Jo, Mnemonic.Jno, Mnemonic.Jb, Mnemonic.Jae, Mnemonic.Je, Mnemonic.Jne, Mnemonic.Jbe, Mnemonic.Ja,
            Mnemonic.Js, Mnemonic.Jns, Mnemonic.Jp, Mnemonic.Jnp, Mnemonic.Jl, Mnemonic.Jge, Mnemonic.Jle, Mnemonic.Jg),
        .. Conditional(SetIf, Mnemonic.Seto, Mnemonic.Setno, Mnemonic.Setb, Mnemonic.Setae, Mnemonic.Sete, Mnemonic.Setne, Mnemonic.Setbe, Mnemonic.Seta,
            Mnemonic.Sets, Mnemonic.Setns, Mnemonic.Setp, Mnemonic.Setnp, Mnemonic.Setl, Mnemonic.Setge, Mnemonic.Setle, Mnemonic.Setg),
        .. Conditional(MoveIf, Mnemonic.Cmovo, Mnemonic.Cmovno, Mnemonic.Cmovb, Mnemonic.Cmovae, Mnemonic.Cmove, Mnemonic.Cmovne, Mnemonic.Cmovbe,
            Mnemonic.Cmova, Mnemonic.Cmovs, Mnemonic.Cmovns, Mnemonic.Cmovp, Mnemonic.Cmovnp, Mnemonic.Cmovl, Mnemonic.Cmovge, Mnemonic.Cmovle, Mnemonic.Cmovg),
    ];

    private static IEnumerable<(Mnemonic Mnemonic, X64Handler Handler)> Conditional(X64Handler handler, params Mnemonic[] mnemonics) =>
        mnemonics.Select(mnemonic => (mnemonic, handler));

    private static void Jump(X64Context context, in Instruction instruction)
    {
        RequireNear(instruction);
        context.Next = new GuestAddress(context.Read(instruction, 0));
    }

    private static void Call(X64Context context, in Instruction instruction)
    {
        RequireNear(instruction);
        GuestAddress target = new(context.Read(instruction, 0));
        context.Push(instruction.NextIP);
        context.Interpreter.NotifyCall(context.Cpu, target);
        context.Next = target;
    }

    private static void Return(X64Context context, in Instruction instruction)
    {
        GuestAddress target = new(context.Pop());
        if (instruction.OpCount == 1)
        {
            context.State[X64Register.Rsp] += instruction.GetImmediate(0);
        }

        context.Next = target;
    }

    private static void Leave(X64Context context, in Instruction instruction)
    {
        GuestAddress frame = new(context.State[X64Register.Rbp]);
        context.State[X64Register.Rbp] = context.ReadMemory(frame, 8);
        context.State[X64Register.Rsp] = (frame + 8).Value;
    }

    private static void JumpIfRcxIsZero(X64Context context, in Instruction instruction)
    {
        if (context.State[X64Register.Rcx] == 0)
        {
            context.Next = new GuestAddress(instruction.NearBranchTarget);
        }
    }

    private static void JumpIf(X64Context context, in Instruction instruction)
    {
        if (X64Conditions.Holds(instruction.ConditionCode, context.State.Flags))
        {
            context.Next = new GuestAddress(instruction.NearBranchTarget);
        }
    }

    private static void SetIf(X64Context context, in Instruction instruction) =>
        context.Write(instruction, 0, X64Conditions.Holds(instruction.ConditionCode, context.State.Flags) ? 1UL : 0);

    private static void MoveIf(X64Context context, in Instruction instruction)
    {
        // The source is read, and may fault, even when the condition fails; a 32-bit destination then still loses its upper half.
        ulong value = context.Read(instruction, 1);
        bool moves = X64Conditions.Holds(instruction.ConditionCode, context.State.Flags);
        context.Write(instruction, 0, moves ? value : context.Read(instruction, 0));
    }

    private static void RequireNear(in Instruction instruction)
    {
        if (instruction.IsJmpFar || instruction.IsJmpFarIndirect || instruction.IsCallFar || instruction.IsCallFarIndirect)
        {
            throw X64Fault.Unsupported(instruction);
        }
    }
}
