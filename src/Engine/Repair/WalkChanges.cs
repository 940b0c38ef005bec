using System.Collections.Immutable;

namespace TriageBot.Engine.Repair;

/// <summary>Tells which other callbacks change sides relative to the callbacks of an edit.</summary>
internal static class WalkChanges
{
    /// <summary>One sentence for each other callback that ran before one of <paramref name="mine"/> and now runs after it, or the other way round.</summary>
    public static IEnumerable<string> Between(string onEvent, ImmutableArray<string> before, ImmutableArray<string> after, IReadOnlySet<string> mine)
    {
        foreach (string other in before.Where(c => !IsMine(c, mine)).Distinct(StringComparer.Ordinal))
        {
            foreach (string own in before.Where(c => IsMine(c, mine)).Distinct(StringComparer.Ordinal))
            {
                int now = Find(after, own, mine);
                bool ranFirst = before.IndexOf(other) < before.IndexOf(own);
                if (now >= 0 && after.Contains(other, StringComparer.Ordinal) && ranFirst != after.IndexOf(other) < now)
                {
                    yield return $"on {onEvent} {other} now runs {(ranFirst ? "after" : "before")} {own}";
                }
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
