using System.Text;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>Finds the title that a mail gives with a commit id.</summary>
internal static partial class CommitTitle
{
    private const int FullLine = 66;
    private const int LongestWrapped = 80;

    /// <summary>The title, line breaks joined by one blank, or null.</summary>
    /// <param name="line">Line number of the id.</param>
    /// <param name="column">Column of the id.</param>
    /// <param name="before">Own text in front.</param>
    /// <param name="after">Own text behind, with line breaks.</param>
    /// <param name="announced">Whether words in front say that a commit follows.</param>
    public static string? Find(OwnText own, int line, int column, string before, string after, bool announced)
    {
        if (SetApart(after) is string bracketed)
        {
            return bracketed;
        }

        string flat = after.Replace('\n', ' ');
        string text = own.LineAt(own.Body.LineSpan(line).Start);
        if (before.EndsWith('[') && flat.StartsWith(']'))
        {
            return Tidy(LogLine().IsMatch(text) ? Unwrapped(after[1..], text.Length) : FirstLine(after[1..])) ?? TitleBelow(after[1..]);
        }

        if (InQuotes().Match(flat) is { Success: true } quoted)
        {
            return Tidy(quoted.Groups["title"].Value);
        }

        if (CommitDump.TitleAt(own, line) is string dumped)
        {
            return Tidy(dumped);
        }

        if (ListedBelow().IsMatch(text) && NextParagraph(own, line) is string below)
        {
            return Tidy(Stamp().Replace(below, ""));
        }

        return OnSameLine(text, column, after, announced) ?? (announced ? TitleBelow(after) : null);
    }

    /// <summary>The title in brackets behind an id, or null.</summary>
    public static string? SetApart(string after) =>
        InBrackets().Match(after.Replace('\n', ' ')) is { Success: true } match ? Tidy(match.Groups["title"].Value) : null;

    /// <summary>What follows an id and the title that is set apart behind it, on one line.</summary>
    public static string Behind(string after)
    {
        string flat = after.Replace('\n', ' ');
        Match title = InBrackets().Match(flat);
        title = title.Success ? title : InQuotes().Match(flat);
        return title.Success ? flat[title.Length..] : flat;
    }

    // An id that ends its line may have its title on the next one.
    private static string? TitleBelow(string after)
    {
        string[] lines = after.Split('\n');
        return lines.Length > 1 && lines[0].AsSpan().Trim(" :]").IsEmpty && lines[1].Trim() is string title && Area().IsMatch(title) && !Field().IsMatch(title)
            ? Tidy(title)
            : null;
    }

    private static string? OnSameLine(string text, int column, string after, bool announced)
    {
        Match match = BehindColon().Match(after);
        if (match.Success && announced)
        {
            return Tidy(match.Groups["title"].Value);
        }

        string rest = FirstLine(after);
        if (HeadLine().IsMatch(text))
        {
            return Tidy(rest);
        }

        bool alone = text.AsSpan(0, column).Trim(" *-_\t").IsEmpty || FixesTag().IsMatch(text[..column]);
        return alone && Area().IsMatch(rest.Trim()) ? Tidy(rest) : null;
    }

    /// <summary>Whether a text has the shape of a title: an area and a colon, a merge or a release.</summary>
    public static bool HasShape(string text) => Area().IsMatch(text);

    /// <summary>Whether a title in brackets, or one with the shape of a title in quotes, stands behind an id.</summary>
    public static bool IsSetApart(string after)
    {
        string flat = after.Replace('\n', ' ');
        return InBrackets().IsMatch(flat) || (InQuotes().Match(flat) is { Success: true } quoted && Area().IsMatch(quoted.Groups["title"].Value));
    }

    private static string FirstLine(string after)
    {
        int feed = after.IndexOf('\n', StringComparison.Ordinal);
        return feed < 0 ? after : after[..feed];
    }

    // Mail programs wrap the long lines of a log; its next entry begins with a sign or a command.
    private static string Unwrapped(string after, int length)
    {
        string[] lines = after.Split('\n');
        StringBuilder title = new(lines[0]);
        for (int i = 1; i < Math.Min(lines.Length, 4) && IsWrapped(length, lines[i]) && !Entry().IsMatch(lines[i]); i++)
        {
            title.Append(' ').Append(lines[i]);
            length = lines[i].Length;
        }

        return title.ToString();
    }

    // A line was wrapped when the next word did not fit any more, and no program wraps behind what it lets stand.
    private static bool IsWrapped(int length, string next)
    {
        int word = next.AsSpan().TrimStart().IndexOf(' ');
        return length <= LongestWrapped && length + 1 + (word < 0 ? next.Trim().Length : word) > FullLine;
    }

    private static string? NextParagraph(OwnText own, int line)
    {
        bool blank = false;
        for (int next = line + 1; next <= Math.Min(own.Body.LineCount, line + 14); next++)
        {
            if (own.Layout[next] == LineRole.Blank)
            {
                blank = true;
            }
            else if (blank)
            {
                return own.Layout[next] == LineRole.Own ? own.Body.Line(next).Trim().ToString() : null;
            }
        }

        return null;
    }

    private static string? Tidy(string title)
    {
        string result = NumberInSeries().Replace(string.Join(' ', title.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)), "");
        return result.Length == 0 ? null : result;
    }

    [GeneratedRegex(@"^\s{0,3}\(\s{0,2}([""'\u201c](?<title>[^\n]{1,180}?)[""'\u201d]\s{0,2}(\)|$)|(?<title>[^()""\n]{1,60}: [^()\n]{1,120})\)|[""\u201c](?<title>[^""\n]{8,180})[""\u201d](?=\s))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"^,?:?\s{1,3}[""\u201c](?<title>[^""\n]{4,180}?)[""\u201d]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex InQuotes();

    [GeneratedRegex(@"^:\s{1,3}(?<title>[^\n]{4,180})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex BehindColon();

    [GeneratedRegex(@"^(Revert ""|Merge |Linux \d|[\w./+,& -]{1,50}: \S)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Area();

    // Lines of a commit's header and of its trailer have the shape of a title too.
    [GeneratedRegex(@"^(Author|AuthorDate|Commit|CommitDate|Committer|Date|Merge|Parents?|[A-Z][a-z]+(-[a-z]+){1,3}|Link|Closes|Fixes|Cc|Subject|From|To|Note|PS|Reason|https?|[a-z]+-id|prerequisite-[\w-]+|branch|tree|url|config):", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Field();

    [GeneratedRegex(@"^\s{0,8}#\s{0,2}'?\w+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LogLine();

    [GeneratedRegex(@"^\s*(#|git |\[|\$|%|-)|^\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\s{0,4}fixes:?\s+(commit:?\s+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixesTag();

    [GeneratedRegex(@"^((HEAD commit|start commit|(Previous )?HEAD (is now at|position was))\b|commit:\s)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex HeadLine();

    [GeneratedRegex(@"^Commit-ID:|\bchanges since commit\b|\bfetch changes up to\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ListedBelow();

    [GeneratedRegex(@"^\[\d{1,3}/\d{1,3}\] ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NumberInSeries();

    [GeneratedRegex(@"\s*\(\d{4}-\d\d-\d\d [^)]{0,30}\)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Stamp();
}
