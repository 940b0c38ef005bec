using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;
using TriageBot.Parsers.Mail;

namespace TriageBot.Benchmarks;

/// <summary>Reading a mail, and replaying a transcript. A billion over Mean in nanoseconds is mails and transcripts per second.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private static readonly string[] Transcript =
    [
        "# insmod patch.ko", "# insmod target.ko", "# echo 5 > /sys/module/target/parameters/call", "# state on",
        "# rmmod target", "# echo 0 > /sys/kernel/livepatch/patch/enabled", "# rmmod patch",
    ];

    private KernelProfile _profile = null!;
    private BuiltInModules _modules = null!;

    [GlobalSetup]
    public void Setup()
    {
        _profile = KernelProfileCatalog.Get("v6.1");
        _modules = new BuiltInModules();
    }

    [Benchmark]
    public int Mail() => MailReader.Read(FoundingMail.Bytes).Orderings.Length;

    [Benchmark]
    public int Replay() => TranscriptRunner.Replay(_profile, _modules, Transcript).Length;
}
