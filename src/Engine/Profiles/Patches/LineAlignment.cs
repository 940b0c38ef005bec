using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Finds the place of a hunk in a function by the statements that it shows.</summary>
internal static class LineAlignment
{
    // More places than this are one too many anyway.
    private const int Enough = 2;

    /// <summary>The places at which the statements stand one behind the other, with nothing between them that a hunk would show.</summary>
    /// <param name="keys">Statements of the old side that this kernel must have at the place.</param>
    /// <returns>Per place the line of each statement.</returns>
    public static ImmutableArray<ImmutableArray<int>> Places(ImmutableArray<LoaderLine> lines, IReadOnlyList<string> keys, IReadOnlySet<LoaderLine> added)
    {
        ImmutableArray<ImmutableArray<int>>.Builder found = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        for (int start = 0; start < lines.Length && keys.Count > 0 && found.Count < Enough; start++)
        {
            if (Matches(lines[start], keys[0], added) && From(lines, keys, start, added) is { } place)
            {
                found.Add(place);
            }
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<int>? From(ImmutableArray<LoaderLine> lines, IReadOnlyList<string> keys, int start, IReadOnlySet<LoaderLine> added)
    {
        List<int> place = [start];
        for (int at = start + 1; place.Count < keys.Count; at++)
        {
            if (at >= lines.Length)
            {
                return null;
            }

            if (Matches(lines[at], keys[place.Count], added))
            {
                place.Add(at);
            }
            else if (IsShown(lines[at]) && !added.Contains(lines[at]))
            {
                return null;
            }
        }

        return [.. place];
    }

    private static bool IsShown(LoaderLine line) => line.Key is not null && line.Kind is LoaderLineKind.Step or LoaderLineKind.Call;

    private static bool Matches(LoaderLine line, string key, IReadOnlySet<LoaderLine> added) =>
        line.Key is string known && !added.Contains(line)
        && (known.Equals(key, StringComparison.Ordinal) || (key == "chain ?" && known.StartsWith("chain ", StringComparison.Ordinal)));
}
