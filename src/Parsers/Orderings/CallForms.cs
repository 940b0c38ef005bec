using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Ways to put the calls of two plain functions in order that are no two clauses with a word between them.</summary>
internal static partial class CallForms
{
    private const double Confidence = 0.6;

    // How many sentences further up the order stands that "these two calls" means.
    private const int MaxBack = 3;

    /// <summary>Reads a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        string text = page.ShapeOf(index).Text;

        // Whatever happens after a but before b, a comes before b.
        foreach (Match match in AfterButBefore().Matches(text).Where(_ => SenseVocabulary.Of(text, "") != OrderingSense.Asked))
        {
            Add(page, index, match, turned: !match.Groups["after"].Success, OrderingKind.Observed, "after the one but before the other");
        }

        // "Then" alone only says what code does; "first a, and then b" says what runs first.
        foreach (Match match in FirstThen().Matches(text).Where(match => SenseVocabulary.Of(text, text[..match.Index]) == OrderingSense.Stated))
        {
            Add(page, index, match, turned: false, KindVocabulary.Of(match.Value) ?? OrderingKind.Observed, "first the one, then the other");
        }
    }

    /// <summary>Reads "reverse the order of these two calls": the order that was told last is to be the other way.</summary>
    public static void ReadSwap(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        bool near = page.Drafts is [.., { Kind: OrderingKind.Observed, Names.Length: 2 } seen] && seen.Span.Start >= page.Prose.Sentences[Math.Max(0, index - MaxBack)].Offset;
        if (near && Swap().IsMatch(sentence.Chars) && SenseVocabulary.Of(sentence.Text, sentence.Text) == OrderingSense.Stated && !SenseVocabulary.IsNegated(sentence.Text))
        {
            OrderingDraft last = page.Drafts[^1];
            page.Add(last with { Kind = OrderingKind.Proposed, Names = [.. last.Names.Reverse()], Span = sentence.Span, Reason = "the order told last is to be turned round" });
        }
    }

    private static void Add(OrderingPage page, int index, Match match, bool turned, OrderingKind kind, string reason)
    {
        Shape shape = page.ShapeOf(index);
        ShapedName one = shape[match.Groups["one"].Value[0]];
        ShapedName other = shape[match.Groups["other"].Value[0]];
        ImmutableArray<string> names = turned ? [other.Name, one.Name] : [one.Name, other.Name];
        Sentence sentence = page.Prose.Sentences[index];
        if (CallStatement.AreFunctions(sentence.Text, one, other) && !page.Drafts.Exists(draft => draft.Names.SequenceEqual(names, StringComparer.Ordinal)))
        {
            page.Add(new OrderingDraft(page.EventOfNames(index, other.End, names), kind, names, sentence.Slice(one.Start, other.End - one.Start), Confidence, reason));
        }
    }

    [GeneratedRegex(@"\b(revers|swap|switch|invert|flip|exchang)(e|es|ed|ing|ping|ped)? (the )?(order(ing)?|sequence) (of|in which) (these|the|those|both|them|they)\b( (two|calls|functions|initiali[sz]ations|are))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Swap();

    [GeneratedRegex("\\bfirst (call(s|ed|ing)?|invok(e|es|ed|ing)|runs?|ran|running|execut(e|es|ed|ing))( to)? (?<one>" + Shape.N + @")[^.;\uE000-\uE0FF]{0,24}?\bthen (call(s|ed|ing)? |invok(e|es|ed|ing) |runs? |execut(e|es|ed|ing) )?(?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstThen();

    [GeneratedRegex("\\b((?<after>after)|before) (?<one>" + Shape.N + @")( event| state| (has|have|was|is|got) \w+| returns| completes)?,? (but|and|yet|still|though)( still| also| well| even)? (?(after)(before|prior to)|after) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex AfterButBefore();
}
