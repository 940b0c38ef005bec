using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads "a must run first" and "b is called last" where the callbacks that are meant by "the others" are clear: those named in the same
/// sentence, else in the one before, else the two that the mail is about.</summary>
internal static partial class FirstLastReader
{
    /// <summary>How many sentences back "the others" may have been named.</summary>
    public const int MaxSentencesBack = 4;

    private const int MaxOthers = 4;

    /// <summary>Reads a sentence.</summary>
    /// <param name="besides">Whether the sentence was read already, and only a clause that names one callback and no other is left to read.</param>
    public static void Read(OrderingPage page, int index, bool besides = false)
    {
        if (!page.Prose.Sentences[index].MayHold(WordGroup.Place))
        {
            return;
        }

        Shape shape = page.ShapeOf(index);
        foreach (Match match in Place().Matches(shape.Text))
        {
            ShapedName subject = shape[match.Value[0]];
            ImmutableArray<string> others = Others(page, index, subject);

            // "a is what b depends on, so it has to come first": who knows which of the two.
            if (match.Groups["so"].Success && shape.Names.Any(name => name.End <= subject.Start && !name.Name.Equals(subject.Name, StringComparison.Ordinal)))
            {
                continue;
            }

            (int start, int end) = Clause.Around(shape.Text, match.Index);
            string clause = shape.Text[start..end];
            if (besides && (start == 0 || clause.Count(Shape.IsName) != 1 || Relation().IsMatch(clause)))
            {
                continue;
            }

            if (others.IsEmpty || others.Length > MaxOthers || SenseVocabulary.IsNegated(clause) || ClauseReader.NamesWork(page, index))
            {
                continue;
            }

            bool first = match.Groups["first"].Success;
            OrderingSense sense = SenseVocabulary.Of(shape.Text, shape.Text[start..(match.Index + match.Length)]);
            foreach (string other in others)
            {
                ImmutableArray<string> names = first ? [subject.Name, other] : [other, subject.Name];
                page.Add(new OrderingDraft(
                    page.EventOfNames(index, subject.End, names), KindVocabulary.Of(clause) ?? OrderingKind.Observed, names,
                    page.Prose.Sentences[index].Slice(subject.Start, subject.End - subject.Start), 0.8, first ? "runs first of those named" : "runs last of those named", sense));
            }
        }
    }

    private static ImmutableArray<string> Others(OrderingPage page, int index, ShapedName first)
    {
        string subject = first.Name;
        for (int i = index; i >= 0 && i >= index - MaxSentencesBack; i--)
        {
            string text = page.Prose.Sentences[i].Text;
            int from = i == index ? RowStart(page.ShapeOf(i), text, first) : 0;
            ImmutableArray<string> named = [.. page.ShapeOf(i).Names.Where(name => name.Start >= from).Where(name => !Surroundings().IsMatch(text.AsSpan(0, name.Start))).Select(name => name.Name)
                .Where(name => !name.Equals(subject, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
            if (!named.IsEmpty)
            {
                // Among callbacks that the mail is about, a function that one of them calls is none of the others.
                bool known = page.Book.Facts.Count >= 2 && page.Book.Contains(subject);
                return [.. named.Where(name => known ? page.Book.Contains(name) : page.AreCallbacks(index, subject, name))];
            }
        }

        return page.Book.Facts.Count == 2 && page.Book.Contains(subject)
            ? [.. page.Book.Facts.Select(fact => fact.Name).Where(name => !name.Equals(subject, StringComparison.Ordinal))]
            : [];
    }

    // "This mirrors a: b first, then c": of those behind the colon, if there are others.
    private static int RowStart(Shape shape, string text, ShapedName subject)
    {
        int colon = subject.Start > 0 ? text.LastIndexOf(": ", subject.Start, StringComparison.Ordinal) : -1;
        return shape.Names.Any(name => name.Start > colon && !name.Name.Equals(subject.Name, StringComparison.Ordinal)) ? Math.Max(0, colon) : 0;
    }

    // "called from a()", "on a_list": where something happens, and not what.
    [GeneratedRegex(@"\b(from|by|in|inside|within|via|off|on) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Surroundings();

    [GeneratedRegex(@"\b(before|after|ahead|behind|prior|until|once|than|then|followed|preced\w+)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Relation();

    [GeneratedRegex(@"[\uE000-\uE0FF](, (which|who) [^\uE000-\uE0FF\[\](),;:.]{1,80}(?<=\w),(?= (is|was|gets?|runs?|must|has|needs|should|comes|goes)\b))?[^\uE000-\uE0FF\[\](),;:.]{0,40}?(,? ((?<so>so) (that )?it|which|that) [^\uE000-\uE0FF\[\](),;:.]{0,20}?)?((?<=[\uE000-\uE0FF]\s?)|\b(run|runs|running|ran|called|executed|invoked|go|goes|come|comes|be|is|was|fires?|tried|asked|consulted|notified|told|served)\s)((the )?(very )?(?<first>first)|(the )?(very )?last)\b(?!\s(bad|good|commit|time|patch|one of|of all(?! (the )?(\w+ )?(notifiers|callbacks|handlers|hooks)\b)))(?=\s*($|[.,;)(]|of all (the )?(\w+ )?(notifiers|callbacks|handlers|hooks)\b|on\b|in\b|at\b|when\b|during\b|and\b|for\b|while\b|but\b|by\b|because\b|since\b|so\b|which\b|to\b))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Place();
}
