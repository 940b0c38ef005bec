using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>Cuts lines of C into words and signs. Comments, preprocessor lines and the spelling of strings are left out.</summary>
internal static partial class CWords
{
    private const int MaxLine = 1_000;

    /// <summary>The words of the lines.</summary>
    public static List<CWord> Of(IEnumerable<DiffLine> lines)
    {
        List<CWord> words = [];
        bool comment = false;
        bool first = true;
        foreach (DiffLine line in lines)
        {
            string text = line.Text.Length > MaxLine ? "" : line.Text;

            // A hunk may begin within a comment; each line of one in kernel style says so.
            bool star = text.AsSpan().TrimStart().StartsWith("*", StringComparison.Ordinal);
            comment |= first && star;
            first &= text.AsSpan().IsWhiteSpace() || star;
            text = Uncommented(text, ref comment);
            if (text.StartsWith('#'))
            {
                continue;
            }

            foreach (Match match in Word().Matches(text))
            {
                words.Add(new CWord(match.ValueSpan[0] is '"' ? "\"\"" : match.Value, line.Line));
            }
        }

        return words;
    }

    private static string Uncommented(string text, ref bool comment)
    {
        string rest = text;
        string kept = "";
        while (rest.Length > 0)
        {
            int at = rest.IndexOf(comment ? "*/" : "/*", StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            kept += comment ? "" : rest[..at];
            rest = rest[(at + 2)..];
            comment = !comment;
        }

        // A comment of which only the first line is shown ends with the next line that does not look like it.
        string code = comment ? kept : kept + rest;
        int slashes = code.IndexOf("//", StringComparison.Ordinal);
        return slashes < 0 ? code : code[..slashes];
    }

    [GeneratedRegex(@"[A-Za-z_]\w*|\d\w*|""(\\.|[^""\\])*""|'(\\.|[^'\\])*'|->|==|!=|&&|\|\||<=|>=|\S", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
