using System.Collections.Immutable;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Reads changes of notifier blocks out of the diffs of a mail.</summary>
internal static class NotifierChangeReader
{
    /// <summary>Reads all diffs in the author's own text.</summary>
    public static ImmutableArray<NotifierChangeFact> Read(BodyLayout layout, CallbackBook book, int maxFacts)
    {
        ImmutableArray<NotifierChangeFact>.Builder facts = ImmutableArray.CreateBuilder<NotifierChangeFact>();
        List<FileChanges> files = [.. UnifiedDiff.Read(layout, Triggers.Diff).Select(FileChanges.Of)];
        HashSet<string> callbacks = [.. files.SelectMany(file => file.Callbacks)];
        foreach (FileChanges changes in files)
        {
            changes.ReadBodies(callbacks);
            facts.AddRange(changes.Facts(layout.Body).Take(maxFacts - facts.Count));
            changes.Name(book, layout.Body);
            changes.MentionInitcalls(book);
        }

        return facts.ToImmutable();
    }
}
