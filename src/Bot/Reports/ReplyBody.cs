using TriageBot.Bot.Configuration;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>Writes the text of a reply. Its readers are busy and sceptical: it says what was claimed, run, seen and tried, and nothing else.</summary>
internal sealed class ReplyBody(TriageBotOptions options)
{
    private const int MaxTraceLines = 12;

    /// <summary>Words by which the footer of every reply is known again.</summary>
    public const string Footer = "is a program and may be wrong";

    /// <summary>The body.</summary>
    /// <param name="isWhole">Whether the candidate's text may stand there whole; elsewhere a person asks for it.</param>
    public string Write(Triage.Judgement judgement, string traceFile, bool isWhole = false)
    {
        PlainText text = new();
        Verdict verdict = judgement.Verdict;
        new ClaimSection(judgement.Facts).Write(verdict, text);
        WriteResult(judgement, text);
        WriteMissing(verdict, text);
        WriteTrace(verdict, traceFile, text);
        FixSection.Write(judgement, text, isWhole);
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
        if (verdict.Patch is { Reference: not null } patch)
        {
            text.Blank().Prose($"What the {PatchResult.What(patch)} changes there:");
            foreach (string change in PatchResult.Changes(patch))
            {
                text.Prose(change, "- ", "  ");
            }

            text.Blank();
        }

        foreach (DerivedOrder order in verdict.Derived)
        {
            text.Prose($"Not stated, follows from the run: on {SafeText.Name(order.Event)} {string.Join(", ", order.Sequence.Select(SafeText.Name))}.");
        }

        if (!verdict.Regressed.IsEmpty)
        {
            int scenarios = RowSummary.Scenarios(verdict);
            string count = scenarios == 1 ? "Broken" : $"Broken in {scenarios} scenarios, first";
            text.Prose($"{count}: {ReportWords.Of(verdict.Regressed[0]).TrimEnd('.')}.");
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
            // That test modules taint the kernel is no news to anybody.
            List<string> told = [.. verdict.Trace.Where(line => !line.Contains("taint", StringComparison.Ordinal))];
            string lead = told.Count == verdict.Trace.Length ? "Seen:" : "Seen (lines about taint left out):";
            text.Blank().Prose(lead).Code(told, MaxTraceLines, "in " + traceFile);
        }
    }

    private static void WriteReplay(Verdict verdict, PlainText text)
    {
        if (ReportWords.Replay(verdict) is { } command)
        {
            const string lead = "Again: ";
            if (verdict.Patch is { } patch)
            {
                text.Blank().Prose($"To run it again, with the {PatchResult.What(patch)} in FILE:").Code(command);
                return;
            }

            if (lead.Length + command.Length <= PlainText.Width)
            {
                text.Blank().Prose(lead + command);
            }
            else
            {
                text.Blank().Prose("To run it again:").Code(command);
            }
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
        .Prose($"{SafeText.Name(options.BotName)} {Footer}. A person reads {options.OperatorAddress}; "
            + "to get no more such mail, write \"stop\" there.");
}
