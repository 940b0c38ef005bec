using System.Collections.Immutable;

namespace TriageBot.Engine.Repair;

/// <summary>Tells which other callbacks change sides relative to the callbacks of an edit.</summary>
internal static class WalkChanges
{
    /// <summary>One sentence for each of <paramref name="mine"/> that others changed sides with: how many, and which.</summary>
    public static IEnumerable<string> Between(string onEvent, ImmutableArray<string> before, ImmutableArray<string> after, IReadOnlySet<string> mine)
    {
        foreach (string own in before.Where(c => IsMine(c, mine)).Distinct(StringComparer.Ordinal))
        {
            int now = Find(after, own, mine);
            ILookup<bool, string> moved = before
                .Where(c => !IsMine(c, mine) && after.Contains(c, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Where(c => now >= 0 && before.IndexOf(c) < before.IndexOf(own) != after.IndexOf(c) < now)
                .ToLookup(c => before.IndexOf(c) < before.IndexOf(own));
            foreach (IGrouping<bool, string> group in moved)
            {
                yield return $"on {onEvent} {group.Count()} other callbacks now run {(group.Key ? "after" : "before")} {own}: {string.Join(", ", group)}";
            }
        }
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
