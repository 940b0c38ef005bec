using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Orderings;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Adds to each callback the chain that the mail names for it and the events that it says it handles.</summary>
internal static class CallbackDetails
{
    private const int MaxStates = 8;
    private const int MaxMentions = 16;

    /// <summary>Fills in chain and states.</summary>
    public static ImmutableArray<CallbackFact> Fill(ImmutableArray<CallbackFact> callbacks, Prose prose, string subject)
    {
        if (callbacks.IsEmpty)
        {
            return callbacks;
        }

        List<ChainMention> inSubject = ChainVocabulary.Find(subject);
        List<ChainMention> inText = ChainVocabulary.Find(prose.Text);
        string? common = Common(inText) ?? (inSubject.Count > 0 ? inSubject[0].Name : MostNamed(inText));
        return [.. callbacks.Select(fact => fact with { Chain = fact.Chain ?? Near(inText, fact, prose) ?? common, States = States(fact, prose) })];
    }

    private static string? Common(List<ChainMention> mentions) =>
        mentions.Count > 0 && mentions.Select(mention => ChainVocabulary.Root(mention.Name)).Distinct(StringComparer.Ordinal).Count() == 1
            ? mentions[0].Name
            : null;

    private static string? MostNamed(List<ChainMention> mentions) =>
        mentions.GroupBy(mention => ChainVocabulary.Root(mention.Name), StringComparer.Ordinal).OrderByDescending(group => group.Count()).FirstOrDefault()?.First().Name;

    private static string? Near(List<ChainMention> mentions, CallbackFact fact, Prose prose)
    {
        int index = BlockAt(prose, fact.Span.Start);
        Block? block = index < 0 ? null : prose.Blocks[index];
        foreach (ChainMention mention in mentions)
        {
            if (block is not null && mention.Start >= block.Start && mention.Start < block.End)
            {
                return mention.Name;
            }
        }

        return null;
    }

    // States are written in capitals; they stand in a block that names the callback or, under a list item, in the one that explains it.
    private static ImmutableArray<string> States(CallbackFact fact, Prose prose)
    {
        List<string> states = [];
        int seen = 0;
        for (int at = prose.Text.IndexOf(fact.Name, StringComparison.Ordinal); at >= 0 && seen < MaxMentions; seen++)
        {
            int index = BlockAt(prose, at);
            if (index >= 0)
            {
                AddStates(states, TextAround(prose, index));
            }

            at = prose.Text.IndexOf(fact.Name, at + fact.Name.Length, StringComparison.Ordinal);
        }

        return [.. states.Distinct(StringComparer.Ordinal).Take(MaxStates)];
    }

    private static string TextAround(Prose prose, int index)
    {
        Block block = prose.Blocks[index];
        int next = index + 1;
        bool explained = block.IsItem && next < prose.Blocks.Length && !prose.Blocks[next].IsItem && !prose.Blocks[next].BlankBefore;
        return explained ? prose.BlockText(block) + " " + prose.BlockText(prose.Blocks[next]) : prose.BlockText(block);
    }

    private static void AddStates(List<string> states, string text)
    {
        foreach (EventMention mention in EventVocabulary.Find(text))
        {
            string word = text[mention.Start..mention.End];
            if (word.Length > 1 && !word.AsSpan().ContainsAnyInRange('a', 'z'))
            {
                states.Add(word);
            }
        }
    }

    private static int BlockAt(Prose prose, int position)
    {
        int low = 0;
        int high = prose.Blocks.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Block block = prose.Blocks[middle];
            if (position < block.Start)
            {
                high = middle - 1;
            }
            else if (position >= block.End)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }
}
