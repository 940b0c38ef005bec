using Iced.Intel;

namespace TriageBot.Engine.X64.Handlers;

/// <summary>Breakpoints, no-operations, fences and flag bits.</summary>
internal static class SystemInstructions
{
    public static readonly (Mnemonic Mnemonic, X64Handler Handler)[] Table =
    [
        (Mnemonic.Int3, Breakpoint), (Mnemonic.Ud2, Undefined),
        (Mnemonic.Nop, Nothing), (Mnemonic.Endbr64, Nothing), (Mnemonic.Pause, Nothing),
        (Mnemonic.Lfence, Nothing), (Mnemonic.Mfence, Nothing), (Mnemonic.Sfence, Nothing),
        (Mnemonic.Cld, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Direction, Rflags.None)),
        (Mnemonic.Std, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Direction, Rflags.Direction)),
        (Mnemonic.Cli, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Interrupt, Rflags.None)),
        (Mnemonic.Sti, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Interrupt, Rflags.Interrupt)),
        (Mnemonic.Clc, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Carry, Rflags.None)),
        (Mnemonic.Stc, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Carry, Rflags.Carry)),
        (Mnemonic.Cmc, static (X64Context c, in Instruction i) => c.SetFlags(Rflags.Carry, ~c.State.Flags)),
    ];

    private static void Breakpoint(X64Context context, in Instruction instruction) =>
        context.Next = context.Interpreter.RunBreakpoint(context.Cpu, context.Next);

    private static void Undefined(X64Context context, in Instruction instruction) =>
        throw X64Fault.Invalid(new Machine.GuestAddress(instruction.IP), "ud2: the code says that it must not get here.");

    private static void Nothing(X64Context context, in Instruction instruction)
    {
        // endbr64 and the fences have no effect here: there is no indirect-branch tracking and each CPU sees memory in order.
    }
}
