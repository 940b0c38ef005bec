using Spectre.Console;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>The report for a person at a terminal.</summary>
internal static class TerminalRenderer
{
    public static void Render(TriageReport report, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(console);
        Verdict verdict = report.Verdict;
        WriteHead(report, console);
        WriteFacts(report, console);
        Section(console, "Claims", verdict.Claims.Select(c => $"{ReportWords.Of(c.Claim)}: {ReportWords.Answer(c)}. {c.Evidence}"));
        Section(console, "Derived", verdict.Derived.Select(d => $"{SafeText.Name(d.Event)}: {string.Join(", ", d.Sequence)}"));
        Section(console, "Patch", verdict.Patch is { Reference: not null } patch ? [ReportWords.Result(verdict), .. PatchResult.Changes(patch)] : []);
        Section(console, "Broken", RowSummary.Broken(verdict.Regressed));
        Section(console, "Known breaks of this kernel", RowSummary.Broken(verdict.KnownBreaks));
        Lines(console, "Trace", verdict.Trace);
        Section(console, "Requirements that exclude each other", verdict.Conflicts.Select(c => c.Detail));
        WriteFixes(verdict, console);
        Section(console, "Missing", verdict.Missing);
        Section(console, "Notes", verdict.Notes);
        Section(console, "Diagnostics", report.Facts.Diagnostics.Select(DiagnosticText.Of));
        WriteEnd(report, console);
    }

    /// <summary>Colour of a result: green for what holds, red for what is wrong, yellow for a question.</summary>
    public static string Colour(VerdictResult result) => result switch
    {
        VerdictResult.Reproduced or VerdictResult.Contradicted => "red",
        VerdictResult.NeedsInformation => "yellow",
        VerdictResult.NotReproduced => "green",
        _ => "grey",
    };

    private static void WriteHead(TriageReport report, IAnsiConsole console)
    {
        Verdict verdict = report.Verdict;
        console.MarkupLineInterpolated($"[bold]{SafeText.Line(report.Facts.Head.Subject)}[/]");
        console.MarkupLineInterpolated($"class   {Words.Of(report.Facts.Class)}: {SafeText.Line(report.Facts.ClassReason)}");
        console.MarkupLine($"verdict [{Colour(verdict.Result)}]{Words.Of(verdict.Result)}[/]");
        string?[] sentences = [ReportWords.Run(verdict), ReportWords.Basis(verdict, report.Judgement.Plan)];
        foreach (string? sentence in sentences.Where(s => s is not null))
        {
            console.MarkupLineInterpolated($"        {sentence}");
        }
    }

    private static void WriteFacts(TriageReport report, IAnsiConsole console)
    {
        Section(console, "Callbacks", report.Facts.ToldCallbacks.Select(c =>
            $"{c.Name}{(c.PriorityText is null ? "" : $" at {c.PriorityText}")}{(c.Priority is null ? "" : $" = {c.Priority}")}{(c.Chain is null ? "" : $" on {c.Chain}")}{(c.IsPlain ? ", a function" : "")} (line {c.Line})"));
        Section(console, "Orders", report.Facts.ToldOrders.Select(o =>
            $"{Words.Of(o.Kind)} on {SafeText.Name(o.Event)}: {string.Join(", ", o.Sequence)} (line {o.Line})"));
        Section(console, "Commits", report.Facts.Commits.Select(c => $"{c.Sha} {Words.Of(c.Role)}{(c.Subject is null ? "" : $": {c.Subject}")} (line {c.Line})"));
    }

    private static void WriteFixes(Verdict verdict, IAnsiConsole console)
    {
        Section(console, "Candidates", verdict.Fixes.SelectMany(f => new[]
        {
            $"{Words.Of(f.Kind)}: {ReportWords.Outcome(f, verdict)}{(f.Priorities.IsEmpty ? "" : $" [{ReportWords.Priorities(f)}]")}",
        }.Concat(RowSummary.Lost(f).Select(r => "  loses " + r))));
        if (verdict.Fixes.FirstOrDefault(f => f.Passes) is { Sketch.Length: > 0 } best)
        {
            Lines(console, $"{Words.Of(best.Kind)} as a sketch, not a patch against any tree", best.Sketch.TrimEnd('\n').Split('\n'));
        }
    }

    private static void WriteEnd(TriageReport report, IAnsiConsole console)
    {
        console.WriteLine();
        if (ReportWords.Replay(report.Verdict) is { } command)
        {
            Lines(console, report.Verdict.Patch is null ? "To run it again" : "To run it again, with the patch in FILE", [command]);
            console.WriteLine();
        }

        console.MarkupLineInterpolated($"reply   {(report.Decision.WouldReply ? "yes" : "no")}: {report.Decision.Reason}");
        if (report.Reply?.HeldBecause is { } held)
        {
            console.MarkupLineInterpolated($"        {held}");
        }

        console.MarkupLineInterpolated($"issue   {(report.Issue is null ? "no" : report.Issue.Title)}");
    }

    private static void Section(IAnsiConsole console, string title, IEnumerable<string> items)
    {
        List<string> lines = [.. items.Select(i => SafeText.Line(i, 1000))];
        if (lines.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (string line in lines)
        {
            Indented(console, line);
        }
    }

    // Wrapped to the width of a terminal; elsewhere a line stays a line.
    private static void Indented(IAnsiConsole console, string line)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(new Padder(new Text(line), new Padding(2, 0, 0, 0)));
        }
        else
        {
            console.Profile.Out.Writer.WriteLine("  " + line);
        }
    }

    private static void Lines(IAnsiConsole console, string title, IReadOnlyCollection<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (string line in lines)
        {
            // Never wrapped: a command or trace line must survive a copy out of the terminal.
            console.Profile.Out.Writer.WriteLine("    " + SafeText.Verbatim(line));
        }
    }
}
