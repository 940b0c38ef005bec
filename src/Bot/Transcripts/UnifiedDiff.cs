using DiffPlex;
using DiffPlex.Model;

namespace TriageBot.Bot.Transcripts;

/// <summary>Two lists of lines as a unified diff with three lines of context.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Counts the lines of the first list that the second has too, in order.</summary>
    public static int Common(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> actual) =>
        expected.Count - Blocks(expected, actual).Sum(b => b.DeleteCountA);

    /// <summary>The diff; empty when the lists are equal.</summary>
    public static IReadOnlyList<string> Lines(string name, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        IReadOnlyList<string> hunks = Hunks(expected, actual, 1, 1);
        return hunks.Count == 0 ? [] : [$"--- {name} (recorded)", $"+++ {name} (emulated)", .. hunks];
    }

    /// <summary>The hunks alone, where the lists stand in larger texts.</summary>
    /// <param name="firstExpected">Number of the first expected line in its text, from 1.</param>
    /// <param name="firstActual">Number of the first actual line in its text, from 1.</param>
    public static IReadOnlyList<string> Hunks(IReadOnlyList<string> expected, IReadOnlyList<string> actual, int firstExpected, int firstActual)
    {
        List<string> lines = [];
        foreach (List<DiffBlock> hunk in Hunks(Blocks(expected, actual)))
        {
            AddHunk(lines, hunk, expected, actual, firstExpected, firstActual);
        }

        return lines;
    }

    private static IList<DiffBlock> Blocks(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Differ.Instance.CreateLineDiffs(string.Join('\n', expected), string.Join('\n', actual), ignoreWhitespace: false).DiffBlocks;

    private static IEnumerable<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        List<DiffBlock> hunk = [];
        foreach (DiffBlock block in blocks)
        {
            if (hunk.Count > 0 && block.DeleteStartA - (hunk[^1].DeleteStartA + hunk[^1].DeleteCountA) > 2 * Context)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(block);
        }

        if (hunk.Count > 0)
        {
            yield return hunk;
        }
    }

    private static void AddHunk(List<string> lines, List<DiffBlock> hunk, IReadOnlyList<string> expected, IReadOnlyList<string> actual, int firstExpected, int firstActual)
    {
        int start = Math.Max(0, hunk[0].DeleteStartA - Context);
        int end = Math.Min(expected.Count, hunk[^1].DeleteStartA + hunk[^1].DeleteCountA + Context);
        int startB = hunk[0].InsertStartB - (hunk[0].DeleteStartA - start);
        int endB = hunk[^1].InsertStartB + hunk[^1].InsertCountB + (end - hunk[^1].DeleteStartA - hunk[^1].DeleteCountA);
        lines.Add($"@@ -{start + firstExpected},{end - start} +{startB + firstActual},{endB - startB} @@");
        int at = start;
        foreach (DiffBlock block in hunk)
        {
            lines.AddRange(expected.Skip(at).Take(block.DeleteStartA - at).Select(l => " " + l));
            lines.AddRange(expected.Skip(block.DeleteStartA).Take(block.DeleteCountA).Select(l => "-" + l));
            lines.AddRange(actual.Skip(block.InsertStartB).Take(block.InsertCountB).Select(l => "+" + l));
            at = block.DeleteStartA + block.DeleteCountA;
        }

        lines.AddRange(expected.Skip(at).Take(end - at).Select(l => " " + l));
    }
}
