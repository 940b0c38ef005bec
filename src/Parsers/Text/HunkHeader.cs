using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Text;

/// <summary>The <c>@@ -a,b +c,d @@ function</c> line of a hunk.</summary>
/// <param name="Counted">False for hunks whose header was shortened by hand; the counts are then 0.</param>
/// <param name="OldStart">First line in the old file, 0 when not stated.</param>
/// <param name="NewStart">First line in the new file, 0 when not stated.</param>
/// <param name="Parents">Columns of signs: 1, or the number of parents in the combined diff of a merge.</param>
/// <param name="Function">What stands behind the second row of <c>@</c>.</param>
internal readonly partial record struct HunkHeader(bool Counted, int OldStart, int OldCount, int NewStart, int NewCount, int Parents, string Function)
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
            int signs = line.IndexOfAnyExcept('@') is > 2 and int row ? row : 2;
            int close = text.IndexOf(new string('@', signs), signs, StringComparison.Ordinal);
            int newStart = NewFile().Match(text) is { Success: true } place ? Number(place.Groups["new"]) : 0;
            header = new HunkHeader(Counted: false, 0, 0, newStart, 0, signs - 1, close < 0 ? "" : text[(close + signs)..].Trim());
            return true;
        }

        header = new HunkHeader(
            Counted: true, Number(match.Groups["oldStart"]), Count(match.Groups["old"]), Number(match.Groups["newStart"]), Count(match.Groups["new"]), 1,
            match.Groups["function"].Value.Trim());
        return true;
    }

    private static int Count(Group group) => group.Success ? Number(group) : 1;

    private static int Number(Group group) => int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    [GeneratedRegex(@"^@@ -(?<oldStart>\d{1,9})(,(?<old>\d{1,7}))? \+(?<newStart>\d{1,9})(,(?<new>\d{1,7}))? @@(?<function>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^@{3,9} (-\d[\d,]{0,16} ){1,9}\+(?<new>\d{1,9})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NewFile();
}
