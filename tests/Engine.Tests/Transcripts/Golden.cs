using TriageBot.Engine.Profiles;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>The recorded transcripts beside the repository, and the profiles that stand for the kernels they were recorded on.</summary>
internal static class Golden
{
    private static readonly FixtureModules Modules = new();

    public static string Folder => Path.Combine(Repository.Shared, "golden");

    /// <summary>Paths of all recordings, <c>VARIANT/SCENARIO.log</c>; empty when they are not there.</summary>
    public static IEnumerable<string> Recordings()
    {
        IEnumerable<string> files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.log", SearchOption.AllDirectories) : [];
        return files.Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal);
    }

    public static string[] Lines(string recording)
    {
        Assert.SkipUnless(Directory.Exists(Folder), "the recorded transcripts are not beside the repository");
        return File.ReadAllLines(Path.Combine(Folder, recording));
    }

    public static TranscriptCheck Check(string recording) =>
        TranscriptCheck.Run(KernelProfileCatalog.Get(ProfileOf(recording.Split('/')[0])), Modules, Lines(recording), TestContext.Current.CancellationToken);

    /// <summary>What the emulator makes of commands on a variant.</summary>
    public static IReadOnlyList<string> Replay(string variant, params IEnumerable<string> commands) => TranscriptRunner.Replay(
        KernelProfileCatalog.Get(ProfileOf(variant)), Modules, commands.Select(c => "# " + c), TestContext.Current.CancellationToken);

    /// <summary>The commands of a scenario, as they were recorded on the stock kernel.</summary>
    public static IEnumerable<string> CommandsOf(string scenario) => TranscriptRunner.Commands(Lines($"direct/{scenario}.log"));

    public static string ProfileOf(string variant) => variant switch
    {
        "direct" => "v6.1",
        "debian-6.1" => "v6.1-debian",
        _ when variant.StartsWith("direct", StringComparison.Ordinal) => "v6.1" + variant["direct".Length..],
        _ => "v6.1+" + variant,
    };
}
