using TriageBot.Engine.Machine;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>A task, as far as transitions care: its state and the functions on its stack.</summary>
/// <param name="name">For people.</param>
public sealed class KernelTask(string name)
{
    /// <summary>For people.</summary>
    public string Name { get; } = name;

    /// <summary>State in the transition under way.</summary>
    public KlpTaskState State { get; set; } = KlpTaskState.Undefined;

    /// <summary>Addresses inside the functions that it sleeps in.</summary>
    public List<GuestAddress> Stack { get; } = [];
}

/// <summary>Moves tasks from the old functions to the new ones or back.</summary>
/// <remarks>Source: <c>kernel/livepatch/transition.c</c>; facts L50 to L58. Not modelled: idle tasks, unreliable stacks, fork, signals beyond their line;
/// a retry happens when the emulated kernel is told that time passed.</remarks>
internal sealed class KlpTransition(KlpPatcher patcher, KlpCallbacks callbacks, List<KlpPatch> patches, KernelLog log)
{
    private const int SignalEvery = 15;
    private int _tries;

    /// <summary>All tasks. The first is the one that makes system calls.</summary>
    public List<KernelTask> Tasks { get; } = [new KernelTask("init")];

    /// <summary><c>klp_transition_patch</c>.</summary>
    public KlpPatch? Patch { get; private set; }

    /// <summary><c>klp_target_state</c>.</summary>
    public KlpTaskState Target { get; private set; } = KlpTaskState.Undefined;

    /// <summary>Debug lines are printed, as the kernel's selftests switch on (L44).</summary>
    public bool DynamicDebug { get; set; }

    private string Direction => Target == KlpTaskState.Patched ? "patching" : "unpatching";

    /// <summary><c>klp_init_transition()</c>.</summary>
    public void Init(KlpPatch patch, KlpTaskState target)
    {
        Patch = patch;
        Target = target;
        Debug($"'{patch.Name}': initializing {Direction} transition");
        KlpTaskState from = target == KlpTaskState.Patched ? KlpTaskState.Unpatched : KlpTaskState.Patched;
        Tasks.ForEach(t => t.State = from);
        SetTransition(true);
    }

    /// <summary><c>klp_start_transition()</c>.</summary>
    public void Start() => log.Print($"livepatch: '{Patch!.Name}': starting {Direction} transition");

    /// <summary><c>klp_try_complete_transition()</c>.</summary>
    /// <returns>The patch whose transition ended, or null.</returns>
    public KlpPatch? TryComplete()
    {
        if (Patch is not KlpPatch patch)
        {
            return null;
        }

        foreach (KernelTask task in Tasks.Where(t => t.State != Target && !IsBusy(t)))
        {
            task.State = Target;
        }

        if (Tasks.Exists(t => t.State != Target))
        {
            _tries++;
            if (_tries % SignalEvery == 0)
            {
                log.Print("livepatch: signaling remaining tasks");
            }

            return null;
        }

        Complete();
        return patch;
    }

    /// <summary><c>klp_reverse_transition()</c> (L57).</summary>
    public void Reverse()
    {
        Debug($"'{Patch!.Name}': reversing transition from {(Target == KlpTaskState.Patched ? "patching to unpatching" : "unpatching to patching")}");
        Patch.Enabled = !Patch.Enabled;
        Target = Target == KlpTaskState.Patched ? KlpTaskState.Unpatched : KlpTaskState.Patched;
        Start();
    }

    /// <summary><c>klp_force_transition()</c> (L58): all tasks are said to be done.</summary>
    public void Force()
    {
        log.Print("livepatch: forcing remaining tasks to the patched state");
        Tasks.ForEach(t => t.State = Target);
        foreach (KlpPatch patch in Target == KlpTaskState.Unpatched ? [Patch!] : patches.Where(p => Patch!.Replace && p != Patch))
        {
            patch.Forced = true;
        }
    }

    /// <summary><c>klp_cancel_transition()</c>.</summary>
    public void Cancel()
    {
        Debug($"'{Patch!.Name}': canceling patching transition, going to unpatch");
        Target = KlpTaskState.Unpatched;
        Complete();
    }

    /// <summary><c>klp_complete_transition()</c> (L55).</summary>
    private void Complete()
    {
        KlpPatch patch = Patch!;
        Debug($"'{patch.Name}': completing {Direction} transition");
        if (patch.Replace && Target == KlpTaskState.Patched)
        {
            UnpatchReplaced(patch);
        }

        if (Target == KlpTaskState.Unpatched)
        {
            UnpatchObjects(patch);
        }

        SetTransition(false);
        Tasks.ForEach(t => t.State = KlpTaskState.Undefined);
        foreach (KlpObject target in patch.Objects.Where(o => o.IsLoaded))
        {
            if (Target == KlpTaskState.Patched)
            {
                callbacks.PostPatch(patch, target);
            }
            else
            {
                callbacks.PostUnpatch(patch, target);
            }
        }

        log.Print($"livepatch: '{patch.Name}': {Direction} complete");
        Target = KlpTaskState.Undefined;
        Patch = null;
        _tries = 0;
    }

    private void UnpatchReplaced(KlpPatch newest)
    {
        foreach (KlpPatch older in patches.TakeWhile(p => p != newest))
        {
            older.Enabled = false;
            UnpatchObjects(older);
        }

        foreach (KlpObject target in newest.Objects)
        {
            patcher.UnpatchObject(newest, target, nopsOnly: true);
            target.Functions.RemoveAll(f => f.IsNop);
        }

        newest.Objects.RemoveAll(o => o.IsDynamic);
    }

    private void UnpatchObjects(KlpPatch patch)
    {
        foreach (KlpObject target in patch.Objects.Where(o => o.Patched))
        {
            patcher.UnpatchObject(patch, target);
        }
    }

    /// <summary>Some function that is about to change is on the task's stack (L52).</summary>
    private bool IsBusy(KernelTask task) =>
        task.Stack.Exists(a => Patch!.Objects.Where(o => o.Patched).SelectMany(o => o.Functions).Any(f => Blocks(f, a)));

    private bool Blocks(KlpFunc function, GuestAddress onStack)
    {
        if (Target == KlpTaskState.Unpatched)
        {
            return Inside(onStack, function.NewFunction, function.NewSize);
        }

        KlpFunc? next = patcher.Ops.Select(o => o.Stack).FirstOrDefault(s => s.Contains(function)) is { Count: > 1 } stack ? stack[1] : null;
        return next is null ? Inside(onStack, function.OldFunction, function.OldSize) : Inside(onStack, next.NewFunction, next.NewSize);
    }

    private static bool Inside(GuestAddress address, GuestAddress start, int size) => address >= start && address < start + (long)size;

    private void SetTransition(bool on)
    {
        foreach (KlpFunc function in Patch!.Objects.SelectMany(o => o.Functions))
        {
            function.InTransition = on;
        }
    }

    private void Debug(string line)
    {
        if (DynamicDebug)
        {
            log.Print("livepatch: " + line);
        }
    }
}
