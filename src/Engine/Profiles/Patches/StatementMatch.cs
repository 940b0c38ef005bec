using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>What becomes of a statement.</summary>
/// <param name="Before">Index on the old side, or -1 for one that comes.</param>
/// <param name="After">Index on the new side, or -1 for one that goes.</param>
internal readonly record struct StatementFate(int Before, int After);

/// <summary>Compares the two sides of a hunk statement by statement.</summary>
internal static class StatementMatch
{
    /// <summary>The fates in the order of the text: what goes before what comes in its place.</summary>
    public static ImmutableArray<StatementFate> Compare(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        int[,] common = new int[before.Count + 1, after.Count + 1];
        for (int i = before.Count - 1; i >= 0; i--)
        {
            for (int j = after.Count - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        ImmutableArray<StatementFate>.Builder fates = ImmutableArray.CreateBuilder<StatementFate>();
        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && before[i] == after[j])
            {
                fates.Add(new StatementFate(i++, j++));
            }
            else if (i < before.Count && (j == after.Count || common[i + 1, j] >= common[i, j + 1]))
            {
                fates.Add(new StatementFate(i++, -1));
            }
            else
            {
                fates.Add(new StatementFate(-1, j++));
            }
        }

        return fates.ToImmutable();
    }
}
