using Spectre.Console;
using TriageBot.Bot.Triage;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Reports;

/// <summary>Several mails for a person at a terminal: the threads, the series, then the report of each mail that is worth one.</summary>
internal static class ThreadRenderer
{
    private const int MaxIndent = 20;

    public static void Render(ThreadTriage triage, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(triage);
        ArgumentNullException.ThrowIfNull(console);
        foreach (ThreadEntry entry in triage.Threads.SelectMany(thread => thread))
        {
            console.MarkupLineInterpolated($"{Indent(entry)}{Line(entry)}");
        }

        foreach (PatchSeries series in triage.Series)
        {
            console.MarkupLineInterpolated($"{Line(series)}");
        }

        foreach (TriageReport report in triage.Threads.SelectMany(thread => thread).Select(entry => entry.Report).OfType<TriageReport>().Where(IsWorthy))
        {
            console.WriteLine();
            TerminalRenderer.Render(report, console);
        }
    }

    private static bool IsWorthy(TriageReport report) => report.Judgement.Plan is not null || !report.Verdict.Missing.IsEmpty || report.Decision.WouldReply;

    private static string Indent(ThreadEntry entry) => new(' ', 2 * Math.Min(entry.Depth, MaxIndent));

    private static string Line(ThreadEntry entry) => entry.Report is { } report
        ? $"{SafeText.Line(report.Facts.Head.Subject)}  [{Words.Of(report.Facts.Class)}, {Words.Of(report.Verdict.Result)}]"
        : $"(not given: {SafeText.Line(entry.Id)})";

    private static string Line(PatchSeries series)
    {
        string missing = series.IsComplete ? "" : $", missing {string.Join(" ", series.Missing)}";
        string old = series.Supersedes is { } id ? $", takes the place of {SafeText.Line(id)}" : "";
        string next = series.SupersededBy is { } by ? $", superseded by {SafeText.Line(by)}" : "";
        string changes = series.NetChanges.IsEmpty
            ? ""
            : $", in all: {string.Join("; ", series.NetChanges.Select(c => $"{c.Block} {Words.Of(c.Change)}"))}";
        return $"series v{series.Version} of {series.Patches.Length} patch(es): {SafeText.Line(series.Title)}{missing}{old}{next}{changes}";
    }
}
