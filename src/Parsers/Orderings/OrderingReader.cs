using System.Collections.Immutable;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>All orderings of a mail: each form has its reader; this runs them in the order of the text and merges what they find.</summary>
internal static class OrderingReader
{
    /// <summary>Reads the orderings of the author's own text.</summary>
    public static (ImmutableArray<OrderingFact> Facts, ImmutableArray<OrderingFact> Unstated, List<Diagnostic> Diagnostics) Read(
        Prose prose, CallbackBook book, string subject, int maxFacts)
    {
        OrderingPage page = new(prose, book, subject);
        bool isPatch = prose.Layout.Has(LineRole.Diff);
        ListReader.Read(page);
        if (OrderingGate.MayHoldLines(page))
        {
            LineReader.Read(page);
        }

        if (OrderingGate.MayHoldRows(page))
        {
            RowReader.Read(page);
        }

        if (isPatch)
        {
            CommentReader.Read(page);
            KernelDocReader.Read(page);
        }

        AddListedCallbacks(page);
        RemedyWatch remedy = new(prose);
        // A decision and not only a gate: without these words some forms would read an order into sentences that state none.
        for (int i = 0; i < prose.Sentences.Length && page.Drafts.Count < maxFacts; i++)
        {
            if (!prose.Sentences[i].Holds(WordGroup.Relation))
            {
                continue;
            }

            ArrowReader.Read(page, i);
            int before = page.Drafts.Count;
            ReadSentence(page, i);

            if (isPatch && page.Drafts.Count > before && remedy.IsReached(i) && !KindVocabulary.IsPresentState(prose.Sentences[i].Text))
            {
                Propose(page, before);
            }
        }

        bool canPointBack = page.Drafts.Count > 0 || book.Facts.Count >= 2;
        for (int i = 0; canPointBack && i < prose.Sentences.Length && page.Drafts.Count < maxFacts; i++)
        {
            BackReferenceReader.Read(page, i);
        }

        PastOrders.Doubt(page);
        AddDerived(page);
        AddListedCallbacks(page);
        return ([.. Merge(page, page.Drafts).Take(maxFacts)], [.. Merge(page, page.Unstated).Take(maxFacts)], page.Diagnostics);
    }

    // From the most to the least certain form; the first that finds something decides.
    private static void ReadSentence(OrderingPage page, int index)
    {
        if (!OrderingGate.MayHoldOrder(page, index))
        {
            return;
        }

        bool names = page.MayBeOnTopic(page.Prose.Sentences[index]) || OrderingPage.MayNameCallbacks(page.Prose.Sentences[index]) || FollowsOrder(page, index);
        if (names && ClauseReader.IsWorkOnText(page, index))
        {
            return;
        }

        int before = page.Count;
        InlineListReader.Read(page, index);
        if (page.Count > before || (names && (SequenceReader.Continue(page, index) || SequenceReader.Read(page, index) || ClauseReader.Read(page, index))))
        {
            FirstLastReader.Read(page, index, besides: true);
            return;
        }

        SeriesReader.Read(page, index);
        DependencyReader.Read(page, index);
        if (page.Count == before)
        {
            RelationReader.Read(page, index);
        }

        if (page.Count == before)
        {
            FirstLastReader.Read(page, index);
        }
    }

    // "It should be called after it": the sentence before has read an order.
    private static bool FollowsOrder(OrderingPage page, int index) =>
        index > 0 && page.Drafts.Count > 0 && page.Drafts[^1].Span.End > page.Prose.Sentences[index - 1].Offset;

    // Once a changelog has come to what the patch does, the order in which things run is the one it makes.
    private static void Propose(OrderingPage page, int from)
    {
        for (int i = from; i < page.Drafts.Count; i++)
        {
            if (page.Drafts[i].Kind == OrderingKind.Observed)
            {
                page.Drafts[i] = page.Drafts[i] with { Kind = OrderingKind.Proposed };
            }
        }
    }

    // What stands in an ordering is a callback of the mail, also when no priority is stated. Those of lists are added before the sentences are
    // read, since short names may then mean them; those of sentences behind, so that no sentence changes how another one reads.
    private static void AddListedCallbacks(OrderingPage page)
    {
        foreach (OrderingDraft draft in page.Drafts)
        {
            foreach (string name in draft.Names)
            {
                bool identifier = name.Contains('_', StringComparison.Ordinal) && name.AsSpan().IndexOfAny(' ', '.') < 0;
                if (identifier && !name.EndsWith("_list", StringComparison.Ordinal) && !page.Book.Contains(name))
                {
                    page.Book.Add(new CallbackFact(name, null, null, null, [], page.Prose.Body.LineOf(draft.Span.Start), draft.Span));
                }
            }
        }
    }

    // An order that is required for an event, with nothing said of how it runs: the priorities tell.
    private static void AddDerived(OrderingPage page)
    {
        List<string> wanted = [.. page.Drafts.Where(draft => draft.Kind == OrderingKind.Required && draft.Names.All(name => page.Book.Find(name)?.Priority is not null)).Select(draft => draft.Event).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (string name in wanted)
        {
            bool seen = page.Drafts.Exists(draft => draft.Kind == OrderingKind.Observed && string.Equals(draft.Event, name, StringComparison.Ordinal));
            if (!seen && page.Derived(name) is OrderingDraft derived)
            {
                page.Add(derived);
            }
        }
    }

    private static List<OrderingFact> Merge(OrderingPage page, List<OrderingDraft> drafts)
    {
        List<OrderingFact> facts = [];
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (OrderingDraft draft in drafts.OrderBy(draft => draft.Span.Start).ThenBy(draft => draft.Kind))
        {
            string key = $"{draft.Event}|{draft.Kind}|{string.Join('>', draft.Names)}";
            if (told.Add(key))
            {
                facts.Add(new OrderingFact(
                    draft.Event ?? "", draft.Kind, draft.Names, page.Prose.Body.LineOf(draft.Span.Start), draft.Span, draft.Confidence, draft.Reason,
                    draft.Sense));
            }
        }

        return facts;
    }
}
