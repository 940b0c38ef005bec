using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orderings that are written as names behind a colon or a verb: "called in this order: a, b, c", "the order is a, then b".</summary>
internal static partial class InlineListReader
{
    /// <summary>Reads the lists of a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        if (!sentence.MayHold(WordGroup.Sequence))
        {
            return;
        }

        foreach (Match leadIn in LeadIn().Matches(sentence.Text))
        {
            int from = leadIn.Index + leadIn.Length;
            List<NameToken> names = NamesFrom(page, index, from);
            if (names.Count < 2)
            {
                continue;
            }

            (int start, _) = Clause.Around(sentence.Text, leadIn.Index);
            string clause = sentence.Text[start..from];
            TextSpan span = sentence.Slice(names[0].Start, names[^1].End - names[0].Start);
            OrderingKind kind = KindVocabulary.Of(clause) ?? OrderingKind.Observed;
            ImmutableArray<string> sequence = [.. names.Select(name => page.ListName(name.Name, span))];
            if (!sequence.All(page.MayBeCallback))
            {
                continue;
            }

            page.Add(new OrderingDraft(page.EventAt(index, leadIn.Index), kind, sequence, span, 0.9, "names behind \"" + leadIn.Value.Trim() + "\""));
            return;
        }
    }

    private static List<NameToken> NamesFrom(OrderingPage page, int index, int from)
    {
        string text = page.Prose.Sentences[index].Text;
        List<NameToken> names = [];
        int end = from;
        foreach (NameToken token in page.NamesIn(index))
        {
            if (token.Start < from)
            {
                continue;
            }

            bool first = names.Count == 0;
            ReadOnlySpan<char> between = text.AsSpan(end, token.Start - end);
            bool connected = first ? FirstGap().IsMatch(between) : Connector().IsMatch(between);
            if (!connected)
            {
                if (IsConnectorWord(token.Name))
                {
                    continue;
                }

                break;
            }

            if (page.Participant(token) is null && page.Book.Resolve(token.Name, loose: true, out _) is null)
            {
                if (IsConnectorWord(token.Name))
                {
                    continue;
                }

                break;
            }

            names.Add(token);
            end = token.End;
        }

        return names;
    }

    private static bool IsConnectorWord(string word) =>
        word is "then" or "and" or "finally" or "first" or "followed" or "by" or "lastly" or "last" or "next" or "the" or "before";

    [GeneratedRegex(@"\b(order(ing)?|sequence)\b(( |,)[^:;.]{0,80})?(:| is| was| becomes| will be| must be| should be| needs to be| has to be| would be)\s|\b(called|run|runs|executed|invoked|notified)( in)? (this order|the order|as follows|in order)\s?:?\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex LeadIn();

    [GeneratedRegex(@"^\s*(first,? |the )?[`'""]?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstGap();

    [GeneratedRegex(@"^[`'""]?\s*([(\[][^)\]]{0,80}[)\]])?\s*(,|;|,?\s*(and\s)?then|,?\s*and(\s+(finally|last|lastly|then))?|,?\s*finally|,?\s*followed by|,?\s*before|,?\s*and lastly),?\s+(the )?[`'""]?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Connector();
}
