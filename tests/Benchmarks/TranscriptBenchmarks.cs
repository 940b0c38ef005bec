using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Benchmarks;

/// <summary>One transcript: boot, run its commands, and compare what they printed with a recording. A billion over Mean in nanoseconds is transcripts
/// per second.</summary>
[MemoryDiagnoser]
public class TranscriptBenchmarks
{
    private static readonly string[] Short =
    [
        "# insmod patch.ko", "# insmod target.ko", "# echo 5 > /sys/module/target/parameters/call", "# state on",
        "# rmmod target", "# echo 0 > /sys/kernel/livepatch/patch/enabled", "# rmmod patch",
    ];

    private static readonly string[] Long =
    [
        "# echo function > /sys/kernel/tracing/current_tracer", "# echo :mod:target > /sys/kernel/tracing/set_ftrace_filter", "# insmod third.ko",
        .. Enumerable.Repeat(Short.Append("# cat /sys/kernel/tracing/enabled_functions").Append("# tracelog"), 5).SelectMany(x => x),
        "# echo nop > /sys/kernel/tracing/current_tracer", "# rmmod third", "# state end",
    ];

    private KernelProfile _profile = null!;
    private BuiltInModules _modules = null!;
    private string[] _commands = null!;
    private string[] _recorded = null!;

    /// <summary>7 commands, or 51 with a tracer and a third user of the chain.</summary>
    [Params("short", "long")]
    public string Length { get; set; } = "short";

    [GlobalSetup]
    public void Setup()
    {
        _profile = KernelProfileCatalog.Get("v6.1");
        _modules = new BuiltInModules();
        _commands = Length == "short" ? Short : Long;
        _recorded = [.. TranscriptRunner.Replay(_profile, _modules, _commands)];
    }

    [Benchmark]
    public int Replay() => TranscriptRunner.Replay(_profile, _modules, _commands).Length;

    [Benchmark]
    public bool Check() => TranscriptCheck.Run(_profile, _modules, _recorded).Matches;
}
