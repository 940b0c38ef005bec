using System.Collections.Immutable;
using CsCheck;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Tests.Matrix;

/// <summary>Random sequences of what user space does with modules, patches and tracers. Nothing here writes to <c>ftrace_enabled</c>.</summary>
internal static class RandomCommands
{
    private static readonly string[] All =
    [
        "insmod target.ko",
        "insmod target.ko fail_init=1",
        "rmmod target",
        "insmod patch.ko",
        "rmmod patch",
        "insmod patch2.ko",
        "rmmod patch2",
        "echo 0 > /sys/kernel/livepatch/patch/enabled",
        "echo 0 > /sys/kernel/livepatch/patch2/enabled",
        "echo 5 > /sys/module/target/parameters/call",
        "echo function > /sys/kernel/tracing/current_tracer",
        "echo nop > /sys/kernel/tracing/current_tracer",
        "insmod third.ko",
        "rmmod third",
    ];

    /// <summary>Sequences of 50 commands.</summary>
    public static Gen<string[]> Sequences { get; } = Gen.Int[0, All.Length - 1].Select(i => All[i]).Array[50];

    /// <summary>What a sequence breaks on a kernel.</summary>
    public static ImmutableArray<InvariantBreak> Run(KernelProfile profile, ScenarioMatrix matrix, IEnumerable<string> commands) =>
        MatrixRunner.RunRow(profile, matrix, new MatrixRow("random", [.. commands], []), out _);

    /// <summary>The sequence without every command that it can lose and still break the same invariant.</summary>
    public static ImmutableArray<string> Shrink(KernelProfile profile, ScenarioMatrix matrix, ImmutableArray<string> commands, string invariant)
    {
        for (int i = commands.Length - 1; i >= 0; i--)
        {
            ImmutableArray<string> shorter = commands.RemoveAt(i);
            if (Run(profile, matrix, shorter).Any(b => b.Id == invariant))
            {
                commands = shorter;
            }
        }

        return commands;
    }
}
