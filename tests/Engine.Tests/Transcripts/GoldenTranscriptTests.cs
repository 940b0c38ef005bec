using TriageBot.Engine.Profiles;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>Transcripts recorded on real kernels are the truth that the emulator is held to.</summary>
public sealed class GoldenTranscriptTests
{
    private static readonly FixtureModules Modules = new();

    public static TheoryData<string, string> Recordings()
    {
        TheoryData<string, string> rows = [];
        string golden = Path.Combine(Repository.Shared, "golden");
        string[] files = Directory.Exists(golden) ? Directory.GetFiles(golden, "*.log", SearchOption.AllDirectories) : [];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            rows.Add(Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileName(file));
        }

        if (rows.Count == 0)
        {
            rows.Add("", "");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Run_recorded_commands_give_the_recorded_log(string variant, string file)
    {
        Assert.SkipWhen(file.Length == 0, "the recorded transcripts are not beside the repository");
        string[] recorded = File.ReadAllLines(Path.Combine(Repository.Shared, "golden", variant, file));

        TranscriptCheck check = TranscriptCheck.Run(KernelProfileCatalog.Get(ProfileOf(variant)), Modules, recorded, TestContext.Current.CancellationToken);

        Assert.Equal(check.Expected, check.Actual);
    }

    private static string ProfileOf(string variant) => variant switch
    {
        "direct" => "v6.1",
        "debian-6.1" => "v6.1-debian",
        _ when variant.StartsWith("direct", StringComparison.Ordinal) => "v6.1" + variant["direct".Length..],
        _ => "v6.1+" + variant,
    };
}
