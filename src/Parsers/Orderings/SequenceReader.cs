using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads rows of names: "a, b and c, in that order", "a is called first, b second", "the chain is walked as (a, b, c)", and rows that go on in
/// the next sentence: "a runs first. Then b is called."</summary>
internal static partial class SequenceReader
{
    private static readonly string[] Places = ["first", "1st", "second", "2nd", "third", "3rd", "fourth", "4th", "fifth", "5th", "last"];

    /// <summary>Reads a sentence. Returns whether it held an order.</summary>
    public static bool Read(OrderingPage page, int index)
    {
        Shape shape = page.ShapeOf(index);
        if (shape.Names.IsEmpty || shape.Names.Length > 64)
        {
            return false;
        }

        int before = page.Count;
        ReadRow(page, index, shape);
        if (page.Count == before)
        {
            ReadPlaces(page, index, shape);
        }

        return page.Count > before;
    }

    /// <summary>Reads a sentence that goes on where the one before stopped. Returns whether it did.</summary>
    public static bool Continue(OrderingPage page, int index)
    {
        if (index == 0 || !page.Prose.Sentences[index].MayHold(WordGroup.Continuation))
        {
            return false;
        }

        Shape shape = page.ShapeOf(index);
        if (shape.Names.Length != 1 || !Continues().IsMatch(shape.Text) || SenseVocabulary.IsNegated(shape.Text) || shape.Text.EndsWith('?')
            || page.Prose.Sentences[index].Block > page.Prose.Sentences[index - 1].Block + 1)
        {
            return false;
        }

        if (ClauseReader.NamesWork(page, index) || ClauseReader.NamesWork(page, index - 1))
        {
            return false;
        }

        string name = shape.Names[0].Name;
        Sentence before = page.Prose.Sentences[index - 1];
        TextSpan span = before.Span.Union(page.Prose.Sentences[index].Slice(shape.Names[0].Start, shape.Names[0].End - shape.Names[0].Start));
        OrderingDraft? open = page.Drafts.Count > 0 && page.Drafts[^1].Span.End > before.Offset ? page.Drafts[^1] : null;
        if (open is not null && !open.Names.Contains(name, StringComparer.Ordinal) && open.Names.All(known => page.AreCallbacks(index, known, name)) && !Backwards().IsMatch(shape.Text))
        {
            page.Drafts[^1] = open with { Names = open.Names.Add(name), Span = span, Reason = "goes on in the next sentence" };
            return true;
        }

        Shape earlier = page.ShapeOf(index - 1);
        if (earlier.Groups.Length == 0 || earlier.Groups[0].Names.Length != 1 || earlier.Names[0].Name.Equals(name, StringComparison.Ordinal)
            || !page.AreCallbacks(index, earlier.Names[0].Name, name) || SenseVocabulary.Of(earlier.Text, earlier.Text) != OrderingSense.Stated)
        {
            return false;
        }

        ImmutableArray<string> names = Backwards().IsMatch(shape.Text) ? [name, earlier.Names[0].Name] : [earlier.Names[0].Name, name];
        OrderingKind kind = KindVocabulary.Of(shape.Text + " " + earlier.Text) ?? OrderingKind.Observed;
        page.Add(new OrderingDraft(page.EventOfNames(index - 1, earlier.Names[0].End, names), kind, names, span, 0.8, "two sentences in a row"));
        return true;
    }

    private static void ReadRow(OrderingPage page, int index, Shape shape)
    {
        foreach (NameGroup group in shape.Groups.Where(group => group.Names.Length >= 2))
        {
            string behind = shape.Text[group.End..];
            string front = shape.Text[..group.Start];
            bool row = RowBehind().IsMatch(behind) || RowFront().IsMatch(front);
            string[] names = [.. group.Names.Select(name => name.Name)];
            if (row && names.Zip(names.Skip(1)).All(pair => page.AreCallbacks(index, pair.First, pair.Second)))
            {
                Add(page, index, shape, [.. names], group.Names[0].Start, group.Names[^1].End, "names in a row and \"in that order\"");
            }
        }
    }

    // "a is tried first and b second": each name has its place behind it.
    private static void ReadPlaces(OrderingPage page, int index, Shape shape)
    {
        List<(int Place, ShapedName Name)> placed = [];
        foreach (Match match in Placed().Matches(shape.Text))
        {
            int place = Array.IndexOf(Places, match.Groups["place"].Value.ToLowerInvariant()) / 2;
            placed.Add((place, shape[match.Value[0]]));
        }

        if (placed.Count >= 2 && placed.Select(one => one.Place).Distinct().Count() == placed.Count && placed.Exists(one => one.Place == 0 || one.Place == 5))
        {
            List<ShapedName> order = [.. placed.OrderBy(one => one.Place).Select(one => one.Name)];
            if (order.Zip(order.Skip(1)).All(pair => page.AreCallbacks(index, pair.First.Name, pair.Second.Name)))
            {
                Add(page, index, shape, [.. order.Select(name => name.Name)], order.Min(name => name.Start), order.Max(name => name.End), "each name has its place");
            }
        }
    }

    private static void Add(OrderingPage page, int index, Shape shape, ImmutableArray<string> names, int start, int end, string reason)
    {
        OrderingSense sense = SenseVocabulary.Of(shape.Text, shape.Text);
        sense = sense == OrderingSense.Stated && SenseVocabulary.IsNegated(shape.Text) ? OrderingSense.Negated : sense;
        OrderingKind kind = KindVocabulary.Of(shape.Text) ?? OrderingKind.Observed;
        page.Add(new OrderingDraft(page.EventOfNames(index, end, names), kind, names, page.Prose.Sentences[index].Slice(start, end - start), 0.9, reason, sense));
    }

    [GeneratedRegex(@"^[^\uE000-\uE0FF;.]{0,60}\b(in (that|this|the given|the same|exactly this|exactly that) (order|sequence)|in sequence|one after (the other|another)|in turn)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RowBehind();

    [GeneratedRegex(@"\b(walked|run|called|executed|invoked|processed) (as|in the order( of)?|in order:?|like this:?)\s*\(?$|\bin (this|the following) (order|sequence):?\s*\(?$|\b(in|by) (the )?order of (their |the )?(call|execution|invocation|priority)\w{0,6}:?\s*\(?$|^(on|at|during|when)\b[^,.]{2,40}:\s*\(?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RowFront();

    [GeneratedRegex(@"[\uE000-\uE0FF][^\uE000-\uE0FF.;]{0,40}?\b(?<place>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)\b(?! (time|bad|good|patch|commit|of all|one of))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Placed();

    [GeneratedRegex(@"^\W{0,3}((and |only )?then|after (that|this|it|which)|afterwards|thereafter|next|finally|last(ly)?( comes| is| runs| of all)?|the (next|second|third|last) (one|notifier|callback|handler)?\b|only (then|after that)|subsequently|before (this|that|it)(?! (is|has|was|are|can|gets|happens)\b)|earlier)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Continues();

    [GeneratedRegex(@"^\W{0,3}(before|earlier)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Backwards();
}
