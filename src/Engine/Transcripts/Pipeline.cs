using System.Globalization;

namespace TriageBot.Engine.Transcripts;

/// <summary>The few filters that recorded commands pipe a file through: <c>cut -cA-B</c>, <c>grep TEXT</c>, <c>head -n N</c>, <c>wc -l</c>.</summary>
internal static class Pipeline
{
    public static string Run(string text, string[] words)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        foreach (string[] stage in Stages(words))
        {
            lines = stage switch
            {
                ["cut", string range] when range.StartsWith("-c", StringComparison.Ordinal) => [.. lines.Select(l => Cut(l, range[2..]))],
                ["grep", string wanted] => [.. lines.Where(l => l.Contains(wanted.Trim('\'', '"'), StringComparison.Ordinal))],
                ["head", "-n", string count] when int.TryParse(count, CultureInfo.InvariantCulture, out int n) => lines[..Math.Min(n, lines.Length)],
                ["wc", "-l"] => [lines.Length.ToString(CultureInfo.InvariantCulture)],
                _ => lines,
            };
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string[]> Stages(string[] words)
    {
        List<string> stage = [];
        foreach (string word in words.Append("|"))
        {
            if (word != "|")
            {
                stage.Add(word);
            }
            else if (stage.Count > 0)
            {
                yield return [.. stage];
                stage.Clear();
            }
        }
    }

    private static string Cut(string line, string range)
    {
        string[] ends = range.Split('-');
        int from = int.TryParse(ends[0], CultureInfo.InvariantCulture, out int first) ? first : 1;
        int to = ends.Length == 1 ? from : int.TryParse(ends[1], CultureInfo.InvariantCulture, out int last) ? last : line.Length;
        int start = Math.Clamp(from - 1, 0, line.Length);
        return line[start..Math.Clamp(to, start, line.Length)];
    }
}
