using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Text;

/// <summary>The <c>@@ -a,b +c,d @@ function</c> line of a hunk.</summary>
/// <param name="Counted">False for hunks whose header was shortened by hand; the counts are then 0.</param>
/// <param name="Function">What stands behind the second <c>@@</c>.</param>
internal readonly partial record struct HunkHeader(bool Counted, int OldCount, int NewCount, string Function)
{
    /// <summary>Reads the line.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, out HunkHeader header)
    {
        header = default;
        if (!line.StartsWith("@@", StringComparison.Ordinal) || line.Length > 500)
        {
            return false;
        }

        string text = line.ToString();
        Match match = Pattern().Match(text);
        if (!match.Success)
        {
            int close = text.IndexOf("@@", 2, StringComparison.Ordinal);
            header = new HunkHeader(Counted: false, 0, 0, close < 0 ? "" : text[(close + 2)..].Trim());
            return true;
        }

        header = new HunkHeader(Counted: true, Count(match.Groups["old"]), Count(match.Groups["new"]), match.Groups["function"].Value.Trim());
        return true;
    }

    private static int Count(Group group) =>
        !group.Success ? 1 : int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    [GeneratedRegex(@"^@@ -\d+(,(?<old>\d{1,7}))? \+\d+(,(?<new>\d{1,7}))? @@(?<function>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Pattern();
}
