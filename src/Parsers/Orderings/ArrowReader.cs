using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orderings that are written with arrows, for one event or, as <c>a->b->b->a</c>, for an event and its opposite.</summary>
internal static partial class ArrowReader
{
    private const int MaxNames = 64;

    private static readonly SearchValues<char> s_arrows = SearchValues.Create("\u2192\u21d2\u27f6\u2794<>");

    /// <summary>Reads the chains of a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        if (!sentence.Chars.ContainsAny(s_arrows))
        {
            return;
        }

        int behind = 0;
        foreach (Match match in Chain().Matches(sentence.Text))
        {
            ReadChain(page, index, sentence, match, behind);
            behind = match.Index + match.Length;
        }
    }

    private static void ReadChain(OrderingPage page, int index, Sentence sentence, Match match, int behind)
    {
        TextSpan span = sentence.Slice(match.Index, match.Length);
        List<string> words = [.. Element().Matches(match.Value).Take(MaxNames).Select(element => element.Groups["name"].Value)];
        int known = words.Count(word => page.Book.Resolve(word, loose: true, out bool ambiguous) is not null || ambiguous);
        bool saysOrder = SaysOrder(sentence) || (index > 0 && page.Prose.Sentences[index - 1].Chars.EndsWith(":") && SaysOrder(page.Prose.Sentences[index - 1]));
        bool identifiers = words.TrueForAll(word => word.Contains('_', StringComparison.Ordinal));
        bool implication = match.Value.Contains("=>", StringComparison.Ordinal);
        bool less = match.Value.Contains('<', StringComparison.Ordinal) || match.Value.Contains(" > ", StringComparison.Ordinal);
        bool callbacks = (saysOrder || !match.Value.Contains("()", StringComparison.Ordinal)) && words.Zip(words.Skip(1)).All(pair => page.AreCallbacks(index, pair.First, pair.Second));
        if (less && !((saysOrder && (known >= 2 || callbacks)) || (words.Count >= 3 && callbacks)))
        {
            return;
        }

        // "a -> b" is mostly a renaming.
        bool placed = words.Count >= 3 || saysOrder || page.Events(index).Count > 0 || words.TrueForAll(word => CallbackSpelling.IsCertain(word));
        bool convincing = known >= 2 || (callbacks && placed) || (saysOrder && !implication && (words.Count >= 3 || identifiers));
        if (!convincing || ContinuesStack(sentence.Text, match.Index) || words.TrueForAll(word => IsEventWord(word)) || IsCallChain(sentence.Text) || Contrast().IsMatch(sentence.Text.AsSpan(0, match.Index)))
        {
            return;
        }

        ImmutableArray<string> names = [.. words.Select(word => page.ListName(word, span))];
        (int start, int end) = Clause.Around(sentence.Text, match.Index);
        OrderingKind kind = (behind > 0 || sentence.Text.AsSpan(match.Index + match.Length).Contains("->", StringComparison.Ordinal) ? KindVocabulary.Of(sentence.Text[behind..match.Index]) : null)
            ?? KindVocabulary.Of(sentence.Text[start..end]) ?? KindVocabulary.Of(sentence.Text) ?? KindAbove(page, index) ?? OrderingKind.Observed;
        (string First, string Second)? pair = IsPalindrome(names) ? EventPair(page, index, sentence, match) : null;
        if (pair is (string first, string second))
        {
            int half = names.Length / 2;
            page.Add(new OrderingDraft(first, kind, names[..half], span, 1, "first half of an arrow chain over two events"));
            page.Add(new OrderingDraft(second, kind, names[half..], span, 1, "second half of an arrow chain over two events"));
            return;
        }

        OrderingSense sense = SenseVocabulary.Of(sentence.Text, sentence.Text[start..match.Index]);
        page.Add(new OrderingDraft(page.EventOfNames(index, match.Index + match.Length, names), kind, names, span, saysOrder ? 1 : 0.8, "arrow chain", sense));
    }

    private static bool SaysOrder(Sentence sentence) => sentence.MayHold(WordGroup.Sequence) && OrderWord().IsMatch(sentence.Chars);

    // "What we need instead:" above the arrows.
    private static OrderingKind? KindAbove(OrderingPage page, int index) =>
        index > 0 && page.Prose.Sentences[index - 1].Text is var above && above.EndsWith(':') ? KindVocabulary.Of(above) : null;

    // A stack that is printed with an arrow in front of every line.
    private static bool ContinuesStack(string text, int start) => text.AsSpan(0, start).TrimEnd() is [.., '>'] or [.., '/'];

    private static bool IsEventWord(string word) =>
        word.Equals("module", StringComparison.OrdinalIgnoreCase) || EventVocabulary.Find(word).Count > 0 || EventVocabulary.Find("on " + word).Count > 0;

    private static bool IsCallChain(string text) => CallChain().IsMatch(text);

    // Every callback stands once in each half.
    private static bool IsPalindrome(ImmutableArray<string> names)
    {
        int half = names.Length / 2;
        return names.Length >= 4 && names.Length % 2 == 0
            && names[..half].ToHashSet(StringComparer.Ordinal).SetEquals(names[half..])
            && names[..half].Distinct(StringComparer.Ordinal).Count() == half;
    }

    private static (string First, string Second)? EventPair(OrderingPage page, int index, Sentence sentence, Match chain)
    {
        List<EventMention> events = [.. page.Events(index).Where(mention => mention.Start >= chain.Index + chain.Length || mention.End <= chain.Index)];
        List<string> distinct = [.. events.Select(mention => mention.Event).Distinct(StringComparer.Ordinal)];
        if (distinct.Count == 2)
        {
            return (distinct[0], distinct[1]);
        }

        if (distinct.Count == 1 && EventVocabulary.OppositeOf(distinct[0]) is string opposite)
        {
            return (distinct[0], opposite);
        }

        // The sentence names no events: the mail's own orderings say which two are meant, when there are just two.
        List<string> told = [.. page.Drafts.Select(draft => draft.Event).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (told.Count == 2)
        {
            return (told[0], told[1]);
        }

        page.Diagnostics.Add(new Diagnostic(
            DiagnosticId.OrderingWithoutEvent, page.Prose.Body.LineOf(sentence.Offset + chain.Index), sentence.Slice(chain.Index, chain.Length),
            "The order runs over two events and it is not said which."));
        return null;
    }

    [GeneratedRegex(@"(?<![\w>.-])[`'""]?[A-Za-z_]\w{0,80}(\(\))?[`'""]?(\s{0,3}(-{1,3}>|={1,2}>|(?<=\s)[<>](?=\s)|\u2192|\u21d2|\u27f6|\u2794)\s{0,3}[`'""]?[A-Za-z_]\w{0,80}(\(\))?[`'""]?){1,63}(?!\w|\.\w|\(|\s{0,2}[=\[])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Chain();

    [GeneratedRegex(@"(?<name>[A-Za-z_]\w{0,80})(\(\))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Element();

    [GeneratedRegex(@"\b(order(s|ing|ings|ed)?|sequences?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    // "The order is a -> b, not b -> a".
    [GeneratedRegex(@"\b(not|never|instead of|rather than|as opposed to|in place of)[\s:(]{1,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Contrast();

    [GeneratedRegex(@"\b(call (chain|trace|path|graph|stack)|lock(ing)? order(ing)?|deadlock|backtrace)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CallChain();
}
