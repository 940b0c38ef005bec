using TriageBot.Engine.Machine;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Livepatch;

/// <summary>Moves tasks from the old functions to the new ones or back.</summary>
/// <remarks>Source: <c>kernel/livepatch/transition.c</c>; facts L50 to L58. A retry happens when the emulated kernel is told that time passed.
/// Not modelled: idle tasks, tasks that run on another processor.</remarks>
internal sealed class KlpTransition
{
    private const int SignalEvery = 15;
    private const string SourceFile = "kernel/livepatch/transition.c";

    private readonly GuestMachine _machine;
    private readonly KernelScheduler _scheduler;
    private readonly KlpPatcher _patcher;
    private readonly KlpCallbacks _callbacks;
    private readonly List<KlpPatch> _patches;
    private readonly KernelLog _log;
    private readonly DebugSite _initDebug;
    private readonly DebugSite _switchDebug;
    private readonly DebugSite _reverseDebug;
    private readonly DebugSite _cancelDebug;
    private readonly DebugSite _completeDebug;
    private int _tries;

    public KlpTransition(
        GuestMachine machine, KernelScheduler scheduler, KlpPatcher patcher, KlpCallbacks callbacks, List<KlpPatch> patches, KernelLog log, DynamicDebug debug)
    {
        _machine = machine;
        _scheduler = scheduler;
        _patcher = patcher;
        _callbacks = callbacks;
        _patches = patches;
        _log = log;
        _initDebug = debug.Declare(SourceFile, "klp_init_transition", "livepatch");
        _switchDebug = debug.Declare(SourceFile, "klp_try_switch_task", "livepatch");
        _reverseDebug = debug.Declare(SourceFile, "klp_reverse_transition", "livepatch");
        _cancelDebug = debug.Declare(SourceFile, "klp_cancel_transition", "livepatch");
        _completeDebug = debug.Declare(SourceFile, "klp_complete_transition", "livepatch");
        scheduler.ReturnedToUser = Update;
    }

    /// <summary><c>klp_transition_patch</c>.</summary>
    public KlpPatch? Patch { get; private set; }

    /// <summary><c>klp_target_state</c>.</summary>
    public KlpTaskState Target { get; private set; } = KlpTaskState.Undefined;

    private string Direction => Target == KlpTaskState.Patched ? "patching" : "unpatching";

    /// <summary><c>klp_init_transition()</c>.</summary>
    public void Init(KlpPatch patch, KlpTaskState target)
    {
        Patch = patch;
        Target = target;
        _initDebug.Print($"'{patch.Name}': initializing {Direction} transition");
        SetTasks(target == KlpTaskState.Patched ? KlpTaskState.Unpatched : KlpTaskState.Patched);
        SetTransition(true);
    }

    /// <summary><c>klp_start_transition()</c>.</summary>
    public void Start()
    {
        _log.Print($"livepatch: '{Patch!.Name}': starting {Direction} transition");
        _tries = 0;
    }

    /// <summary><c>klp_try_complete_transition()</c>.</summary>
    /// <returns>The patch whose transition ended, or null.</returns>
    public KlpPatch? TryComplete()
    {
        if (Patch is not KlpPatch patch)
        {
            return null;
        }

        foreach (KernelTask task in _scheduler.Tasks.Where(t => t.PatchState != Target))
        {
            TrySwitch(task);
        }

        KernelTask[] remaining = [.. _scheduler.Tasks.Where(t => t.PatchState != Target)];
        if (remaining.Length > 0)
        {
            // The first try is counted after this test, so the 15th retry signals (L53).
            if (_tries > 0 && _tries % SignalEvery == 0)
            {
                Signal(remaining);
            }

            _tries++;
            return null;
        }

        Complete();
        return patch;
    }

    /// <summary><c>klp_reverse_transition()</c> (L57). The delayed work, which is pending, goes on from here.</summary>
    public void Reverse()
    {
        _reverseDebug.Print($"'{Patch!.Name}': reversing transition from {(Target == KlpTaskState.Patched ? "patching to unpatching" : "unpatching to patching")}");
        Patch.Enabled = !Patch.Enabled;
        Target = Target == KlpTaskState.Patched ? KlpTaskState.Unpatched : KlpTaskState.Patched;
        Start();
    }

    /// <summary><c>klp_force_transition()</c> (L58): all tasks are said to be done.</summary>
    public void Force()
    {
        _log.Print("livepatch: forcing remaining tasks to the patched state");
        SetTasks(Target);
        foreach (KlpPatch patch in Target == KlpTaskState.Unpatched ? [Patch!] : _patches.Where(p => Patch!.Replace && p != Patch))
        {
            patch.Forced = true;
        }
    }

    /// <summary><c>klp_cancel_transition()</c>.</summary>
    public void Cancel()
    {
        _cancelDebug.Print($"'{Patch!.Name}': canceling patching transition, going to unpatch");
        Target = KlpTaskState.Unpatched;
        Complete();
    }

    /// <summary><c>klp_complete_transition()</c> (L55).</summary>
    private void Complete()
    {
        KlpPatch patch = Patch!;
        _completeDebug.Print($"'{patch.Name}': completing {Direction} transition");
        if (patch.Replace && Target == KlpTaskState.Patched)
        {
            UnpatchReplaced(patch);
        }

        if (Target == KlpTaskState.Unpatched)
        {
            UnpatchObjects(patch);
        }

        SetTransition(false);
        SetTasks(KlpTaskState.Undefined);
        foreach (KlpObject target in patch.Objects.Where(o => o.IsLoaded))
        {
            if (Target == KlpTaskState.Patched)
            {
                _callbacks.PostPatch(patch, target);
            }
            else
            {
                _callbacks.PostUnpatch(patch, target);
            }
        }

        _log.Print($"livepatch: '{patch.Name}': {Direction} complete");
        Target = KlpTaskState.Undefined;
        Patch = null;
    }

    private void UnpatchReplaced(KlpPatch newest)
    {
        foreach (KlpPatch older in _patches.TakeWhile(p => p != newest))
        {
            older.Enabled = false;
            UnpatchObjects(older);
        }

        foreach (KlpObject target in newest.Objects)
        {
            _patcher.UnpatchObject(newest, target, nopsOnly: true);
            target.Functions.RemoveAll(f => f.IsNop);
        }

        newest.Objects.RemoveAll(o => o.IsDynamic);
    }

    private void UnpatchObjects(KlpPatch patch)
    {
        foreach (KlpObject target in patch.Objects.Where(o => o.Patched))
        {
            _patcher.UnpatchObject(patch, target);
        }
    }

    /// <summary><c>klp_update_patch_state()</c>: a process that is back in user mode is done (L54).</summary>
    private void Update(KernelTask task)
    {
        if (Patch is not null)
        {
            task.PatchState = Target;
        }
    }

    /// <summary><c>klp_try_switch_task()</c>: switches the task unless its stack is unreliable or has a function that changes (L51).</summary>
    private void TrySwitch(KernelTask task)
    {
        if (StackUnwinder.Entries(_machine, task) is not IReadOnlyList<GuestAddress> stack)
        {
            _switchDebug.Print($"klp_try_switch_task: {task.Name}:{task.Pid} has an unreliable stack");
            return;
        }

        KlpFunc? busy = Patch!.Objects.Where(o => o.Patched).SelectMany(o => o.Functions).FirstOrDefault(f => stack.Any(a => Blocks(f, a)));
        if (busy is null)
        {
            task.PatchState = Target;
        }
        else
        {
            _switchDebug.Print($"klp_try_switch_task: {task.Name}:{task.Pid} is sleeping on function {busy.Definition.OldName}");
        }
    }

    /// <summary><c>klp_send_signals()</c>: wakes those that sleep interruptibly, so that they leave the function or reach user mode.</summary>
    private void Signal(KernelTask[] remaining)
    {
        if (_tries == SignalEvery)
        {
            _log.Print("livepatch: signaling remaining tasks");
        }

        Array.ForEach(remaining, KernelScheduler.Interrupt);
    }

    /// <summary><c>klp_check_stack_func()</c>: the range that must not be on a stack is that of the function that runs before the change (L52).</summary>
    private bool Blocks(KlpFunc function, GuestAddress onStack)
    {
        if (Target == KlpTaskState.Unpatched)
        {
            return Inside(onStack, function.NewFunction, function.NewSize);
        }

        List<KlpFunc> stack = function.On?.Stack ?? [];
        int older = stack.IndexOf(function) + 1;
        return older > 0 && older < stack.Count
            ? Inside(onStack, stack[older].NewFunction, stack[older].NewSize)
            : Inside(onStack, function.OldFunction, function.OldSize);
    }

    private static bool Inside(GuestAddress address, GuestAddress start, int size) => address >= start && address < start + (long)size;

    private void SetTasks(KlpTaskState state)
    {
        foreach (KernelTask task in _scheduler.Tasks)
        {
            task.PatchState = state;
        }
    }

    private void SetTransition(bool on)
    {
        foreach (KlpFunc function in Patch!.Objects.SelectMany(o => o.Functions))
        {
            function.InTransition = on;
        }
    }
}
