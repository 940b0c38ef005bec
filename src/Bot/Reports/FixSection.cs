using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>The candidates, the one that wins, and the proof that none can when there is one.</summary>
internal static class FixSection
{
    private const int MaxRows = 1;

    public static void Write(Verdict verdict, PlainText text, int maxSketchLines)
    {
        foreach (OrderConflict conflict in verdict.Conflicts)
        {
            text.Blank().Prose("Requirements that exclude each other: " + conflict.Detail);
        }

        if (verdict.Fixes.IsEmpty)
        {
            return;
        }

        text.Blank().Prose("Candidates, each applied and run:");
        foreach (FixCandidate fix in verdict.Fixes)
        {
            WriteCandidate(fix, text);
        }

        FixCandidate? best = verdict.Fixes.FirstOrDefault(f => f.Passes);
        if (best is null)
        {
            text.Blank().Prose("No candidate passes.");
        }
        else if (best.Sketch.Length > 0)
        {
            text.Blank().Prose($"{Words.Of(best.Kind)} as a sketch (not a patch against any tree):");
            text.Code(best.Sketch.TrimEnd('\n').Split('\n'), maxSketchLines, "are left out");
        }
    }

    private static void WriteCandidate(FixCandidate fix, PlainText text)
    {
        string priorities = ReportWords.Priorities(fix);
        string what = priorities.Length == 0 ? Words.Of(fix.Kind) : $"{Words.Of(fix.Kind)} ({priorities})";
        text.Prose($"{what}: {ReportWords.Outcome(fix)}.", "- ", "  ");
        foreach (RowLoss loss in fix.RowsLost.Take(MaxRows))
        {
            string more = fix.RowsLost.Length > MaxRows ? $", and {fix.RowsLost.Length - MaxRows} more" : "";
            text.Prose("loses " + ReportWords.Of(loss) + more, "  ", "    ");
        }

        if (!fix.OrderChanges.IsEmpty)
        {
            text.Prose("also changes the order to: " + string.Join(", ", fix.OrderChanges), "  ", "    ");
        }
    }
}
