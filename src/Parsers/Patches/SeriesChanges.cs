using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>What the patches of a series do together: what one patch adds and a later one takes away again is no change.</summary>
public static class SeriesChanges
{
    /// <summary>The net changes, in the order in which the series first touches each block.</summary>
    /// <param name="changes">Changes of all patches, first patch first. Line and span of a result are those of the last change that counts.</param>
    public static ImmutableArray<NotifierChangeFact> Net(IEnumerable<NotifierChangeFact> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        List<(string File, string Block, string Family)> order = [];
        Dictionary<(string File, string Block, string Family), List<NotifierChangeFact>> net = [];
        foreach (NotifierChangeFact change in changes)
        {
            (string File, string Block, string Family) key = (change.File, change.Block, FamilyOf(change));
            if (!net.TryGetValue(key, out List<NotifierChangeFact>? kept))
            {
                net.Add(key, kept = []);
                order.Add(key);
            }

            Fold(kept, change);
        }

        return [.. order.SelectMany(key => net[key])];
    }

    private static string FamilyOf(NotifierChangeFact change) => change.Change switch
    {
        NotifierChangeKind.Added or NotifierChangeKind.Removed or NotifierChangeKind.Priority => "block",
        NotifierChangeKind.CallAdded or NotifierChangeKind.CallRemoved or NotifierChangeKind.CallMoved => "call",
        NotifierChangeKind.CaseAdded or NotifierChangeKind.CaseRemoved => "case " + (change.To ?? change.From),
        NotifierChangeKind kind => kind.ToString(),
    };

    private static void Fold(List<NotifierChangeFact> kept, NotifierChangeFact change)
    {
        int index = kept.FindLastIndex(earlier => Join(earlier, change) is not null);
        if (index < 0)
        {
            kept.Add(change);
            return;
        }

        NotifierChangeFact? joined = Join(kept[index], change);
        kept.RemoveAt(index);
        if (joined is { } fact && !IsNothing(fact))
        {
            kept.Insert(index, fact);
        }
    }

    // Null when the two do not belong together. A change from a thing to itself is none, and is dropped by the caller.
    private static NotifierChangeFact? Join(NotifierChangeFact earlier, NotifierChangeFact later) => (earlier.Change, later.Change) switch
    {
        (NotifierChangeKind.Added, NotifierChangeKind.Priority) => later with { Change = NotifierChangeKind.Added, From = null },
        (NotifierChangeKind.Priority, NotifierChangeKind.Priority) => later with { From = earlier.From },
        (NotifierChangeKind.Priority, NotifierChangeKind.Removed) => later with { From = earlier.From },
        (NotifierChangeKind.Removed, NotifierChangeKind.Added) => later with { Change = NotifierChangeKind.Priority, From = earlier.From },
        (NotifierChangeKind.Added, NotifierChangeKind.Removed) => later with { Change = NotifierChangeKind.Priority, From = null, To = null },
        (NotifierChangeKind.CallAdded, NotifierChangeKind.CallRemoved) when Same(earlier.To, later.From) => later with { Change = NotifierChangeKind.CallMoved, From = null, To = null },
        (NotifierChangeKind.CallRemoved, NotifierChangeKind.CallAdded) => later with { Change = NotifierChangeKind.CallMoved, From = earlier.From },
        (NotifierChangeKind.CallAdded, NotifierChangeKind.CallMoved) when Same(earlier.To, later.From) => later with { Change = NotifierChangeKind.CallAdded, From = null },
        (NotifierChangeKind.CallMoved, NotifierChangeKind.CallMoved) when Same(earlier.To, later.From) && !Same(earlier.From, earlier.To) => later with { From = earlier.From },
        (NotifierChangeKind.CallMoved, NotifierChangeKind.CallRemoved) when Same(earlier.To, later.From) => later with { From = earlier.From },
        (NotifierChangeKind.Registered, NotifierChangeKind.Registered) or (NotifierChangeKind.Unregistered, NotifierChangeKind.Unregistered)
            or (NotifierChangeKind.CaseAdded, NotifierChangeKind.CaseAdded) or (NotifierChangeKind.CaseRemoved, NotifierChangeKind.CaseRemoved) => earlier,
        (NotifierChangeKind.CaseAdded, NotifierChangeKind.CaseRemoved) or (NotifierChangeKind.CaseRemoved, NotifierChangeKind.CaseAdded) =>
            later with { Change = NotifierChangeKind.Priority, From = null, To = null },
        _ => null,
    };

    // A call that moved within its function has the same name on both sides and is a change all the same.
    private static bool IsNothing(NotifierChangeFact fact) => fact.Change switch
    {
        NotifierChangeKind.Priority => Same(fact.From, fact.To),
        NotifierChangeKind.CallMoved => fact.From is null && fact.To is null,
        _ => false,
    };

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
