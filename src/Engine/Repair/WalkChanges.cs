using System.Collections.Immutable;

namespace TriageBot.Engine.Repair;

/// <summary>Tells which other callbacks change sides relative to the callbacks of an edit.</summary>
internal static class WalkChanges
{
    /// <summary>One sentence for each group of others that changed sides with the same of <paramref name="mine"/>: how many, and which.</summary>
    public static IEnumerable<string> Between(string onEvent, ImmutableArray<string> before, ImmutableArray<string> after, IReadOnlySet<string> mine)
    {
        IEnumerable<(string Own, bool NowAfter, string Others, int Count)> moves =
            from own in before.Where(c => IsMine(c, mine)).Distinct(StringComparer.Ordinal)
            let now = Find(after, own, mine)
            where now >= 0
            from side in before
                .Where(c => !IsMine(c, mine) && after.Contains(c, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Where(c => before.IndexOf(c) < before.IndexOf(own) != after.IndexOf(c) < now)
                .GroupBy(c => before.IndexOf(c) < before.IndexOf(own))
            select (own, side.Key, string.Join(", ", side), side.Count());
        return moves
            .GroupBy(m => (m.NowAfter, m.Others, m.Count))
            .Select(g => $"on {onEvent} {g.Key.Count} other callbacks now run {(g.Key.NowAfter ? "after" : "before")} {string.Join(" and ", g.Select(m => m.Own))}: {g.Key.Others}");
    }

    /// <summary>A split handler keeps its callback's name with the state behind it.</summary>
    private static bool IsMine(string callback, IReadOnlySet<string> mine) =>
        mine.Contains(callback) || mine.Any(m => callback.StartsWith(m + "_", StringComparison.Ordinal));

    private static int Find(ImmutableArray<string> walk, string own, IReadOnlySet<string> mine)
    {
        int exact = walk.IndexOf(own);
        return exact >= 0 ? exact : walk.ToList().FindIndex(c => IsMine(c, mine) && c.StartsWith(own + "_", StringComparison.Ordinal));
    }
}
