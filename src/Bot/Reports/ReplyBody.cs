using TriageBot.Bot.Configuration;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>Writes the text of a reply. Its readers are busy and sceptical: it says what was claimed, run, seen and tried, and nothing else.</summary>
internal sealed class ReplyBody(TriageBotOptions options)
{
    private const int MaxTraceLines = 16;
    private const int MaxSketchLines = 16;
    private const int MaxBroken = 2;

    public string Write(Triage.Judgement judgement, string traceFile)
    {
        PlainText text = new();
        Verdict verdict = judgement.Verdict;
        new ClaimSection(judgement.Facts).Write(verdict, text);
        WriteResult(judgement, text);
        WriteMissing(verdict, text);
        WriteTrace(verdict, traceFile, text);
        FixSection.Write(verdict, text, MaxSketchLines);
        WriteReplay(verdict, text);
        WriteNotes(verdict, text);
        WriteFooter(text);
        return text.ToString();
    }

    private static void WriteResult(Triage.Judgement judgement, PlainText text)
    {
        Verdict verdict = judgement.Verdict;
        string?[] sentences = [ReportWords.Result(verdict), ReportWords.Run(verdict), ReportWords.Basis(verdict, judgement.Plan)];
        text.Blank().Prose(string.Join(' ', sentences.Where(s => s is not null)));
        foreach (DerivedOrder order in verdict.Derived)
        {
            text.Prose($"Not stated, follows from the run: on {SafeText.Name(order.Event)} {string.Join(", ", order.Sequence.Select(SafeText.Name))}.");
        }

        if (!verdict.Regressed.IsEmpty)
        {
            text.Blank().Prose(verdict.Regressed.Length == 1 ? "What broke:" : $"What broke ({verdict.Regressed.Length} scenarios):");
            foreach (BrokenInvariant broken in verdict.Regressed.Take(MaxBroken))
            {
                text.Prose(ReportWords.Of(broken), "- ", "  ");
            }
        }
    }

    private static void WriteMissing(Verdict verdict, PlainText text)
    {
        if (verdict.Missing.IsEmpty)
        {
            return;
        }

        text.Blank().Prose("It would help to know:");
        foreach (string missing in verdict.Missing)
        {
            text.Prose(missing, "- ", "  ");
        }
    }

    private static void WriteTrace(Verdict verdict, string traceFile, PlainText text)
    {
        if (!verdict.Trace.IsEmpty)
        {
            text.Blank().Prose("Seen:").Blank().Code(verdict.Trace, MaxTraceLines, "in " + traceFile);
        }
    }

    private static void WriteReplay(Verdict verdict, PlainText text)
    {
        if (ReportWords.Replay(verdict) is { } command)
        {
            text.Blank().Prose("To run it again:").Blank().Code(command);
        }
    }

    private static void WriteNotes(Verdict verdict, PlainText text)
    {
        text.Blank();
        foreach (string note in verdict.Notes)
        {
            text.Prose("Note: " + note);
        }
    }

    private void WriteFooter(PlainText text) => text
        .Blank()
        .SignatureMark()
        .Prose($"{SafeText.Name(options.BotName)} is a program. This mail may contain errors and is no review. "
            + $"A person reads {options.OperatorAddress}; to get no more such mail, write \"stop\" there.");
}

/// <summary>The claims of a mail with the lines they stand in, each followed by its answer.</summary>
internal sealed class ClaimSection(MailFacts facts)
{
    private const int MaxQuotedLines = 4;

    public void Write(Verdict verdict, PlainText text)
    {
        List<IGrouping<string, ClaimVerdict>> groups =
        [
            .. verdict.Claims.OrderBy(c => c.Claim.Line).GroupBy(c => string.Join('\n', QuotedLines(c.Claim)), StringComparer.Ordinal),
        ];
        if (groups.Count > 0 && Attribution() is { } attribution)
        {
            text.Prose(attribution);
        }

        foreach (IGrouping<string, ClaimVerdict> group in groups)
        {
            foreach (string line in QuotedLines(group.First().Claim))
            {
                text.Quote(line);
            }

            text.Blank();
            foreach (ClaimVerdict claim in group)
            {
                string evidence = SafeText.Line(claim.Evidence);
                text.Prose($"{ReportWords.Answer(claim)} ({ReportWords.Of(claim.Claim)}){(evidence.Length == 0 ? "." : ". " + evidence)}");
            }

            text.Blank();
        }
    }

    private string? Attribution()
    {
        if (facts.Head.From.Length == 0)
        {
            return null;
        }

        string when = facts.Head.Date is { } date ? $"On {date:ddd, d MMM yyyy}, " : "";
        return $"{when}{SafeText.Line(facts.Head.From, 100)} wrote:";
    }

    // Of the lines that a claim was read from, those that name one of its callbacks: what was checked, and no more.
    private List<string> QuotedLines(OrderClaim claim)
    {
        if (claim.Line < 1 || claim.Line > facts.Body.LineCount)
        {
            return [];
        }

        OrderingFact? fact = facts.Orderings.FirstOrDefault(o => o.Line == claim.Line && o.Sequence.SequenceEqual(claim.Sequence, StringComparer.Ordinal));
        int last = fact is null || fact.Span.Length == 0 ? claim.Line : facts.Body.LineOf(Math.Min(fact.Span.End, facts.Body.Text.Length) - 1);
        List<string> lines = [.. Enumerable.Range(claim.Line, Math.Max(1, last - claim.Line + 1)).Select(n => SafeText.Verbatim(facts.Body.Line(n).ToString(), 300))];
        List<string> naming = [.. lines.Where(line => claim.Sequence.Any(name => line.Contains(name, StringComparison.Ordinal)))];
        return [.. (naming.Count > 0 ? naming : lines).Where(line => line.Length > 0).Take(MaxQuotedLines)];
    }
}

/// <summary>The candidates, the one that wins, and the proof that none can when there is one.</summary>
internal static class FixSection
{
    private const int MaxRows = 2;

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
            text.Blank().Prose($"{Words.Of(best.Kind)} as a sketch (not a patch against any tree):").Blank();
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
            text.Prose("loses " + ReportWords.Of(loss), "  ", "    ");
        }

        if (fix.RowsLost.Length > MaxRows)
        {
            text.Prose($"and {fix.RowsLost.Length - MaxRows} more", "  ", "    ");
        }

        if (!fix.OrderChanges.IsEmpty)
        {
            text.Prose("also changes the order to: " + string.Join(", ", fix.OrderChanges), "  ", "    ");
        }
    }
}
