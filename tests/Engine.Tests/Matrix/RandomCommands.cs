using System.Collections.Immutable;
using CsCheck;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Tests.Matrix;

/// <summary>Random sequences of what user space does with modules, patches, tracers, probes and switches.</summary>
internal static class RandomCommands
{
    private const string Klp = "/sys/kernel/livepatch/";
    private const string Tracing = "/sys/kernel/tracing/";

    /// <summary>Commands after which every kernel should still keep its promises: whatever fails fails cleanly, and every notifier returns OK.</summary>
    public static ImmutableArray<string> Calm { get; } =
    [
        "insmod target.ko",
        "insmod target.ko",
        "insmod target.ko fail_init=1",
        "insmod target.ko fail_init=perhaps",
        "rmmod target",
        "rmmod target",
        "echo 5 > /sys/module/target/parameters/call",
        "insmod patch.ko",
        "insmod patch.ko pre_patch_ret=-19",
        "echo 0 > /sys/module/patch/parameters/pre_patch_ret",
        "rmmod patch",
        "insmod patch2.ko",
        "rmmod patch2",
        "insmod patch_r.ko",
        "rmmod patch_r",
        $"echo 0 > {Klp}patch/enabled",
        $"echo 1 > {Klp}patch/enabled",
        $"echo 1 > {Klp}patch/force",
        $"echo 0 > {Klp}patch2/enabled",
        $"echo 1 > {Klp}patch2/enabled",
        $"echo 0 > {Klp}patch_r/enabled",
        $"echo function > {Tracing}current_tracer",
        $"echo nop > {Tracing}current_tracer",
        $"echo :mod:target > {Tracing}set_ftrace_filter",
        $"echo > {Tracing}set_ftrace_filter",
        $"echo p:plain target:target_fn >> {Tracing}kprobe_events",
        $"echo p:behind/post target:target_fn >> {Tracing}kprobe_events",
        $"echo > {Tracing}kprobe_events",
        $"echo 1 > {Tracing}events/kprobes/plain/enable",
        $"echo 0 > {Tracing}events/kprobes/plain/enable",
        $"echo 1 > {Tracing}events/kprobes/behind/enable",
        $"echo 0 > {Tracing}events/kprobes/behind/enable",
        "insmod third.ko",
        "rmmod third",
    ];

    /// <summary>What stock kernels are known not to stand, by the word that the known breaks of a profile use for it.</summary>
    public static ImmutableArray<(string Feature, string Command)> Wild { get; } =
    [
        ("patch-refuses", "insmod patch_bad.ko"),
        ("patch-refuses", "rmmod patch_bad"),
        ("ftrace-off", "echo 0 > /proc/sys/kernel/ftrace_enabled"),
        ("ftrace-off", "echo 1 > /proc/sys/kernel/ftrace_enabled"),
        ("kprobe-post", $"echo 1 > {Tracing}events/kprobes/behind/enable"),
        ("third-refuses", "insmod third.ko refuse=0"),
        ("third-refuses", "insmod third.ko refuse=1"),
        ("third-refuses", "insmod third.ko refuse=2"),
        ("third-stops", "insmod third.ko stop=0"),
        ("third-stops", "insmod third.ko stop=1"),
        ("third-stops", "insmod third.ko stop=2"),
    ];

    /// <summary>The commands of a counter-example: those that name one thing in several ways are left out.</summary>
    private static readonly ImmutableArray<string> Plain = [.. Calm.Where(c => !c.Contains("pre_patch_ret", StringComparison.Ordinal))];

    /// <summary>Sequences of 50 calm commands, for kernels that cannot stand them.</summary>
    public static Gen<string[]> PlainSequences { get; } = Any(Plain).Array[50];

    /// <summary>Sequences of 50 calm commands.</summary>
    public static Gen<string[]> CalmSequences { get; } = Any(Calm).Array[50];

    /// <summary>Sequences of 50 commands of both kinds.</summary>
    public static Gen<string[]> WildSequences { get; } = Any([.. Calm, .. Calm, .. Wild.Select(w => w.Command)]).Array[50];

    /// <summary>What a sequence breaks on a kernel.</summary>
    public static ImmutableArray<InvariantBreak> Run(KernelProfile profile, ScenarioMatrix matrix, IEnumerable<string> commands) =>
        MatrixRunner.RunRow(profile, matrix, new MatrixRow("random", [.. commands], []), out _);

    /// <summary>One name for what is the same thing: all patches replace one function, and a bad parameter ends a load as a failing init does.</summary>
    public static string Normalize(string command) =>
        command.Replace("patch2", "patch", StringComparison.Ordinal)
            .Replace("patch_r", "patch", StringComparison.Ordinal)
            .Replace("fail_init=perhaps", "fail_init=1", StringComparison.Ordinal);

    /// <summary>The words of known breaks that a sequence gives cause for.</summary>
    public static ImmutableHashSet<string> FeaturesOf(IEnumerable<string> commands)
    {
        HashSet<string> used = [.. commands];
        return [.. Wild.Where(w => used.Contains(w.Command)).Select(w => w.Feature)];
    }

    /// <summary>The sequence without every command that it can lose and still break the same invariant; no single command of the result can go.</summary>
    public static ImmutableArray<string> Shrink(KernelProfile profile, ScenarioMatrix matrix, IEnumerable<string> commands, string invariant)
    {
        ImmutableArray<string> shrunk = [.. commands];
        for (int before = int.MaxValue; before > shrunk.Length;)
        {
            before = shrunk.Length;
            for (int i = shrunk.Length - 1; i >= 0; i--)
            {
                ImmutableArray<string> shorter = shrunk.RemoveAt(i);
                if (Run(profile, matrix, shorter).Any(b => b.Id == invariant))
                {
                    shrunk = shorter;
                }
            }
        }

        return shrunk;
    }

    private static Gen<string> Any(ImmutableArray<string> commands) => Gen.Int[0, commands.Length - 1].Select(i => commands[i]);
}
