using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>Writes the body of an issue as GitHub Markdown. All text from the mail is in code spans or fences.</summary>
internal static class IssueBody
{
    /// <summary>The comment by which the issue of a fault is found again.</summary>
    public static string Marker(string fingerprint) => $"<!-- triagebot:{fingerprint} -->";

    public static string Write(Judgement judgement, string fingerprint)
    {
        List<string> lines = [Marker(fingerprint), ""];
        lines.AddRange(Markdown(judgement));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The report without marker; also what <c>triage --format markdown</c> prints.</summary>
    public static IEnumerable<string> Markdown(Judgement judgement)
    {
        Verdict verdict = judgement.Verdict;
        List<string> lines = [.. Summary(judgement)];
        AddBroken(verdict, lines);
        AddConflicts(verdict, lines);
        AddFixes(judgement, lines);
        AddNotes(judgement, lines);
        AddTrace(verdict, lines);
        return lines;
    }

    /// <summary>What was found for which mail, and what it claimed.</summary>
    public static IEnumerable<string> Summary(Judgement judgement)
    {
        Verdict verdict = judgement.Verdict;
        List<string> lines = [$"**{Words.Of(verdict.Result)}**: {MarkdownText.Prose(ReportWords.Result(verdict))}", ""];
        AddSource(judgement, lines);
        AddClaims(verdict, lines);
        if (verdict.Patch is { Reference: not null } patch)
        {
            lines.AddRange([$"### What the {PatchResult.What(patch)} changes", "", .. PatchResult.Changes(patch).Select(c => "- " + MarkdownText.Prose(c)), ""]);
        }

        return lines;
    }

    private static void AddSource(Judgement judgement, List<string> lines)
    {
        lines.Add($"- Reported in {MarkdownText.Code(judgement.Facts.Head.Subject)}, Message-ID {MarkdownText.Code(judgement.Facts.Head.Id)}");
        string?[] sentences = [ReportWords.Run(judgement.Verdict), ReportWords.Basis(judgement.Verdict, judgement.Plan)];
        lines.AddRange(sentences.Where(s => s is not null).Select(s => "- " + MarkdownText.Prose(s)));
        if (ReportWords.Replay(judgement.Verdict) is { } command)
        {
            lines.Add($"- Run again: {MarkdownText.Code(command, 900)}");
        }

        AddTracking(judgement, lines);
        lines.Add("");
    }

    // Documentation/process/handling-regressions.rst: it is people who tell regzbot.
    private static void AddTracking(Judgement judgement, List<string> lines)
    {
        if (judgement.Verdict.Result == VerdictResult.Reproduced && CommitWords.Culprit(judgement.Facts) is { } culprit
            && !judgement.Facts.Directives.Any(d => d.Bot == "regzbot"))
        {
            lines.Add($"- First bad: {MarkdownText.Code(CommitWords.Cite(culprit))}. To have it tracked, answer the mail with a copy to regressions at lists.linux.dev: {MarkdownText.Code("#regzbot introduced: " + CommitWords.Sha(culprit))}");
        }
    }

    private static void AddClaims(Verdict verdict, List<string> lines)
    {
        if (verdict.Claims.IsEmpty)
        {
            return;
        }

        lines.AddRange(["### Claimed", "", "| claim | answer | evidence |", "|---|---|---|"]);
        lines.AddRange(verdict.Claims.Select(c =>
            $"| {MarkdownText.Prose(ReportWords.Of(c.Claim))} | {ReportWords.Answer(c)} | {MarkdownText.Prose(c.Evidence)} |"));
        lines.Add("");
    }

    private static void AddBroken(Verdict verdict, List<string> lines)
    {
        if (verdict.Regressed.IsEmpty)
        {
            return;
        }

        lines.AddRange(["### Broken", ""]);
        lines.AddRange(RowSummary.Broken(verdict.Regressed).Select(b => "- " + MarkdownText.Prose(b)));
        lines.Add("");
        lines.AddRange(MarkdownText.Fence(verdict.Trace));
        lines.Add("");
    }

    private static void AddConflicts(Verdict verdict, List<string> lines)
    {
        if (verdict.Conflicts.IsEmpty)
        {
            return;
        }

        lines.AddRange(["### Requirements that exclude each other", ""]);
        lines.AddRange(verdict.Conflicts.Select(c => "- " + MarkdownText.Prose(c.Detail)));
        lines.Add("");
    }

    private static void AddFixes(Judgement judgement, List<string> lines)
    {
        Verdict verdict = judgement.Verdict;
        if (verdict.Fixes.IsEmpty)
        {
            return;
        }

        lines.AddRange(["### Candidates", "", "| candidate | outcome | scenarios lost |", "|---|---|---|"]);
        lines.AddRange(verdict.Fixes.Select(f =>
            $"| {Words.Of(f.Kind)} {MarkdownText.Prose(ReportWords.Priorities(f))} | {MarkdownText.Prose(ReportWords.Outcome(f, verdict))} | {string.Join("<br>", RowSummary.Lost(f).Select(r => MarkdownText.Prose(r)))} |"));
        lines.Add("");
        if (verdict.Fixes.FirstOrDefault(f => f.Passes) is { Sketch.Length: > 0 } best)
        {
            lines.AddRange([$"{Words.Of(best.Kind)} as a sketch, not a patch against any tree:", ""]);
            lines.AddRange(MarkdownText.Fence(best.Sketch.TrimEnd('\n').Split('\n'), "c"));
            lines.Add("");
        }

        if (judgement.Patch is { } patch)
        {
            lines.AddRange([$"<details><summary>Complete diff ({Words.Of(patch.Fix.Kind)})</summary>", "", MarkdownText.Prose(PatchWords.Lead(patch)), ""]);
            lines.AddRange(MarkdownText.Diff(patch.Lines));
            lines.AddRange(["", "</details>", ""]);
        }
    }

    private static void AddNotes(Judgement judgement, List<string> lines)
    {
        lines.AddRange(judgement.Verdict.Missing.Select(m => "- Missing: " + MarkdownText.Prose(m)));
        lines.AddRange(judgement.Verdict.Notes.Select(n => "- Note: " + MarkdownText.Prose(n)));
        lines.Add("");
    }

    private static void AddTrace(Verdict verdict, List<string> lines)
    {
        if (verdict.FullTrace.IsEmpty)
        {
            return;
        }

        lines.AddRange(["<details><summary>Whole trace</summary>", ""]);
        lines.AddRange(MarkdownText.Fence(verdict.FullTrace));
        lines.AddRange(["", "</details>"]);
    }
}
