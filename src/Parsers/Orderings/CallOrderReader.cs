using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads in which order functions are called of which nothing says that they are callbacks: "setup_a() is called before b_init()". They are told, and no check rests on them.</summary>
internal static partial class CallOrderReader
{
    private const double Confidence = 0.6;

    // With more words between them that nobody knows, who knows what is called.
    private const double Least = 0.55;

    /// <summary>Reads the sentences in which nothing else was read.</summary>
    /// <param name="told">Orders of callbacks that the mail states.</param>
    public static ImmutableArray<OrderingFact> Read(Prose prose, string subject, ImmutableArray<OrderingFact> told, int maxFacts)
    {
        OrderingPage page = new(prose, new CallbackBook(maxFacts), subject, takesFunctions: true);
        HashSet<int> read = [.. told.Select(fact => prose.SentenceAt(fact.Span.Start))];
        for (int i = 0; i < prose.Sentences.Length && page.Drafts.Count < maxFacts; i++)
        {
            if ((prose.IsUngated || MayRead(page, i)) && !read.Contains(i) && !ClauseReader.IsWorkOnText(page, i))
            {
                if (prose.IsUngated || prose.Sentences[i].Chars.ContainsAny(Triggers.Call))
                {
                    ClauseReader.Read(page, i);
                }

                CallForms.Read(page, i);
            }

            if (!read.Contains(i))
            {
                CallForms.ReadRow(page, i);
            }

            CallForms.ReadSwap(page, i);
            CodeRows.Read(page, i);
        }

        return [.. page.Drafts.Where(draft => draft.Confidence >= Least).Take(maxFacts).Select(draft => new OrderingFact(
            draft.Event ?? "", draft.Kind, draft.Names, prose.Body.LineOf(draft.Span.Start), draft.Span, Math.Min(draft.Confidence, Confidence),
            draft.Reason + "; functions, of which nothing says that they are callbacks") { IsPlain = true })];
    }

    // Two functions, or "it" and one: "It must be called before b()", "Move it before b()".
    private static bool MayRead(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        return sentence.Holds(WordGroup.Identifier) && sentence.Chars.ContainsAny(Triggers.CallOrForm)
            && page.NamesIn(index).Count(name => name.IsIdentifier) >= (CallForms.MayMeanOther(sentence.Chars) || sentence.Chars.StartsWith("Then") ? 1 : 2);
    }

    /// <summary>Reads the comments that the diffs of the mail add: what they say holds with the patch.</summary>
    public static ImmutableArray<OrderingFact> ReadComments(BodyLayout layout, string subject, int maxLineChars, int maxFacts)
    {
        if (AddedComments.Of(layout, Triggers.Precedence) is not AddedComments comments)
        {
            return [];
        }

        ImmutableArray<OrderingFact> facts = Read(Prose.Of(BodyLayout.Of(comments.Text, maxLineChars, comments.Text.Text.Length)), subject, [], maxFacts);
        return [.. facts.Where(fact => comments.IsAdded(fact.Line)).Select(fact =>
        {
            int line = comments.LineOfMail(fact.Line);
            return fact with { Line = line, Span = layout.Body.LineSpan(line), Reason = fact.Reason + "; in a comment that the patch adds" };
        })];
    }

    /// <summary>The functions that orders name: no event, no list and no level of the boot.</summary>
    public static IEnumerable<CallbackFact> FunctionsOf(ImmutableArray<OrderingFact> orders) =>
        orders.SelectMany(order => order.Sequence.Where(name => IsFunction().IsMatch(name)).Select(name => new CallbackFact(name, null, null, null, [], order.Line, order.Span) { IsPlain = true }));

    [GeneratedRegex(@"^(?=\w*[a-z])(?!\w*(_list|_chain|initcall|initcall_sync)$)\w+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex IsFunction();
}
