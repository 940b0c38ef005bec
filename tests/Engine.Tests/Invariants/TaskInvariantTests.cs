using TriageBot.Engine.Invariants;
using TriageBot.Engine.Tests.Livepatch;
using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Invariants;

/// <summary>Invariants where tasks sleep.</summary>
public sealed class TaskInvariantTests
{
    [Fact]
    public void I8_task_that_sleeps_in_an_unloaded_module_is_reported()
    {
        PatchedKernel machine = new("v6.1", Busy().Replace("flush_work(work); ", "", StringComparison.Ordinal));
        InvariantMonitor monitor = new(machine.Kernel);

        machine.Run("insmod b.ko", "rmmod b");
        monitor.AfterCommand();

        Assert.Contains(monitor.Breaks, b => b.Id == "I8" && b.Detail.StartsWith("kworker/0:1 goes on at", StringComparison.Ordinal));
    }

    [Fact]
    public void I8_task_that_was_waited_for_is_not_reported()
    {
        PatchedKernel machine = new("v6.1", Busy());
        InvariantMonitor monitor = new(machine.Kernel);

        machine.Run("insmod b.ko", "rmmod b");
        monitor.AfterCommand();

        Assert.Empty(monitor.Breaks);
    }

    [Fact]
    public void I1_function_of_an_older_patch_is_not_judged_while_a_newer_one_is_in_transition()
    {
        const string target = """
                - name: b
                  functions: [{ old: b_work, new: work }]
            """;
        PatchedKernel machine = new("v6.1", Target, Busy(), Patch("p", "t", "t_one=one"), Patch("q", "t", "t_one=one") + "\n" + target);
        InvariantMonitor monitor = new(machine.Kernel);

        machine.Run("insmod t.ko", "insmod b.ko", "insmod p.ko", "insmod q.ko");
        monitor.AfterCommand();

        Assert.Equal("out: 1", machine.Read("/sys/kernel/livepatch/q/transition"));
        Assert.Empty(monitor.Breaks);
    }
}
