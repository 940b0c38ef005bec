using System.Buffers;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Tells cheaply which sentences and lines can hold no order, so that their readers are not asked. Nearly every sentence with a word for an order names
/// nothing that the kernel calls.</summary>
/// <remarks>What is passed over here must follow from what the readers ask of two names (<see cref="OrderingPage.AreCallbacks"/>, <see cref="OrderingPage.IsOnTopic"/>);
/// <c>GateTests</c> compares with a reading that passes over nothing.</remarks>
internal static class OrderingGate
{
    // With more names than this it is not worth comparing them.
    private const int MaxNames = 40;

    private static readonly SearchValues<string> s_chains = SearchValues.Create(["chain", "list"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a sentence can hold an order.</summary>
    public static bool MayHoldOrder(OrderingPage page, int index) =>
        page.Prose.IsUngated || RelationReader.MayRead(page, index) || SeriesReader.MayRead(page, index) || DependencyReader.MayRead(page, index) || MayRelate(page, index);

    /// <summary>Whether <see cref="OrderingPage.IsOnTopic"/> can be true for two names of a sentence, or of it and the one before.</summary>
    public static bool MayBeOnTopic(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        return page.MayBeOnTopic(sentence)
            && (page.Book.HasNames || page.Prose.IsUngated || OrderTopic.IsInSentence(sentence.Text) || LoaderNames(page, index) + LoaderNames(page, index - 1) >= 2
                || OrderTopic.IsInSubject(page.Subject));
    }

    /// <summary>Whether two lines can be rows of one order: a callback stands in each, and nothing else between them.</summary>
    public static bool MayHoldRows(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        int row = 0;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            ReadOnlySpan<char> text = page.Prose.Body.Line(line);
            bool own = layout[line] == LineRole.Own;
            if (own && RowLine.MayBe(text))
            {
                if (row > 0 && Callbacks(page, text) > 0 && Callbacks(page, page.Prose.Body.Line(row)) > 0)
                {
                    return true;
                }

                row = line;
            }
            else if (row > 0 && layout[line] != LineRole.Blank && !(own && (RowLine.IsDrawing(text) || RowLine.IsMember(text))))
            {
                row = 0;
            }
        }

        return false;
    }

    /// <summary>Whether a line can name two callbacks.</summary>
    public static bool MayHoldLines(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            if (layout[line] == LineRole.Own && page.Prose.Body.Line(line) is var text && text.Count('_') >= 2 && Callbacks(page, text) >= 2)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text can put what it names on a chain or list, whatever the names are: "on the chain", "on foo_notifier_list".</summary>
    public static bool MayBeOnChain(ReadOnlySpan<char> text) => text.ContainsAny(s_chains);

    // Whether AreCallbacks can be true for two names that a sentence names or points back at.
    private static bool MayRelate(OrderingPage page, int index)
    {
        Prose prose = page.Prose;
        if (page.Book.HasNames || page.Count > 0 || MayBeOnChain(prose.Sentences[index].Chars))
        {
            return true;
        }

        // Without callbacks that the mail tells of elsewhere, what is named is an identifier of this sentence or of one that its words point back at.
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = index; i >= 0 && i >= index - OrderingPage.MaxPointing && (i >= index - FirstLastReader.MaxSentencesBack || prose.Sentences[i + 1].Holds(WordGroup.Pointer)); i--)
        {
            if (prose.Sentences[i].Holds(WordGroup.Identifier))
            {
                names.UnionWith(page.NamesIn(i).Where(name => name.IsIdentifier).Select(name => name.Name));
            }
        }

        // A step of the module loader is also set against words: "before the module notifiers".
        return names.Count > MaxNames || (names.Count >= 2 && prose.Sentences[index].MayHold(WordGroup.Callback)) || names.Count(name => SpelledNames.IsCallback(name)) >= 2 || names.Any(name => LoaderPath.IsStep(name)) || names.Any(name => names.Any(other => CallbackSpelling.ShareMethod(name, other) && !name.Equals(other, StringComparison.Ordinal)));
    }

    private static int LoaderNames(OrderingPage page, int index) => index < 0 ? 0 : OrderTopic.CountLoaderNames(page.Prose.Sentences[index].Chars);

    // All that a line holds may be one when the mail tells of callbacks elsewhere: by a short name.
    private static int Callbacks(OrderingPage page, ReadOnlySpan<char> line) => page.Book.HasNames || page.Prose.IsUngated ? int.MaxValue : SpelledNames.CountIn(line);
}
