using TriageBot.Engine.Transcripts;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary><c>summary.tsv</c> is what the real kernels did. Its rows are reached without the recordings: from the commands alone.</summary>
public sealed class SummaryTests
{
    /// <summary>Rows whose recording hangs on how soon init memory was free (<c>docs/fidelity.md</c>); held by <see cref="GoldenTranscriptTests"/>.</summary>
    private static readonly (string Scenario, string Variant)[] HangOnSchedule = [("bytes_during_load", "swap-2016")];

    public static TheoryData<string, string, string, string, string, string> Rows()
    {
        string file = Path.Combine(Golden.Folder, "summary.tsv");
        IEnumerable<string[]> rows = File.Exists(file) ? File.ReadLines(file).Skip(1).Select(l => l.Split('\t')) : [];
        TheoryData<string, string, string, string, string, string> data = [];
        foreach (string[] row in rows.Where(r => !HangOnSchedule.Contains((r[0], r[1]))))
        {
            data.Add(row[0], row[1], row[2], row[3], row[4], row[5]);
        }

        if (data.Count == 0)
        {
            data.Add("patch_then_target", "direct", "", "", "", "0");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Run_commands_of_a_row_give_its_calls_refusals_and_warnings(
        string scenario, string variant, string calls, string refused, string warnings, string bugs)
    {
        string recording = $"{variant}/{scenario}.log";
        string[] commands = [.. TranscriptRunner.Commands(Golden.Lines(File.Exists(Path.Combine(Golden.Folder, recording)) ? recording : $"direct/{scenario}.log"))];

        SummaryRow row = SummaryRow.Of(Golden.Replay(variant, commands));

        Assert.Equal(SummaryRow.Parse(calls, refused, warnings, bugs), row);
    }
}
