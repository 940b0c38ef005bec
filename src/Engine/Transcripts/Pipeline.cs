using System.Globalization;

namespace TriageBot.Engine.Transcripts;

/// <summary>The few filters that recorded commands pipe a file through: <c>cut -cA-B</c>, <c>grep [-v] TEXT</c>, <c>head -n N</c>, <c>tail -n N</c>,
/// <c>sort</c>, <c>wc -l</c>.</summary>
internal static class Pipeline
{
    /// <summary>True when the filter is one of these.</summary>
    public static bool Knows(string stage) => Filter(stage) is not null;

    /// <summary>Text behind the last filter.</summary>
    public static string Run(string text, IEnumerable<string> stages) =>
        string.Join('\n', stages.Aggregate(text.TrimEnd('\n').Split('\n'), (lines, stage) => Filter(stage)?.Invoke(lines) ?? lines));

    private static Func<string[], string[]>? Filter(string stage) => stage.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["cut", ['-', 'c', .. string range]] => lines => [.. lines.Select(l => Cut(l, range))],
        ["grep", "-v", string unwanted] => lines => [.. lines.Where(l => !Has(l, unwanted))],
        ["grep", string wanted] => lines => [.. lines.Where(l => Has(l, wanted))],
        ["head", "-n", string count] when Count(count) is int first => lines => lines[..Math.Min(first, lines.Length)],
        ["tail", "-n", string count] when Count(count) is int last => lines => lines[Math.Max(0, lines.Length - last)..],
        ["sort"] => lines => [.. lines.Order(StringComparer.Ordinal)],
        ["wc", "-l"] => lines => [lines.Length.ToString(CultureInfo.InvariantCulture)],
        _ => null,
    };

    private static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    private static bool Has(string line, string text) => line.Contains(text.Trim('\'', '"'), StringComparison.Ordinal);

    private static string Cut(string line, string range)
    {
        string[] ends = range.Split('-');
        int from = Count(ends[0]) ?? 1;
        int to = ends.Length == 1 ? from : Count(ends[1]) ?? line.Length;
        int start = Math.Clamp(from - 1, 0, line.Length);
        return line[start..Math.Clamp(to, start, line.Length)];
    }
}
