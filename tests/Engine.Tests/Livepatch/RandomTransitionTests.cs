using CsCheck;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Tasks;
using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>Random loads, unloads, writes and sleeping tasks: what must hold of transitions holds after every command.</summary>
public sealed class RandomTransitionTests
{
    private const int Samples = 80;

    private static readonly string[] s_modules =
    [
        Target, Busy(), Patch("p", "b", "b_work=sleeping b_beat=beat"), Patch("q", "t", "t_one=one"), Patch("s", "t", "t_one=one t_two=two"),
        Patch("r", "b", "b_work=work", more: "replace: true"),
    ];

    private static readonly string[] s_commands =
    [
        "insmod t.ko", "insmod b.ko", "insmod p.ko", "insmod q.ko", "insmod r.ko", "insmod s.ko", "rmmod t", "rmmod b", "rmmod p", "rmmod q", "rmmod r", "rmmod s",
        "echo 0 > /sys/kernel/livepatch/p/enabled", "echo 1 > /sys/kernel/livepatch/p/enabled", "echo 0 > /sys/kernel/livepatch/q/enabled",
        "echo 0 > /sys/kernel/livepatch/r/enabled", "echo 1 > /sys/kernel/livepatch/r/enabled", "echo 0 > /sys/kernel/livepatch/s/enabled",
        "echo 0 > /sys/module/b/parameters/hold", "echo 1 > /sys/module/b/parameters/hold", "echo 1 > /sys/module/b/parameters/again",
        "echo 1 > /sys/module/t/parameters/one", "sleep 1", "echo 0 > /sys/module/p/parameters/stay", "insmod q.ko pre_patch_ret=-5",
    ];

    [Fact]
    public void Run_random_commands_with_sleeping_tasks_keep_what_must_hold() =>
        Gen.Int[0, s_commands.Length - 1].Select(i => s_commands[i]).List[1, 25].Sample(HoldsThroughout, iter: Samples, threads: 1, print: l => string.Join("; ", l));

    private static void HoldsThroughout(List<string> commands)
    {
        PatchedKernel machine = new("v6.1", s_modules);
        InvariantMonitor monitor = new(machine.Kernel);
        foreach (string command in commands.Prepend("insmod b.ko").Prepend("insmod t.ko"))
        {
            machine.Run(command);
            monitor.AfterCommand();
            Assert.Null(machine.Oops);
            Assert.Empty(monitor.Breaks);
            Assert.True(StatesFitTheTransition(machine), $"after {command} tasks have states that do not fit");
            Assert.Empty(LeftBehind(machine));
        }
    }

    /// <summary>Outside transitions, functions on the stacks of tasks that a complete livepatch has replaced, or one that is gone had put in place.</summary>
    private static IEnumerable<string> LeftBehind(PatchedKernel machine)
    {
        KlpCore livepatch = machine.Kernel.Livepatch;
        if (livepatch.Transition.Patch is not null)
        {
            return [];
        }

        HashSet<string> active = [.. livepatch.Ops.Select(o => NameAt(machine, o.Stack[0].NewFunction))];
        HashSet<string> replaced = [.. livepatch.Ops.SelectMany(o => o.Stack).Select(f => NameAt(machine, f.OldFunction))];
        return machine.Kernel.Scheduler.Tasks
            .SelectMany(t => StackUnwinder.Entries(machine.Kernel.Machine, t) ?? [])
            .Select(a => NameAt(machine, a))
            .Where(name => replaced.Contains(name) || (name.StartsWith("sleeping ", StringComparison.Ordinal) && !active.Contains(name)));
    }

    /// <summary>Function and module of an address.</summary>
    private static string NameAt(PatchedKernel machine, GuestAddress address) =>
        machine.Kernel.Machine.Symbols.Containing(address) is KernelSymbol symbol ? $"{symbol.Name} [{symbol.Module}]" : "";

    private static bool StatesFitTheTransition(PatchedKernel machine)
    {
        bool under = machine.Kernel.Livepatch.Transition.Patch is not null;
        bool undefined = machine.Kernel.Scheduler.Tasks.All(t => t.PatchState == KlpTaskState.Undefined);
        bool pending = machine.Kernel.Scheduler.Tasks.Any(t => t.PatchState != machine.Kernel.Livepatch.Transition.Target);
        return under ? pending : undefined;
    }
}
