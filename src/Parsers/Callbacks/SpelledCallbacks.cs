using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Orderings;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Adds callbacks that a mail about order names without a priority: by their spelling in a sentence about order, and the blocks that its
/// diff adds, registers or gives a priority.</summary>
/// <remarks>Runs when the orderings are read, so that no name found here changes how a sentence reads.</remarks>
internal static class SpelledCallbacks
{
    private const int MaxNames = 16;

    /// <summary>Adds what the mail names.</summary>
    /// <param name="ordered">Whether an order was read in the mail; only then its diff is about one.</param>
    public static void Add(Prose prose, CallbackBook book, ImmutableArray<NotifierChangeFact> changes, bool ordered)
    {
        int room = MaxNames;
        foreach (Sentence sentence in prose.Sentences)
        {
            if (room > 0 && sentence.Holds(WordGroup.Relation) && sentence.Holds(WordGroup.CallbackName) && sentence.Holds(WordGroup.OrderTalk))
            {
                room -= AddFrom(prose, sentence, book);
            }
        }

        foreach (NotifierChangeFact change in ordered ? changes : [])
        {
            bool block = change.Change is NotifierChangeKind.Added or NotifierChangeKind.Registered or NotifierChangeKind.Priority;
            if (block && !book.Contains(change.Block))
            {
                book.Add(new CallbackFact(change.Block, null, null, null, [], change.Line, change.Span));
            }
        }
    }

    private static int AddFrom(Prose prose, Sentence sentence, CallbackBook book)
    {
        int added = 0;
        foreach (NameToken token in NameReader.Read(sentence.Text))
        {
            if (token.IsIdentifier && !token.IsConstant && CallbackSpelling.IsCertain(token.Name) && !NonCallbacks.Contains(token.Name) && !book.Contains(token.Name))
            {
                TextSpan span = sentence.Slice(token.Start, token.End - token.Start);
                book.Add(new CallbackFact(token.Name, null, null, null, [], prose.Body.LineOf(span.Start), span));
                added++;
            }
        }

        return added;
    }
}
