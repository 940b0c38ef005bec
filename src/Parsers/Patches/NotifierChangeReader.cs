using System.Collections.Frozen;
using System.Collections.Immutable;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Reads changes of notifier blocks out of the diffs of a mail.</summary>
internal static class NotifierChangeReader
{
    /// <summary>Reads all diffs in the author's own text: the changes, and the orders that their priorities make.</summary>
    public static (ImmutableArray<NotifierChangeFact> Changes, ImmutableArray<OrderingFact> Orders) Read(BodyLayout layout, CallbackBook book, int maxFacts)
    {
        ImmutableArray<NotifierChangeFact>.Builder facts = ImmutableArray.CreateBuilder<NotifierChangeFact>();
        List<FileChanges> files = [.. UnifiedDiff.Read(layout, Triggers.Diff).Where(IsCode).Select(FileChanges.Of)];
        HashSet<string> callbacks = [.. files.SelectMany(file => file.Callbacks)];
        FrozenSet<string> blocks = files.SelectMany(file => file.Blocks).Select(block => block.Name).ToFrozenSet(StringComparer.Ordinal);
        foreach (FileChanges changes in files)
        {
            changes.ReadBodies(callbacks, blocks);
            facts.AddRange(changes.Facts(layout.Body).Take(maxFacts - facts.Count));
            changes.Name(book, layout.Body);
            changes.MentionInitcalls(book);
        }

        return (facts.ToImmutable(), [.. PatchedOrders.Read(files, blocks, layout.Body)]);
    }

    // What documentation shows as an example changes no kernel.
    private static bool IsCode(DiffFile file) =>
        !file.Path.StartsWith("Documentation/", StringComparison.Ordinal) && Path.GetExtension(file.Path) is not (".rst" or ".txt" or ".md");
}
