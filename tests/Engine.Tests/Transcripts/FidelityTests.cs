using System.Globalization;
using System.Text;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary><c>docs/fidelity.md</c> states what is measured. With UPDATE_GOLDEN=1 the figures are written anew; nothing else rewrites them.</summary>
public sealed class FidelityTests
{
    private const string Begin = "<!-- figures -->";
    private const string End = "<!-- /figures -->";

    private static string Document => Repository.PathOf("docs", "fidelity.md");

    [Fact]
    public void Docs_state_the_figures_that_are_measured()
    {
        Assert.SkipUnless(Directory.Exists(Golden.Folder), "the recorded transcripts are not beside the repository");
        string measured = Figures();
        string text = File.ReadAllText(Document);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Document, text[..from] + measured + text[to..]);
            return;
        }

        Assert.Equal(text[from..to], measured);
    }

    private static string Figures()
    {
        List<(string File, TranscriptCheck Check)> all = [.. Golden.Recordings().Select(f => (f, Golden.Check(f)))];
        StringBuilder table = new("\n\n| recordings | profile | transcripts that match | their lines |\n|---|---|---|---|\n");
        foreach (IGrouping<string, (string File, TranscriptCheck Check)> variant in all.GroupBy(a => a.File.Split('/')[0]))
        {
            AddRow(table, $"`{variant.Key}`", $"`{Golden.ProfileOf(variant.Key)}`", [.. variant.Select(v => v.Check)]);
        }

        AddRow(table, "all", "", [.. all.Select(a => a.Check)]);
        table.Append("\nMatching only when some init memory is free later than usual (`docs/transcripts.md`):\n\n| recording | which loads |\n|---|---|\n");
        foreach ((string file, TranscriptCheck check) in all.Where(a => a.Check.Matches && !a.Check.Schedule.Late.IsEmpty))
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{file}` | {string.Join(", ", check.Schedule.Late.Select(Late))} |\n");
        }

        table.Append("\nNot matching: ");
        table.AppendJoin(", ", all.Where(a => !a.Check.Matches).Select(a => $"`{a.File}`").DefaultIfEmpty("none"));
        return table.Append(".\n\n").ToString();
    }

    private static void AddRow(StringBuilder table, string name, string profile, TranscriptCheck[] checks)
    {
        TranscriptCheck[] matching = [.. checks.Where(c => c.Matches)];
        table.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {profile} | {matching.Length} of {checks.Length} | {matching.Sum(c => c.Expected.Length)} of {checks.Sum(c => c.Expected.Length)} |\n");
    }

    private static string Late(KeyValuePair<long, InitRelease> late) =>
        string.Create(CultureInfo.InvariantCulture, $"load {late.Key} {(late.Value == InitRelease.DuringNextLoad ? "during" : "after")} the next one");
}
