using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads lines of code below words that announce an order, "the teardown sequence:", one call a line.</summary>
internal static partial class CodeRows
{
    private const double Confidence = 0.6;
    private const int MaxCalls = 8;
    private const int MaxLeadIn = 400;

    /// <summary>Reads the lines below a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Prose prose = page.Prose;
        Sentence leadIn = prose.Sentences[index];
        bool isLast = index + 1 == prose.Sentences.Length || prose.Sentences[index + 1].Block != leadIn.Block;
        if (!isLast || leadIn.Span.Length > MaxLeadIn || !leadIn.MayHold(WordGroup.Sequence) || !Announcing().IsMatch(leadIn.Chars) || SenseVocabulary.Of(leadIn.Text, leadIn.Text) != OrderingSense.Stated)
        {
            return;
        }

        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        TextSpan? span = null;
        for (int i = leadIn.Block + 1; i < prose.Blocks.Length && names.Count <= MaxCalls && Call().Match(prose.BlockText(prose.Blocks[i])) is { Success: true } call; i++)
        {
            TextSpan line = new(prose.Blocks[i].ContentStart, prose.Blocks[i].End - prose.Blocks[i].ContentStart);
            span = span?.Union(line) ?? line;
            names.Add(call.Groups["name"].Value);
        }

        if (names.Count is >= 2 and <= MaxCalls && names.Distinct(StringComparer.Ordinal).Count() == names.Count)
        {
            OrderingKind kind = KindVocabulary.Of(leadIn.Text) ?? OrderingKind.Observed;
            page.Add(new OrderingDraft(page.EventAt(index, leadIn.Text.Length), kind, names.ToImmutable(), span!.Value, Confidence, "calls below words that announce an order"));
        }
    }

    [GeneratedRegex(@"\b(order(ing|ed)?|sequence|reorder(s|ed|ing)?)\b[^.;]{0,60}(:|\b(is|are|was|to|be|becomes?))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Announcing();

    // No loops and conditions, and nothing that locks.
    [GeneratedRegex(@"^(?!(if|for|while|switch|return|sizeof)\b|\w{0,20}(for_each|_lock|_unlock)\w*\()(?<name>[a-z_]\w{2,80})\([^;{}]{0,120}\);\s*(/\*[^*]{0,80}\*/)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Call();
}
