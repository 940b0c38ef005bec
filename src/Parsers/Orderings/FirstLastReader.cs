using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads "a must run first" and "b is called last" when the mail is about two callbacks, so that it is clear before or behind what.</summary>
internal static partial class FirstLastReader
{
    /// <summary>Reads a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        if (page.Book.Facts.Count != 2)
        {
            return;
        }

        Sentence sentence = page.Prose.Sentences[index];
        foreach (Match match in Place().Matches(sentence.Text))
        {
            (int start, int end) = Clause.Around(sentence.Text, match.Index);
            string clause = sentence.Text[start..end];
            NameToken? subject = Subject(page, sentence.Text, match.Index, start);
            if (subject is not NameToken token || KindVocabulary.IsHypothetical(clause) || Negation().IsMatch(clause))
            {
                continue;
            }

            string name = page.Participant(token)!;
            string other = page.Book.Facts[0].Name.Equals(name, StringComparison.Ordinal) ? page.Book.Facts[1].Name : page.Book.Facts[0].Name;
            bool first = match.Groups["first"].Success;
            TextSpan span = sentence.Slice(token.Start, match.Index + match.Length - token.Start);
            page.Add(new OrderingDraft(
                page.EventAt(index, match.Index), KindVocabulary.Of(clause) ?? OrderingKind.Observed, first ? [name, other] : [other, name],
                span, 0.8, first ? "one of two runs first" : "one of two runs last"));
        }
    }

    private static NameToken? Subject(OrderingPage page, string text, int position, int clauseStart)
    {
        NameToken? subject = null;
        foreach (NameToken token in NameReader.Read(text))
        {
            if (token.Start >= clauseStart && token.End <= position && position - token.End <= 50
                && page.Participant(token) is string name && page.Book.Contains(name)
                && text.AsSpan(token.End, position - token.End).IndexOfAny("[](),") < 0)
            {
                subject = token;
            }
        }

        return subject;
    }

    [GeneratedRegex(@"\b(run|runs|running|ran|called|executed|invoked|go|goes|come|comes|be|is|was|fires?)\s+((the )?(very )?(?<first>first)|(the )?(very )?last)\b(?!\s+(bad|good|commit|time|patch|one of))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\b(not|never|cannot|no longer)\b|n't\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Negation();
}
