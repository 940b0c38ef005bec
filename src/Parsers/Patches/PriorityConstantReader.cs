using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds macros that name a priority and change their value.</summary>
internal static partial class PriorityConstantReader
{
    /// <summary>Macros whose old and new value differ.</summary>
    public static IEnumerable<(string Name, string From, string To, int Line)> Read(DiffFile file)
    {
        Dictionary<string, string> old = new(StringComparer.Ordinal);
        foreach (DiffLine line in Lines(file, '-'))
        {
            Match match = Define().Match(line.Text);
            if (match.Success)
            {
                old.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value.Trim());
            }
        }

        foreach (DiffLine line in Lines(file, '+'))
        {
            Match match = Define().Match(line.Text);
            if (match.Success && old.TryGetValue(match.Groups["name"].Value, out string? from)
                && !from.Equals(match.Groups["value"].Value.Trim(), StringComparison.Ordinal))
            {
                yield return (match.Groups["name"].Value, from, match.Groups["value"].Value.Trim(), line.Line);
            }
        }
    }

    private static IEnumerable<DiffLine> Lines(DiffFile file, char sign) =>
        file.Hunks.SelectMany(hunk => hunk.Lines).Where(line => line.Sign == sign && line.Text.Length < 300 && line.Text.StartsWith('#'));

    [GeneratedRegex(@"^#\s*define\s+(?<name>\w*_PRIO?(RITY)?\b\w*|\w*PRIORITY\w*)\s+(?<value>[^/]{1,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Define();
}
