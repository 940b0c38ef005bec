using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tasks;

/// <summary>Livepatch state of a task: <c>task-&gt;patch_state</c> (L50).</summary>
public enum KlpTaskState
{
    /// <summary>No transition.</summary>
    Undefined = -1,

    /// <summary>Runs the old functions.</summary>
    Unpatched = 0,

    /// <summary>Runs the new functions.</summary>
    Patched = 1,
}

/// <summary>A call into the kernel that a task makes when it has nothing else to do: a work item, a system call.</summary>
/// <param name="Function">Entry of the guest function.</param>
/// <param name="Argument">Its first argument.</param>
public readonly record struct KernelCall(GuestAddress Function, ulong Argument);

/// <summary><c>struct task_struct</c>: a task with a stack of its own, on which guest code really runs and sleeps.</summary>
public sealed class KernelTask
{
    internal KernelTask(int pid, string name, bool isProcess, VirtualCpu cpu, Func<KernelCall?>? next)
    {
        Pid = pid;
        Name = name;
        IsProcess = isProcess;
        Cpu = cpu;
        Next = next;
    }

    /// <summary><c>pid</c>; that of the thread group too, since every process has one thread.</summary>
    public int Pid { get; }

    /// <summary><c>comm</c>.</summary>
    public string Name { get; }

    /// <summary>It has a user mode, to which its calls return; otherwise it is a kernel thread.</summary>
    public bool IsProcess { get; }

    /// <summary><c>patch_state</c>.</summary>
    public KlpTaskState PatchState { get; set; } = KlpTaskState.Undefined;

    /// <summary>It runs kernel code, or sleeps in it: its stack has frames.</summary>
    public bool InKernel => Entered || Cpu.CallDepth > 0;

    /// <summary>Its registers and its stack.</summary>
    internal VirtualCpu Cpu { get; }

    /// <summary>Asked for the next call when there is none under way; null for the task that runs commands.</summary>
    internal Func<KernelCall?>? Next { get; }

    /// <summary>A call out of <see cref="Next"/> is under way.</summary>
    internal bool Entered { get; set; }

    /// <summary>What it sleeps for; null while it can run.</summary>
    internal Func<bool>? SleepsUntil { get; set; }

    /// <summary>Time at which a timer wakes it, in milliseconds; null without timer.</summary>
    internal long? WakeAt { get; set; }

    /// <summary><c>TASK_INTERRUPTIBLE</c>: a signal wakes it.</summary>
    internal bool Interruptible { get; set; }
}
