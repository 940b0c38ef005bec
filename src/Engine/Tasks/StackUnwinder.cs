using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tasks;

/// <summary>Finds the return addresses on the stack of a task that does not run.</summary>
/// <remarks>Source: <c>stack_trace_save_tsk_reliable()</c> over <c>arch/x86/kernel/unwind_frame.c</c>; facts L51, L52. Frame pointers, which our compiler
/// keeps; a chain of them that does not end where the task entered the kernel is unreliable, as is a task that lost its turn in the middle of code.
/// Not modelled: ORC tables.</remarks>
internal static class StackUnwinder
{
    private const int MaxEntries = 100;

    /// <summary>Where the task goes on, and the return addresses above it, innermost first; none outside the kernel.</summary>
    /// <returns>Null when the stack is unreliable or has more than 100 entries.</returns>
    public static IReadOnlyList<GuestAddress>? Entries(GuestMachine machine, KernelTask task)
    {
        if (!task.InKernel)
        {
            return [];
        }

        if (task is { Entered: true, SleepsUntil: null })
        {
            return null;
        }

        X64State state = task.Cpu.State;
        List<GuestAddress> entries = [state.Rip];
        if (machine.Host.NameAt(state.Rip) is not null)
        {
            entries.Add(Word(machine, state[X64Register.Rsp]));
        }

        ulong frame = state[X64Register.Rbp];
        while (frame >= state[X64Register.Rsp] && frame + 16 <= task.Cpu.StackTop.Value)
        {
            entries.Add(Word(machine, frame + 8));
            ulong outer = Word(machine, frame).Value;
            frame = outer > frame ? outer : 0;
        }

        return entries.Count <= MaxEntries && IsEntry(entries[^1]) ? entries : null;
    }

    /// <summary>True for a return address that ends a stack: where the task entered the kernel.</summary>
    public static bool IsEntry(GuestAddress address) => address == KernelScheduler.CallEnd || X64Interpreter.IsCallEnd(address);

    private static GuestAddress Word(GuestMachine machine, ulong address) => new(machine.Memory.ReadUInt64(new GuestAddress(address)));
}
