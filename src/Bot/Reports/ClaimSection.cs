using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>The claims of a mail: the lines they stand in, each followed by what the run says of them.</summary>
internal sealed class ClaimSection(MailFacts facts)
{
    private const int MaxQuotedLines = 6;

    public void Write(Verdict verdict, PlainText text)
    {
        List<Passage> passages = Passages(verdict);
        if (passages.Count > 0 && Attribution() is { } attribution)
        {
            text.Prose(attribution);
        }

        foreach (Passage passage in passages)
        {
            foreach (int number in passage.Lines.Take(MaxQuotedLines))
            {
                text.Quote(SafeText.Verbatim(facts.Body.Line(number).ToString(), 300));
            }

            text.Blank().Prose(Answers(verdict, passage.Claims)).Blank();
        }
    }

    // Answers that are the same are one sentence: "Confirmed on load and on unload."
    private static string Answers(Verdict verdict, List<ClaimVerdict> claims) => string.Join(
        ' ',
        claims.GroupBy(claim => (Words: ReportWords.Answer(claim), Evidence: Evidence(verdict, claim)))
            .Select(group => Answer(group.Key.Words, group.Key.Evidence, [.. group.Select(claim => SafeText.Name(claim.Claim.Event)).Distinct(StringComparer.Ordinal)])));

    private static string Answer(string words, string evidence, List<string> events)
    {
        string said = $"{char.ToUpperInvariant(words[0])}{words[1..]} {string.Join(" and ", events.Select(name => "on " + name))}";
        return evidence.Length == 0 ? said + "." : $"{said}: {evidence}.";
    }

    // What holds needs no proof: the reader sees the same. What does not is said with what was seen instead, unless the mail itself says that
    // it runs so and that was confirmed.
    private static string Evidence(Verdict verdict, ClaimVerdict claim)
    {
        bool told = claim.Claim.Kind == ClaimKind.Required && verdict.Claims.Any(other => other.Holds == true && other.Claim.Kind == ClaimKind.Observed
            && other.Claim.Event.Equals(claim.Claim.Event, StringComparison.Ordinal) && other.Claim.Sequence.Intersect(claim.Claim.Sequence, StringComparer.Ordinal).Count() >= 2);
        return claim.Holds == true || told ? "" : SafeText.Line(claim.Evidence).TrimEnd('.');
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

    // Claims that share a line are answered together, so that no line is quoted twice; so are observations that are all confirmed.
    private List<Passage> Passages(Verdict verdict)
    {
        List<Passage> passages = [];
        foreach (ClaimVerdict claim in verdict.Claims.OrderBy(c => c.Claim.Line))
        {
            List<int> lines = QuotedLines(claim.Claim);
            bool alike = passages.Count > 0 && claim.Holds == true && claim.Claim.Kind == ClaimKind.Observed
                && passages[^1].Claims.TrueForAll(other => other.Holds == true && other.Claim.Kind == ClaimKind.Observed) && passages[^1].Lines.Count <= MaxQuotedLines;
            if (passages.Count > 0 && (alike || lines.Exists(passages[^1].Lines.Contains)))
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
