using System.Globalization;
using System.Text.Json;

namespace TriageBot.Chaos;

/// <summary>Keeps the figures of runs, and writes them into <c>docs/reliability.md</c>.</summary>
internal static class Figures
{
    private const string Begin = "<!-- figures: written by tests/Chaos/run -->";
    private const string End = "<!-- end of figures -->";

    private static string Folder => Directory.CreateDirectory(TestSupport.Repository.PathOf("artifacts", "chaos")).FullName;

    /// <summary>Keeps one line.</summary>
    public static void Keep(string name, string line) => File.WriteAllText(Path.Combine(Folder, name + ".json"), JsonSerializer.Serialize(line));

    /// <summary>The line of a kill run.</summary>
    public static string Line(KillFigures f) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Where(f.Plan.Nodes, f.Plan.OnPostgres)} | {f.Kills} | {f.Cuts} | {f.FullDisks} | {f.Audit.Messages} | {f.Audit.Lost} | {f.Audit.Replies} | {f.Audit.RepliesMissing} | {f.Audit.RepliesTwice} | {f.Audit.Issues} | {f.Audit.IssuesMissing} | {f.Audit.IssuesTwice} | {f.Audit.Commands} | {f.Audit.AnswersMissing} | {f.Audit.AnswersTwice} | {(f.Audit.Inconsistent.Count == 0 ? "yes" : string.Join("; ", f.Audit.Inconsistent))} | {f.Time.TotalMinutes:0} min |");

    /// <summary>The line of a soak.</summary>
    public static string Line(SoakFigures f) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Where(f.Plan.Nodes, f.Plan.OnPostgres)} | {f.Judged} | {f.Time.TotalMinutes:0.0} min | {f.PerSecond:0} | {f.AtTenth} | {f.AtHalf} | {f.AtEnd} | {f.Peak} |");

    /// <summary>Writes all lines that are kept into the page.</summary>
    public static void WritePage()
    {
        string page = TestSupport.Repository.PathOf("docs", "reliability.md");
        string text = File.ReadAllText(page);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string figures = string.Join(
            '\n',
            [
                "",
                "",
                "| store | kills | connections cut | full disks | messages in | lost | replies | missing | twice | issues | missing | twice | commands | unanswered | twice | store consistent | time |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
                .. Lines("kill"),
                "",
                "| store | messages | time | per second | MB at a tenth | at half | at the end | most |",
                "|---|---|---|---|---|---|---|---|",
                .. Lines("soak"),
                "",
                "",
            ]);
        File.WriteAllText(page, text[..begin] + figures + text[end..]);
    }

    private static IEnumerable<string> Lines(string kind) =>
        Directory.EnumerateFiles(Folder, kind + "-*.json").Order(StringComparer.Ordinal).Select(f => JsonSerializer.Deserialize<string>(File.ReadAllText(f))!);

    private static string Where(int nodes, bool onPostgres) => $"{(onPostgres ? "PostgreSQL" : "SQLite")}, {nodes} node{(nodes > 1 ? "s" : "")}";
}
