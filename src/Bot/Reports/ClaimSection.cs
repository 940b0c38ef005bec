using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>The claims of a mail: the lines they stand in, each followed by what the run says of them.</summary>
internal sealed class ClaimSection(MailFacts facts)
{
    private const int MaxQuotedLines = 4;

    public void Write(Verdict verdict, PlainText text)
    {
        List<Passage> passages = Passages(verdict);
        if (passages.Count > 0 && Attribution() is { } attribution)
        {
            text.Prose(attribution);
        }

        foreach (Passage passage in passages)
        {
            foreach (string paragraph in Paragraphs([.. passage.Lines.Take(MaxQuotedLines)]))
            {
                text.Quote(paragraph);
            }

            text.Blank();
            foreach (ClaimVerdict claim in passage.Claims)
            {
                text.Prose(Answer(claim));
            }

            text.Blank();
        }
    }

    // What holds needs no proof: the reader sees the same. What does not is said with what was seen instead.
    private static string Answer(ClaimVerdict claim)
    {
        string answer = ReportWords.Answer(claim);
        string said = $"{char.ToUpperInvariant(answer[0])}{answer[1..]} on {SafeText.Name(claim.Claim.Event)}";
        string evidence = SafeText.Line(claim.Evidence).TrimEnd('.');
        return claim.Holds == true || evidence.Length == 0 ? said + "." : $"{said}: {evidence}.";
    }

    // Lines of one sentence are quoted as one paragraph, so that wrapping leaves no stubs; an item of a list stays a line.
    private List<string> Paragraphs(List<int> lines)
    {
        List<string> paragraphs = [];
        int previous = 0;
        foreach (int number in lines)
        {
            string line = SafeText.Verbatim(facts.Body.Line(number).ToString(), 300);
            bool continues = number == previous + 1 && char.IsAsciiLetterLower(line.AsSpan().TrimStart().IsEmpty ? ' ' : line.TrimStart()[0]);
            if (continues && paragraphs.Count > 0)
            {
                paragraphs[^1] += " " + line.TrimStart();
            }
            else
            {
                paragraphs.Add(line);
            }

            previous = number;
        }

        return paragraphs;
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

    // Claims that share a line are answered together, so that no line is quoted twice.
    private List<Passage> Passages(Verdict verdict)
    {
        List<Passage> passages = [];
        foreach (ClaimVerdict claim in verdict.Claims.OrderBy(c => c.Claim.Line))
        {
            List<int> lines = QuotedLines(claim.Claim);
            if (passages.Count > 0 && lines.Exists(passages[^1].Lines.Contains))
            {
                passages[^1].Lines.UnionWith(lines);
                passages[^1].Claims.Add(claim);
            }
            else
            {
                passages.Add(new Passage([.. lines], [claim]));
            }
        }

        return passages;
    }

    // Of the lines that a claim was read from, those that name one of its callbacks: what was checked, and no more.
    private List<int> QuotedLines(OrderClaim claim)
    {
        if (claim.Line < 1 || claim.Line > facts.Body.LineCount)
        {
            return [];
        }

        OrderingFact? fact = facts.Orderings.FirstOrDefault(o => o.Line == claim.Line && o.Sequence.SequenceEqual(claim.Sequence, StringComparer.Ordinal));
        int last = fact is null || fact.Span.Length == 0 ? claim.Line : facts.Body.LineOf(Math.Min(fact.Span.End, facts.Body.Text.Length) - 1);
        List<int> lines = [.. Enumerable.Range(claim.Line, Math.Max(1, last - claim.Line + 1)).Where(n => !facts.Body.Line(n).IsWhiteSpace())];
        List<int> naming = lines.FindAll(n => claim.Sequence.Any(name => facts.Body.Line(n).Contains(name, StringComparison.Ordinal)));
        return naming.Count > 0 ? naming : lines;
    }

    private sealed record Passage(SortedSet<int> Lines, List<ClaimVerdict> Claims);
}
