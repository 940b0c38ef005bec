using System.Collections.Immutable;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>Transcripts recorded on real kernels are the truth that the emulator is held to.</summary>
public sealed class GoldenTranscriptTests
{
    private static readonly FixtureModules Modules = new();

    /// <summary>Recordings that the emulator does not match yet. Each is tested to differ still, so that this list cannot outlive its reason.</summary>
    private static readonly string[] KnownDifferences =
    [
        // Which of two trampolines ftrace names when a second livepatch of 2016's accounting joins.
        "direct-2016/stacked.log",

        // A stale livepatch and a cached tracer filter: the real kernel warns in ftrace_module_enable(), the emulated one does not.
        "swap/bytes_during_load.log",

        // The same under 2016's accounting: the real site calls a trampoline of its own, the emulated one ftrace_regs_caller.
        "swap-2016/bytes_during_load.log",
    ];

    public static TheoryData<string> Recordings() => Where(file => !IsDump(file) && !KnownDifferences.Contains(file));

    public static TheoryData<string> Dumps() => Where(file => IsDump(file) && !KnownDifferences.Contains(file));

    public static TheoryData<string> Different() => [.. KnownDifferences.DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Run_recorded_commands_give_the_recorded_log(string file)
    {
        TranscriptCheck check = Check(file);

        Assert.Equal(check.Expected, check.Actual);
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    public void Run_commands_that_dump_text_give_text_of_the_recorded_shape(string file)
    {
        TranscriptCheck check = Check(file);

        Assert.Equal(TextShape.Of(check.Expected), TextShape.Of(check.Actual));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Run_known_difference_is_still_there(string file)
    {
        Assert.SkipWhen(file.Length == 0, "no difference is known: nothing to hold");

        TranscriptCheck check = Check(file);

        bool matches = IsDump(file) ? TextShape.Of(check.Expected).SequenceEqual(TextShape.Of(check.Actual)) : check.Matches;
        Assert.False(matches, $"{file} matches now: take it out of {nameof(KnownDifferences)}");
    }

    private static TranscriptCheck Check(string file)
    {
        Assert.SkipWhen(file.Length == 0, "the recorded transcripts are not beside the repository");
        string[] recorded = File.ReadAllLines(Path.Combine(Golden, file));
        return TranscriptCheck.Run(KernelProfileCatalog.Get(ProfileOf(file.Split('/')[0])), Modules, recorded, TestContext.Current.CancellationToken);
    }

    private static string Golden => Path.Combine(Repository.Shared, "golden");

    private static bool IsDump(string file) => file.Contains("/bytes", StringComparison.Ordinal);

    private static TheoryData<string> Where(Func<string, bool> wanted)
    {
        IEnumerable<string> files = Directory.Exists(Golden) ? Directory.GetFiles(Golden, "*.log", SearchOption.AllDirectories) : [];
        return [.. files.Select(f => Path.GetRelativePath(Golden, f)).Where(wanted).Order(StringComparer.Ordinal).DefaultIfEmpty("")];
    }

    private static string ProfileOf(string variant) => variant switch
    {
        "direct" => "v6.1",
        "debian-6.1" => "v6.1-debian",
        _ when variant.StartsWith("direct", StringComparison.Ordinal) => "v6.1" + variant["direct".Length..],
        _ => "v6.1+" + variant,
    };
}
