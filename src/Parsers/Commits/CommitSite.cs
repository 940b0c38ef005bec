using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>A hexadecimal word and what stands around it.</summary>
/// <param name="Sha">The word.</param>
/// <param name="Line">Its line, blanks cut.</param>
/// <param name="Before">Own text in front, on one line.</param>
/// <param name="After">Own text behind, on one line.</param>
/// <param name="Subject">The title given with it, or null.</param>
/// <param name="IsReference">Whether it can be a commit at all.</param>
internal sealed partial record CommitSite(string Sha, string Line, string Before, string After, string? Subject, bool IsReference)
{
    private const int Reach = 220;

    /// <summary>Reads the surroundings of a word.</summary>
    public static CommitSite At(OwnText own, int line, TextSpan span)
    {
        string sha = own.Text.Substring(span.Start, span.Length);
        string text = own.LineAt(span.Start);
        string before = own.Before(span.Start, Reach);
        string after = own.After(span.End, Reach);
        int column = span.Start - own.Body.LineSpan(line).Start;
        bool announced = Announced().IsMatch(before) || text.StartsWith("git bisect", StringComparison.Ordinal);
        string? subject = SubjectOf(text, column, before, after, announced);
        bool isReference = IsCommit(sha, text, column, before, after, announced, subject);
        return new CommitSite(sha, text.Trim(), before, after.Replace('\n', ' '), subject, isReference);
    }

    private static bool IsCommit(string sha, string line, int column, string before, string after, bool announced, string? subject)
    {
        bool mixed = sha.AsSpan().ContainsAnyInRange('a', 'f') && sha.AsSpan().ContainsAnyInRange('0', '9');
        if (sha.Length < 7)
        {
            return FixesTag().IsMatch(line) && FixesTag().Match(line).Length == column && subject is not null;
        }

        if (Excluded().IsMatch(line) || (!mixed && !(announced && sha.Length >= 10)))
        {
            return false;
        }

        if (announced || FixesTag().IsMatch(line))
        {
            return true;
        }

        bool quotedTitle = subject is not null && TitleInBrackets().IsMatch(after);
        bool bracketed = before.EndsWith('[') && after.StartsWith(']') && subject is not null && AreaTitle().IsMatch(subject) && column <= 4;
        bool oneLine = subject is not null && line.AsSpan(0, column).Trim(" *-_\t").IsEmpty && AreaTitle().IsMatch(subject) && sha.Length is >= 7 and <= 16 or 40;
        return quotedTitle || bracketed || oneLine || (sha.Length == 40 && !StackLine().IsMatch(line)) || IsFirstBad(after);
    }

    private static bool IsFirstBad(string after) => FirstBadBehind().IsMatch(after);

    private static string? SubjectOf(string line, int column, string before, string after, bool announced)
    {
        string flat = after.Replace('\n', ' ');
        Match match = TitleInBrackets().Match(flat);
        if (match.Success)
        {
            return Tidy(match.Groups["title"].Value);
        }

        if (before.EndsWith('[') && flat.StartsWith(']'))
        {
            return Tidy(RestOfLine(after[1..]));
        }

        match = TitleInQuotes().Match(flat);
        if (match.Success)
        {
            return Tidy(match.Groups["title"].Value);
        }

        bool alone = line.AsSpan(0, column).Trim(" *-_\t").IsEmpty;
        match = TitleBehindColon().Match(after);
        if (match.Success && announced)
        {
            return Tidy(match.Groups["title"].Value);
        }

        string rest = RestOfLine(after);
        return alone && AreaTitle().IsMatch(rest.Trim()) ? Tidy(rest) : null;
    }

    private static string RestOfLine(string after)
    {
        int feed = after.IndexOf('\n', StringComparison.Ordinal);
        return feed < 0 ? after : after[..feed];
    }

    private static string? Tidy(string title)
    {
        string result = string.Join(' ', title.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return result.Length == 0 ? null : result;
    }

    [GeneratedRegex(@"(\bcommits?|\bchangeset|\bpatch|\brevert(s|ed|ing)?|\bbisect(ed|ion|ing)?\b.{0,80}\b(to|is|at|as|on|down|in|commit)|\bfix(es|ed)?( by| in)?|introduced( in| by)?|caused by|since|culprit( is| was)?|regress\w+ (in|from|since)|bad|good|skip|HEAD|base-commit|[Cc]ommit-ID|upstream|broken (by|in|since)|\bblam\w+( on)?|offending|#regzbot (\^?introduced|fix\w*)|^git bisect \w+|(changes since|up to|range|on top of|based on)( commit)?)\W{0,6}(\s|:|\[|\(|$)\W{0,4}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Announced();

    [GeneratedRegex(@"^\s{0,4}fixes:?\s+(commit:?\s+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixesTag();

    [GeneratedRegex(@"^\s*(index [0-9a-f]+\.\.|build id|buildid|compiler:|Message-I|.{0,10}(RIP|RSP|RAX|RBX|RCX|RDX|RSI|RDI|RBP|R\d\d|CR\d|FS|GS|NIP|LR|GPR\d\d|Code):)|dashboard link|syzkaller\.appspot|x-debug|appspotmail", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Excluded();

    [GeneratedRegex(@"\[<|\+0x|/0x|^\s*\[ *\d+\.\d+\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^\s{0,3}\(\s{0,2}([""'\u201c](?<title>[^\n]{1,180}?)[""'\u201d]\s{0,2}(\)|$)|(?<title>[^()""\n]{1,60}: [^()\n]{1,120})\))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TitleInBrackets();

    [GeneratedRegex(@"^,?:?\s{1,3}[""\u201c](?<title>[^""\n]{4,180}?)[""\u201d]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TitleInQuotes();

    [GeneratedRegex(@"^:\s{1,3}(?<title>[^\n]{4,180})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TitleBehindColon();

    [GeneratedRegex(@"^(Revert ""|Merge |Linux \d|[\w./+,& -]{1,50}: \S)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AreaTitle();

    [GeneratedRegex(@"^\s{1,4}(is|as|was) the (very )?first '?(bad|new)'? commit", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FirstBadBehind();
}
