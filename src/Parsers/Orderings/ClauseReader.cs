using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orders out of the parts of a sentence: each part speaks of one callback and says when it runs, and the word that joins two parts says which of
/// them comes first. Words that nobody knows may stand in between; the more there are, the less certain is the order.</summary>
internal static partial class ClauseReader
{
    private const int MaxSigns = 160;
    private const int MaxGroups = 24;
    private const int MaxUnknown = 9;

    // "Instead of" in front of a name: what is said of it is not so.
    private const char Contrast = 'X';
    private const double CostOfUnknown = 0.05;

    /// <summary>Reads a sentence. Returns whether it held an order, stated or not.</summary>
    public static bool Read(OrderingPage page, int index)
    {
        Shape shape = page.ShapeOf(index);
        if (shape.Groups.IsEmpty)
        {
            return Antecedents.ReadPair(page, index, shape);
        }

        if (shape.Groups.Length > MaxGroups || page.LineOf(index) is not { Text.Length: <= MaxSigns } line)
        {
            return false;
        }

        ClauseSentence sentence = new(page, index, shape, line);
        int before = page.Count;
        List<ClausePart> parts = ClauseCutter.Cut(shape, line);
        foreach (ClauseLink link in ClauseLogic.LinksOf(parts))
        {
            if (!IsContrast(line.Text, link))
            {
                sentence.Add(link);
            }
        }

        // "A is defined before b": what is done with the text is no order, whatever another reader would make of it.
        return page.Count > before || ClauseLogic.OrdersWork(parts);
    }

    // "It uses x instead of a, because b runs before c": only what stands beside those words is not so.
    private static bool IsContrast(string line, ClauseLink link)
    {
        int at = line.IndexOf(Contrast, StringComparison.Ordinal);
        return at >= 0 && (line.IndexOf(Contrast, at + 1) >= 0 || !line.AsSpan(Math.Min(at, link.Word), Math.Abs(at - link.Word)).ContainsAny('k', ';'));
    }

    /// <summary>Whether a sentence names a function on which people work: "then review a".</summary>
    public static bool NamesWork(OrderingPage page, int index) =>
        !page.ShapeOf(index).Groups.IsEmpty && ClauseCutter.Cut(page.ShapeOf(index), page.LineOf(index)).Exists(part => part.Is(ClauseTraits.Worked) && part.Names.Count > 0);

    /// <summary>Whether a sentence says what people do with functions, not when the kernel calls them: "rename a to b first", "I tested a, b later".</summary>
    public static bool IsWorkOnText(OrderingPage page, int index) =>
        HasWork().IsMatch(page.Prose.Sentences[index].Chars) && (Sorting().IsMatch(page.Prose.Sentences[index].Chars) || WorkOnName().IsMatch(page.ShapeOf(index).Text));

    [GeneratedRegex(@"^this (one |function |call )?(is|gets|get's|was|needs to be|must be|has to be|should be) (\w+ ){0,2}(called|run|executed|done|invoked)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex This();

    [GeneratedRegex(@"^(this|that) ((must|should|has to|needs to|can|will) )?(\w+ ){0,1}(happens?|happened|occurs?|occurred|takes? place|took place)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ThisAction();

    [GeneratedRegex(@"\b(rename[sd]?|declare[sd]?|tested|reviewed|read|introduced|mention(s|ed)?|document(s|ed)?|describe[sd]?|list(s|ed)?|export(s|ed)?|sort\w*|alphabetic\w*|System\.map|declaration|build (error|failure|warning)|compil\w+|(for|to) (me|us)|in (the|this|that) (file|header|source|docs?|document|documentation|commit|changelog|series|patch|makefile|struct|structure))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex HasWork();

    [GeneratedRegex(@"\bin System\.map\b|\bsort (order|key)|\balphabetic|\b(forward|implicit) declaration\b|\bbuild (error|failure|warning)|\bcompil(er|ation)\b|\bpriority (for|to) (me|us)\b|\bin (the|this|that) (file|header|source|docs?|document|documentation|commit|changelog|series|patch|makefile|struct|structure)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Sorting();

    [GeneratedRegex(@"\b((rename[sd]?|(forward )?declare[sd]?|mention(s|ed)?|document(s|ed)?|describe[sd]?|list|export(s|ed)?|I (have )?(tested|reviewed|read)( the code of)?)\s[\uE000-\uE0FF]|I (have )?(read|tested)\b[^\uE000-\uE0FF]{0,30}[\uE000-\uE0FF])|[\uE000-\uE0FF] (was|were|is) (first )?(introduced|renamed|declared)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WorkOnName();

    /// <summary>One sentence and the orders that were read in it so far.</summary>
    private sealed class ClauseSentence(OrderingPage page, int index, Shape shape, SignLine line)
    {
        private RelationSides? _last;

        /// <summary>Adds the order of a link when both its sides are callbacks.</summary>
        public void Add(ClauseLink link)
        {
            int pronouns = link.PointsBack ? 0 : link.First < 0 || link.Later < 0 || line.Tokens[link.First].Group < 0 || line.Tokens[link.Later].Group < 0 ? 1 : 0;
            if (link.Unknown > MaxUnknown || SidesOf(link) is not (NameGroup first, NameGroup later) || Shares(first, later))
            {
                return;
            }

            bool inOrder = (link.First < 0 ? int.MaxValue : link.First) < (link.Later < 0 ? int.MaxValue : link.Later);
            RelationSides sides = inOrder ? new(first, later, link.Fronted) : new(later, first, link.Fronted);
            Token word = line.Tokens[link.Word];
            RelationWord relation = new(link.Between ? RelationSide.Between : inOrder ? RelationSide.Before : RelationSide.After, link.Guard, word.Start, word.End);
            foreach (OrderingDraft draft in StatementDraft.Of(page, index, shape, relation, sides, link.From < 0 ? 0 : line.Tokens[link.From].Start))
            {
                // "a must run after b on load and before it on unload": what must be holds for both.
                bool inherits = link.Elliptic && draft.Kind == OrderingKind.Observed && page.Drafts is [.., { Kind: OrderingKind.Required }];
                Put(draft with { Kind = inherits ? OrderingKind.Required : draft.Kind, Confidence = draft.Confidence - (CostOfUnknown * link.Unknown) - (0.1 * pronouns) });
            }

            _last = sides;
        }

        // "a, then b, then c" is one row of three.
        private void Put(OrderingDraft draft)
        {
            OrderingDraft? last = _last is not null && page.Drafts.Count > 0 ? page.Drafts[^1] : null;
            bool extends = last is not null && draft.Sense == OrderingSense.Stated && last.Names[^1].Equals(draft.Names[0], StringComparison.Ordinal) && last.Kind == draft.Kind
                && string.Equals(last.Event, draft.Event, StringComparison.Ordinal) && !last.Names.Contains(draft.Names[^1], StringComparer.Ordinal);
            if (extends)
            {
                page.Drafts[^1] = last! with { Names = last!.Names.AddRange(draft.Names.Skip(1)), Span = last.Span.Union(draft.Span), Confidence = Math.Min(last.Confidence, draft.Confidence) };
                return;
            }

            // "When a runs, b has not run yet" says it twice: by "when", and by "not yet".
            if (!page.TakesFunctions || !page.Drafts.Exists(told => told.Span.Start >= page.Prose.Sentences[index].Offset && told.Names.SequenceEqual(draft.Names, StringComparer.Ordinal)))
            {
                page.Add(draft);
            }
        }

        private (NameGroup First, NameGroup Later)? SidesOf(ClauseLink link)
        {
            if (link.PointsBack && _last is not null)
            {
                return link.First >= 0 ? (_last.Subject, _last.Object) : (_last.Object, _last.Subject);
            }

            NameGroup? first = GroupAt(link.First);
            NameGroup? later = GroupAt(link.Later);
            if (page.TakesFunctions)
            {
                first ??= later is null ? null : FunctionMeant(link.First);
                later ??= first is null ? null : FunctionMeant(link.Later);
                return first is null || later is null ? null : (first, later);
            }

            first ??= later is null ? null : Antecedents.Meant(page, index, later, link.First < 0 ? 0 : line.Tokens[link.First].Start);
            later ??= first is null ? null : Antecedents.Meant(page, index, first, link.Later < 0 ? 0 : line.Tokens[link.Later].Start);
            return first is null || later is null ? null : (first, later);
        }

        private NameGroup? FunctionMeant(int at) =>
            at == 0 && shape.Text.AsSpan(line.Tokens[at].Start) is var words
                ? words.StartsWith("it ", StringComparison.OrdinalIgnoreCase) ? Antecedents.FunctionSpokenOf(page, index) : This().IsMatch(words) ? Antecedents.OnlyFunction(page, index, called: true) : ThisAction().IsMatch(words) ? Antecedents.FunctionActing(page, index) : null
                : null;

        private NameGroup? GroupAt(int at) => at >= 0 && line.Tokens[at].Group is int group and >= 0 ? shape.Groups[group] : null;

        private static bool Shares(NameGroup first, NameGroup later) =>
            first.Names.Any(name => later.Names.Any(other => other.Name.Equals(name.Name, StringComparison.Ordinal)));
    }
}
