using Spectre.Console;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary>What a round did, for the person who started it.</summary>
internal static class RoundSummary
{
    private const int MaxSubject = 60;

    public static void Write(RoundResult result, string folder, bool isOff, IAnsiConsole console)
    {
        if (result.New.IsEmpty)
        {
            string files = result.FilesWritten == 0 ? "" : $" {result.FilesWritten} file(s) of an earlier run that was cut short were written.";
            string read = result.Seen == 0 ? "no message was read." : $"{result.Seen} message(s) read, all of them known.";
            console.MarkupLineInterpolated($"Nothing new: {read}{files}");
            if (result.Seen > 0)
            {
                console.MarkupLineInterpolated($"See {folder} for what earlier runs wrote.");
            }

            return;
        }

        console.Write(TableOf(result));
        foreach (TriagedMessage failed in result.New.Where(m => m.Failure is not null))
        {
            console.MarkupLineInterpolated($"[red]failed[/] {failed.Source}: {SafeText.Line(failed.Failure)}");
        }

        int replies = result.New.Count(m => m.IsAnswered);
        string sent = isOff ? "Nothing was sent: Delivery:Mode is off." : "\"triagebot outbox\" shows what waits.";
        console.MarkupLineInterpolated($"{result.Seen} message(s) read, {result.Judged} new, {replies} answered. {sent}");
        console.MarkupLineInterpolated($"replies  {Path.Combine(folder, "replies")}");
        console.MarkupLineInterpolated($"issues   {Path.Combine(folder, "issues")}");
        console.MarkupLineInterpolated($"store    {Path.Combine(folder, "triagebot.db")}");
    }

    private static Table TableOf(RoundResult result)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumns("subject", "class", "verdict", "first fix that passes", "reply");
        foreach (TriagedMessage message in result.New)
        {
            table.AddRow(
                new Text(SafeText.Line(message.Subject, MaxSubject)),
                new Text(message.Outcome?.Class ?? ""),
                Verdict(message.Outcome),
                new Text(message.Outcome?.BestFix ?? "-"),
                new Text(message.IsAnswered ? "written" : "-"));
        }

        return table;
    }

    private static Markup Verdict(Outcome? outcome) => outcome is null
        ? new Markup("[red]failed[/]")
        : new Markup($"[{TerminalRenderer.Colour(outcome.Result)}]{Words.Of(outcome.Result)}[/]");
}
