using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>The candidates, the one that wins, and the proof that none can when there is one.</summary>
internal static class FixSection
{
    private const int MaxSketchLines = 14;

    /// <summary>Writes them.</summary>
    /// <param name="isWhole">Whether a complete diff may stand there; elsewhere a person asks for it.</param>
    public static void Write(Triage.Judgement judgement, PlainText text, bool isWhole)
    {
        Verdict verdict = judgement.Verdict;
        foreach (OrderConflict conflict in verdict.Conflicts)
        {
            // Why is known to whom a chain is known; it stands in the issue and in the JSON.
            string detail = SafeText.Line(conflict.Detail.Split(';')[0]).TrimEnd('.');
            text.Blank().Prose($"{char.ToUpperInvariant(detail[0])}{detail[1..]}.");
        }

        if (verdict.Fixes.IsEmpty)
        {
            return;
        }

        (verdict.Conflicts.IsEmpty ? text.Blank() : text).Prose(Lead(verdict));
        foreach (FixCandidate fix in verdict.Fixes)
        {
            WriteCandidate(fix, verdict, text);
        }

        FixCandidate? best = verdict.Fixes.FirstOrDefault(f => f.Passes);
        if (best is null)
        {
            text.Blank().Prose("No candidate passes.");
        }
        else if (isWhole && judgement.Patch is { IsCode: true } patch)
        {
            text.Blank().Prose(PatchWords.Lead(patch)).Code(patch.Lines, int.MaxValue, "");
        }
        else if (best.Sketch.Length > 0)
        {
            text.Blank().Prose($"{Words.Of(best.Kind)} as a sketch (not a patch against any tree):");
            text.Code(best.Sketch.TrimEnd('\n').Split('\n'), isWhole ? int.MaxValue : MaxSketchLines, "are left out");
        }
    }

    // What passing means is said once, here, and not behind every candidate.
    private static string Lead(Verdict verdict) => (verdict.Basis, verdict.GoodProfile) switch
    {
        (_, { } good) when verdict.Patch is not null => $"Changes on top of the patch, each applied and run through all scenarios; one passes when it loses none that hold on {good}:",
        (CheckBasis.Kernel, { } good) => $"Candidates, each applied and run through all scenarios; one passes when it loses none that held on {good}:",
        _ => "Candidates, each applied and run:",
    };

    private static void WriteCandidate(FixCandidate fix, Verdict verdict, PlainText text)
    {
        string priorities = ReportWords.Priorities(fix);
        string what = priorities.Length == 0 ? Words.Of(fix.Kind) : $"{Words.Of(fix.Kind)} ({priorities})";
        text.Prose($"{what}: {Outcome(fix, verdict)}{SideEffects(fix)}.", "- ", "  ");
    }

    // How many others change sides, and of what; their names stand in the issue and in the JSON.
    private static string SideEffects(FixCandidate fix) => fix.Passes && !fix.OrderChanges.IsEmpty
        ? "; " + string.Join("; ", fix.OrderChanges.Select(c => SafeText.Line(c.Split(':')[0])))
        : "";

    // A lost scenario is the plainest reason there is; without one the engine's sentence says why.
    private static string Outcome(FixCandidate fix, Verdict verdict)
    {
        if (fix.Passes && verdict.Basis == CheckBasis.Kernel)
        {
            return "passes";
        }

        if (fix.Passes || fix.RowsLost.IsEmpty)
        {
            return ReportWords.Outcome(fix, verdict);
        }

        string lost = $"fails, loses {fix.RowsLost.Length} of {fix.RowsRun} scenarios";
        if (fix.Kind == FixKind.Priority && !verdict.Conflicts.IsEmpty)
        {
            // Why it must was said just above.
            return lost;
        }

        string first = fix.RowsLost.Length == 1 ? ":" : ", first";
        return $"{lost}{first} {ReportWords.Of(fix.RowsLost[0], heldBy: !verdict.Fixes.Any(other => other.Passes))}";
    }
}
