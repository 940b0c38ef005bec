using TriageBot.Engine.Tasks;
using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>Transitions that a task holds up: facts L50 to L59, L74.</summary>
public sealed class TransitionTests
{
    private const string Enabled = "/sys/kernel/livepatch/p/enabled";

    private readonly PatchedKernel _machine = new("v6.1", Target, Busy(), Patch("p", "b", "b_work=work b_beat=beat"), Patch("q", "t", "t_one=one"));

    private KernelTask Worker => _machine.Kernel.Scheduler.Tasks.Single(t => !t.IsProcess);

    [Fact]
    public void Enable_task_sleeping_in_the_function_holds_the_transition()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        Assert.Equal("out: 1", _machine.Read("/sys/kernel/livepatch/p/transition"));
    }

    [Fact]
    public void Enable_task_that_leaves_the_function_lets_the_transition_end()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        string[] lines = _machine.Run("echo 0 > /sys/module/b/parameters/hold");

        Assert.Equal(["b: work ends", "livepatch: 'p': completing patching transition", "p: post_patch", "livepatch: 'p': patching complete"], lines);
    }

    [Fact]
    public void Enable_no_busy_task_says_what_the_kernel_says_in_order()
    {
        _machine.Run("insmod b.ko", "echo 0 > /sys/module/b/parameters/hold");

        Assert.Equal(
            ["livepatch: enabling patch 'p'", "livepatch: 'p': initializing patching transition", "p: pre_patch", "livepatch: 'p': starting patching transition",
             "livepatch: 'p': completing patching transition", "p: post_patch", "livepatch: 'p': patching complete"],
            _machine.Run("insmod p.ko"));
    }

    [Fact]
    public void Try_busy_task_is_named_with_the_function()
    {
        _machine.Run("insmod b.ko");

        Assert.Contains($"livepatch: klp_try_switch_task: kworker/0:1:{Worker.Pid} is sleeping on function b_work", _machine.Run("insmod p.ko"));
    }

    [Fact]
    public void Try_others_than_the_busy_task_are_switched()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        Assert.Equal([KlpTaskState.Patched, KlpTaskState.Unpatched], _machine.Kernel.Scheduler.Tasks.Select(t => t.PatchState));
    }

    [Fact]
    public void Patch_state_of_proc_is_that_of_the_task()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        Assert.Equal("out: 0", _machine.Read($"/proc/{Worker.Pid}/patch_state"));
    }

    [Fact]
    public void Patch_state_outside_transitions_is_minus_one()
    {
        _machine.Run("insmod b.ko", "insmod p.ko", "echo 0 > /sys/module/b/parameters/hold");

        Assert.Equal("out: -1", _machine.Read("/proc/self/patch_state"));
    }

    [Fact]
    public void Handler_task_not_yet_switched_runs_the_old_function()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");
        string before = _machine.Read("/sys/module/b/parameters/beats");

        _machine.Run("sleep 1");

        Assert.NotEqual(before, _machine.Read("/sys/module/b/parameters/beats"));
    }

    [Fact]
    public void Handler_after_the_transition_runs_the_new_function_for_all()
    {
        _machine.Run("insmod b.ko", "insmod p.ko", "echo 0 > /sys/module/b/parameters/hold", "echo 1 > /sys/module/b/parameters/hold");

        Assert.Equal(["p: new work"], _machine.Run("echo 1 > /sys/module/b/parameters/again"));
    }

    [Fact]
    public void Enable_while_another_transition_runs_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod b.ko", "insmod p.ko");

        Assert.Equal("rc 16", _machine.Run("insmod q.ko")[^1]);
    }

    [Fact]
    public void Reverse_goes_back_without_pre_unpatch()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        Assert.Equal(
            ["livepatch: 'p': reversing transition from patching to unpatching", "livepatch: 'p': starting unpatching transition",
             "livepatch: 'p': completing unpatching transition", "p: post_unpatch", "livepatch: 'p': unpatching complete"],
            _machine.Run($"echo 0 > {Enabled}"));
    }

    [Fact]
    public void Reverse_of_unpatching_ends_with_post_patch()
    {
        PatchedKernel machine = SleepingInTheReplacement();
        machine.Run($"echo 0 > {Enabled}");

        Assert.Equal(
            ["livepatch: 'p': reversing transition from unpatching to patching", "livepatch: 'p': starting patching transition",
             "livepatch: 'p': completing patching transition", "p: post_patch", "livepatch: 'p': patching complete"],
            machine.Run($"echo 1 > {Enabled}"));
    }

    [Fact]
    public void Disable_task_sleeping_in_the_replacement_holds_the_transition()
    {
        PatchedKernel machine = SleepingInTheReplacement();

        machine.Run($"echo 0 > {Enabled}");

        Assert.Equal("out: 1", machine.Read("/sys/kernel/livepatch/p/transition"));
    }

    [Fact]
    public void Stack_check_of_a_second_patch_looks_at_the_replacement_below_it()
    {
        PatchedKernel machine = SleepingInTheReplacement();

        machine.Run("insmod second.ko");

        Assert.Equal("out: 1", machine.Read("/sys/kernel/livepatch/second/transition"));
    }

    [Fact]
    public void Force_ends_the_transition_with_the_task_still_in_the_function()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        string[] lines = _machine.Run("echo 1 > /sys/kernel/livepatch/p/force");

        Assert.Equal(["livepatch: forcing remaining tasks to the patched state", "livepatch: 'p': completing patching transition"], lines[..2]);
    }

    [Fact]
    public void Force_of_unpatching_keeps_the_module_for_ever()
    {
        PatchedKernel machine = SleepingInTheReplacement();
        machine.Run($"echo 0 > {Enabled}", "echo 1 > /sys/kernel/livepatch/p/force");

        Assert.Equal(["out: rmmod: can't unload module 'p': Resource temporarily unavailable", "rc 1"], machine.Run("rmmod p"));
    }

    [Fact]
    public void Force_outside_a_transition_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod q.ko");

        Assert.Equal("write failed", _machine.Run("echo 1 > /sys/kernel/livepatch/q/force")[0]);
    }

    [Fact]
    public void Force_with_zero_does_nothing()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        Assert.DoesNotContain("livepatch: forcing remaining tasks to the patched state", _machine.Run("echo 0 > /sys/kernel/livepatch/p/force"));
    }

    [Fact]
    public void Signal_is_announced_once()
    {
        _machine.Run("insmod b.ko", "insmod p.ko", "sleep 60");

        Assert.Single(_machine.Kernel.Trace.Events.OfType<Engine.Trace.KernelLogged>(), e => e.Text == "livepatch: signaling remaining tasks");
    }

    [Fact]
    public void Signal_wakes_an_interruptible_sleeper_out_of_the_function()
    {
        PatchedKernel machine = new("v6.1", Busy("msleep_interruptible(1000000)", "if (hold)"), Patch("p", "b", "b_work=work"));
        machine.Run("insmod b.ko", "insmod p.ko");

        string[] lines = machine.Run("sleep 20");

        Assert.Equal(["b: work ends", "livepatch: 'p': completing patching transition"], lines.Where(l => !l.Contains("klp_try", StringComparison.Ordinal)).Skip(1).Take(2));
    }

    [Fact]
    public void Try_task_that_never_sleeps_has_an_unreliable_stack()
    {
        PatchedKernel machine = new("v6.1", Busy("beats = beats + 0"), Patch("q", "b", "b_beat=beat"));
        machine.Run("insmod b.ko");

        Assert.Contains(machine.Run("insmod q.ko"), l => l.EndsWith("has an unreliable stack", StringComparison.Ordinal));
    }

    [Fact]
    public void Try_task_that_sleeps_elsewhere_is_switched()
    {
        PatchedKernel machine = new("v6.1", Busy(), Patch("q", "b", "b_beat=beat"));
        machine.Run("insmod b.ko");

        Assert.Contains("livepatch: 'q': patching complete", machine.Run("insmod q.ko"));
    }

    [Fact]
    public void Fork_child_has_the_state_of_its_parent()
    {
        _machine.Run("insmod b.ko", "insmod p.ko");

        KernelTask child = _machine.Kernel.Scheduler.Fork("child", isProcess: true, () => null);

        Assert.Equal(KlpTaskState.Patched, child.PatchState);
    }

    [Fact]
    public void Coming_in_a_held_transition_gets_pre_patch_only()
    {
        PatchedKernel machine = Held();

        Assert.Equal(["livepatch: applying patch 'p' to loading module 't'", "p: pre_patch"], machine.Run("insmod t.ko")[..2]);
        Assert.DoesNotContain("p: post_patch", machine.Run("cat /proc/self/patch_state"));
    }

    [Fact]
    public void Going_in_a_held_transition_gets_no_pre_unpatch()
    {
        PatchedKernel machine = Held();
        machine.Run("insmod t.ko");

        Assert.Equal(["livepatch: reverting patch 'p' on unloading module 't'", "p: post_unpatch"], machine.Run("rmmod t"));
    }

    /// <summary>A patch of b and t, held by b's worker.</summary>
    private static PatchedKernel Held()
    {
        string both = Patch("p", "b", "b_work=work") + """

                - name: t
                  prePatch: pre_patch
                  postPatch: post_patch
                  preUnpatch: pre_unpatch
                  postUnpatch: post_unpatch
                  functions: [{ old: t_one, new: one }]
            """;
        PatchedKernel machine = new("v6.1", Target, Busy(), both);
        machine.Run("insmod b.ko", "insmod p.ko");
        return machine;
    }

    /// <summary>b's worker sleeps in the function that p put in place of b_work.</summary>
    private static PatchedKernel SleepingInTheReplacement()
    {
        PatchedKernel machine = new("v6.1", Busy(loop: "if (0)"), Patch("p", "b", "b_work=sleeping"), Patch("second", "b", "b_work=work"));
        machine.Run("insmod b.ko", "insmod p.ko", "echo 1 > /sys/module/b/parameters/again");
        return machine;
    }
}
