using System.Collections.Frozen;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Orders that a patch makes without a word of it: it gives two blocks of one chain different priorities.</summary>
/// <remarks>Only blocks that the patch adds or changes count, with priorities that it writes: what else is on the chain is not its subject.
/// Source: <c>notifier_chain_register()</c>, <c>kernel/notifier.c</c>: the higher priority comes first.</remarks>
internal static class PatchedOrders
{
    private const int MaxBlocks = 16;
    private const double Confidence = 0.9;

    /// <summary>One order for each chain and file.</summary>
    public static IEnumerable<OrderingFact> Read(IReadOnlyList<FileChanges> files, FrozenSet<string> blocks, SourceText body)
    {
        Dictionary<string, string> chains = new(StringComparer.Ordinal);
        foreach ((string block, string chain) in files.SelectMany(file => file.Chains(blocks)))
        {
            chains.TryAdd(block, chain);
        }

        foreach (IGrouping<string, Placed> chain in files.SelectMany(file => InFile(file, chains)))
        {
            // Of equal ones the order of registration decides, which a patch does not show.
            List<Placed> row = [.. chain.DistinctBy(one => one.Callback, StringComparer.Ordinal).GroupBy(one => one.Priority).Where(same => same.Count() == 1).Select(same => same.Single()).OrderByDescending(one => one.Priority)];
            if (row.Count is >= 2 and <= MaxBlocks)
            {
                int line = row.Min(one => one.Line);
                yield return new OrderingFact(
                    EventOf(chain.Key), OrderingKind.Proposed, [.. row.Select(one => one.Callback)], line, body.LineSpan(line), Confidence, "the priorities that the patch gives");
            }
        }
    }

    // Blocks of several files need not be of one kernel: a patch may change every architecture.
    private static IEnumerable<IGrouping<string, Placed>> InFile(FileChanges file, Dictionary<string, string> chains) =>
        file.Touched.Select(block => Place(block, chains)).OfType<Placed>().GroupBy(one => one.Chain, StringComparer.Ordinal);

    private static Placed? Place(SeenBlock block, Dictionary<string, string> chains)
    {
        int? value = null;
        bool told = block is { HasNamedCallback: true, Priority: not null } && PriorityExpression.Read(block.Priority, 0, out _, out value, out _) == PriorityReading.Value;
        return told && value is int priority && chains.TryGetValue(block.Name, out string? chain) ? new Placed(block.Callback!, priority, chain, block.Line) : null;
    }

    // On other chains the events are many, and the priorities hold for all of them.
    private static string EventOf(string chain) => ChainVocabulary.Root(chain) is "panic" or "reboot" or "restart" or "die" ? ChainVocabulary.Root(chain) : "";

    private sealed record Placed(string Callback, int Priority, string Chain, int Line);
}
