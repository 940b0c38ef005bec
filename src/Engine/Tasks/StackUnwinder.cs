using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tasks;

/// <summary>Finds the return addresses on the stack of a task that is not running.</summary>
/// <remarks>Source: <c>stack_trace_save_tsk_reliable()</c> over <c>arch/x86/kernel/unwind_frame.c</c>; fact L52. Frame pointers only: our compiler keeps them.
/// Not modelled: ORC tables, unreliable stacks.</remarks>
internal static class StackUnwinder
{
    private const int MaxEntries = 100;

    /// <summary>Where the task goes on, and the return addresses above it, innermost first; none outside the kernel. At most 100 (L52).</summary>
    public static IReadOnlyList<GuestAddress> Entries(GuestMachine machine, KernelTask task)
    {
        List<GuestAddress> entries = [];
        if (!task.InKernel)
        {
            return entries;
        }

        X64State state = task.Cpu.State;
        entries.Add(state.Rip);
        if (machine.Host.NameAt(state.Rip) is not null)
        {
            entries.Add(Word(machine, state[X64Register.Rsp]));
        }

        ulong frame = state[X64Register.Rbp];
        while (entries.Count < MaxEntries && frame >= state[X64Register.Rsp] && frame + 16 <= task.Cpu.StackTop.Value)
        {
            entries.Add(Word(machine, frame + 8));
            ulong outer = Word(machine, frame).Value;
            frame = outer > frame ? outer : 0;
        }

        return entries;
    }

    private static GuestAddress Word(GuestMachine machine, ulong address) => new(machine.Memory.ReadUInt64(new GuestAddress(address)));
}
