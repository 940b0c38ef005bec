using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tasks;

/// <summary>Runs the tasks of the emulated kernel on one processor: each until it sleeps, ends its call or has used its slice.</summary>
/// <remarks>Source: <c>kernel/sched/core.c</c>, <c>kernel/time/sleep_timeout.c</c>, as far as the order of events needs it: tasks take turns in the order of
/// their creation. Time passes from timer to timer, when the first task waits or the caller says so. Not modelled: priorities, several processors, interrupts.</remarks>
public sealed class KernelScheduler
{
    private const int SliceInstructions = 20_000;
    private const int WaitRounds = 10_000;
    private const int StackSize = 2 * GuestMemory.PageSize;
    private const int StackStride = 0x10000;

    /// <summary>Where calls of tasks return to. Not canonical, so no page can hold it.</summary>
    internal static GuestAddress CallEnd { get; } = new(0x5aff_0000_0000_0000);
    private static readonly GuestAddress Stacks = new(0xffffc90001000000);

    private readonly GuestMachine _machine;
    private readonly List<KernelTask> _tasks;
    private int _lastPid = 1;

    /// <summary>Creates the scheduler with the task that runs commands, number 1.</summary>
    public KernelScheduler(GuestMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        Current = new KernelTask(_lastPid, "init", isProcess: true, machine.Cpu, next: null);
        _tasks = [Current];
    }

    /// <summary>All tasks, oldest first. The first is the one that runs commands.</summary>
    public IReadOnlyList<KernelTask> Tasks => _tasks;

    /// <summary><c>current</c>.</summary>
    public KernelTask Current { get; private set; }

    /// <summary>Milliseconds since boot.</summary>
    public long Now { get; private set; }

    /// <summary>Told of a process whose system call ended.</summary>
    internal Action<KernelTask>? ReturnedToUser { get; set; }

    /// <summary><c>kernel_clone()</c>: the child has its parent's patch state (L54).</summary>
    /// <param name="next">Asked for a call whenever the task has none under way; null when there is nothing to do.</param>
    public KernelTask Fork(string name, bool isProcess, Func<KernelCall?> next)
    {
        int pid = ++_lastPid;
        GuestAddress bottom = Stacks + ((long)pid * StackStride);
        _machine.Memory.Map(bottom, StackSize, PagePermissions.Read | PagePermissions.Write);
        KernelTask task = new(pid, name, isProcess, new VirtualCpu(pid, bottom + StackSize), next) { PatchState = Current.PatchState };
        _tasks.Add(task);
        return task;
    }

    /// <summary><c>do_exit()</c> of another task than the first, which it is killed into.</summary>
    public void Exit(KernelTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (_tasks.IndexOf(task) > 0)
        {
            _tasks.Remove(task);
            _machine.Memory.Unmap(task.Cpu.StackTop - StackSize, StackSize);
        }
    }

    /// <summary>Puts the current task to sleep. The first task lets the others run and returns when it is woken; another is left by its slice and goes on later.</summary>
    /// <param name="until">Asked until it is true; it may then take what was waited for.</param>
    /// <param name="wakeAt">Time of a timer that makes it worth asking, or null.</param>
    /// <exception cref="GuestFaultException">Nothing is left that could wake the first task.</exception>
    internal void Sleep(Func<bool> until, long? wakeAt = null, bool interruptible = false)
    {
        KernelTask task = Current;
        if (until())
        {
            return;
        }

        (task.SleepsUntil, task.WakeAt, task.Interruptible) = (until, wakeAt, interruptible);
        for (int round = 0; task == _tasks[0] && !CanGoOn(task); round++)
        {
            bool ran = RunOthers();
            if (round >= WaitRounds || !(AdvanceTo(long.MaxValue) || ran))
            {
                throw new GuestFaultException(GuestFaultKind.BudgetExhausted, task.Cpu.State.Rip, $"task {task.Name}:{task.Pid} waits for something that nothing does.");
            }
        }
    }

    /// <summary>A signal, or a wake-up of a kernel thread: ends an interruptible sleep.</summary>
    internal static void Interrupt(KernelTask task)
    {
        if (task.Interruptible)
        {
            task.SleepsUntil = static () => true;
        }
    }

    /// <summary>Lets time pass: timers fire and tasks run.</summary>
    public void PassTime(long milliseconds)
    {
        long end = Now + milliseconds;
        do
        {
            RunOthers();
        }
        while (AdvanceTo(end));

        Now = end;
    }

    private bool AdvanceTo(long end)
    {
        long? next = _tasks.Min(t => t.SleepsUntil is null ? null : t.WakeAt);
        if (next is null || next > end)
        {
            return false;
        }

        Now = Math.Max(Now, next.Value);
        return true;
    }

    private bool RunOthers()
    {
        bool any = false;
        KernelTask caller = Current;
        foreach (KernelTask task in _tasks.ToArray())
        {
            if (task != caller && task.Next is not null && (task.Entered ? CanGoOn(task) : Begin(task)))
            {
                any = true;
                Current = task;
                RunSlice(task);
                Current = caller;
            }
        }

        return any;
    }

    private static bool CanGoOn(KernelTask task)
    {
        if (task.SleepsUntil is not null && !task.SleepsUntil())
        {
            return false;
        }

        (task.SleepsUntil, task.WakeAt, task.Interruptible) = (null, null, false);
        return true;
    }

    private bool Begin(KernelTask task)
    {
        if (task.Next!() is not KernelCall call)
        {
            return false;
        }

        X64State state = task.Cpu.State;
        state[X64Register.Rsp] = task.Cpu.StackTop.Value - 8;
        state[X64Register.Rbp] = 0;
        state[X64Register.Rdi] = call.Argument;
        state.Rip = call.Function;
        _machine.Memory.WriteUInt64(new GuestAddress(state[X64Register.Rsp]), CallEnd.Value);
        task.Entered = true;
        return true;
    }

    private void RunSlice(KernelTask task)
    {
        for (int i = 0; i < SliceInstructions && task.SleepsUntil is null; i++)
        {
            _machine.Interpreter.Step(task.Cpu);
            if (task.Cpu.State.Rip == CallEnd)
            {
                task.Entered = false;
                if (task.IsProcess)
                {
                    ReturnedToUser?.Invoke(task);
                }

                return;
            }
        }
    }
}
