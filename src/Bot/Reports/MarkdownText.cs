namespace TriageBot.Bot.Reports;

/// <summary>Text from mail inside GitHub Markdown: no mention, reference, closing keyword, link or HTML in it takes effect.</summary>
internal static class MarkdownText
{
    // Breaks "@name", "#1", "GH-1" and "owner/repo#1" for readers that look inside code too; it is not seen.
    private const char ZeroWidthSpace = '\u200B';

    /// <summary>A code span: GitHub renders what is inside as it stands.</summary>
    public static string Code(string? text, int max = 300)
    {
        string line = Defuse(SafeText.Line(text, max)).Replace('`', '\'');
        return line.Length == 0 ? "` `" : "`" + line + "`";
    }

    /// <summary>A fenced block whose fence is longer than any run of backticks inside.</summary>
    public static IEnumerable<string> Fence(IEnumerable<string> lines, string language = "text") =>
        Fenced([.. lines.Select(line => Defuse(SafeText.Verbatim(line)))], language);

    /// <summary>A fenced diff that can be copied and applied: nothing is put into it. GitHub acts on nothing in a fence.</summary>
    public static IEnumerable<string> Diff(IEnumerable<string> lines) => Fenced([.. lines.Select(line => SafeText.Verbatim(line))], "diff");

    private static string[] Fenced(List<string> safe, string language)
    {
        string fence = new('`', Math.Max(3, safe.Select(LongestRun).DefaultIfEmpty(0).Max() + 1));
        return [fence + language, .. safe, fence];
    }

    /// <summary>Prose of this program that holds names from a mail: marks that mean something to Markdown are escaped.</summary>
    public static string Prose(string? text)
    {
        string line = Defuse(SafeText.Line(text, 2000));
        return string.Concat(line.Select(c => c switch
        {
            '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '|' or '~' or '$' => "\\" + c,
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            _ => c.ToString(),
        }));
    }

    /// <summary>Plain text for a title.</summary>
    public static string Title(string text) => Defuse(SafeText.Line(text, 200));

    private static string Defuse(string text)
    {
        string broken = text
            .Replace("@", "@" + ZeroWidthSpace, StringComparison.Ordinal)
            .Replace("GH-", "GH" + ZeroWidthSpace + "-", StringComparison.OrdinalIgnoreCase)
            .Replace("www.", "www" + ZeroWidthSpace + ".", StringComparison.OrdinalIgnoreCase)
            .Replace("://", ":" + ZeroWidthSpace + "//", StringComparison.Ordinal);
        return string.Concat(broken.Select((c, i) =>
            c == '#' && i + 1 < broken.Length && char.IsAsciiDigit(broken[i + 1]) ? "#" + ZeroWidthSpace : c.ToString()));
    }

    private static int LongestRun(string line)
    {
        int longest = 0;
        int run = 0;
        foreach (char c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
