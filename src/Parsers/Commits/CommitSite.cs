using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>A hexadecimal word and what stands around it.</summary>
/// <param name="Sha">The word.</param>
/// <param name="Line">Its line, blanks cut.</param>
/// <param name="Head">Its line in front of it.</param>
/// <param name="Before">Own text in front, on one line.</param>
/// <param name="After">Own text behind, on one line.</param>
/// <param name="Subject">The title given with it, or null.</param>
/// <param name="IsReference">Whether it can be a commit at all.</param>
internal sealed partial record CommitSite(string Sha, string Line, string Head, string Before, string After, string? Subject, bool IsReference)
{
    private const int Reach = 220;

    /// <summary>Reads the surroundings of a word.</summary>
    public static CommitSite At(OwnText own, int line, TextSpan span)
    {
        string sha = own.Text.Substring(span.Start, span.Length);
        string text = own.LineAt(span.Start);
        int column = span.Start - own.Body.LineSpan(line).Start;
        string before = LeadIn(own, line) is string leadIn && text.AsSpan(0, column).Trim(" *-_\t") is "" or "commit"
            ? leadIn + " " + text[..column]
            : own.Before(span.Start, Reach);
        bool endsRange = RangeStart().IsMatch(before);
        before = RangeStart().Replace(before, "");
        string after = own.After(span.End, Reach);
        if (before.Length > 0 && after.Length > 0 && before[^1] == after[0] && after[0] is '`' or '\'' or '*' or '_' or '"')
        {
            (before, after) = (before[..^1], after[1..]);
        }

        bool announced = Announced().IsMatch(before) || text.StartsWith("git bisect", StringComparison.Ordinal) || StableNote().IsMatch(text[..column]);
        string? subject = CommitTitle.Find(own, line, column, before, after, announced);
        bool isReference = IsCommit(sha, text, column, before, after, announced, subject) || (endsRange && IsRangeEnd(sha, text));
        return new CommitSite(sha, text.Trim(), text[..column], before, after.Replace('\n', ' '), subject, isReference);
    }

    // "The fix is:" above a blank line speaks of the commit below it.
    private static string? LeadIn(OwnText own, int line)
    {
        int above = line - 1;
        while (above >= 1 && line - above <= 3 && own.Layout[above] == LineRole.Blank)
        {
            above--;
        }

        if (above < 1 || above == line - 1 || own.Layout[above] != LineRole.Own)
        {
            return null;
        }

        string text = own.Body.Line(above).Trim().ToString();
        return text.EndsWith(':') || text.EndsWith('-') ? text : null;
    }

    private static bool IsCommit(string sha, string line, int column, string before, string after, bool announced, string? subject)
    {
        bool mixed = sha.AsSpan().ContainsAnyInRange('0', '9') && (sha.AsSpan().ContainsAnyInRange('a', 'f') || (announced && sha.AsSpan().ContainsAnyInRange('A', 'F')));
        if (sha.Length < 7)
        {
            return FixesTag().Match(line) is { Success: true } tag && tag.Length == column && subject is not null;
        }

        if (Excluded().IsMatch(line) || Checksum().IsMatch(line) || (!mixed && !(announced && sha.Length >= 10)))
        {
            return false;
        }

        if (announced || FixesTag().IsMatch(line))
        {
            return true;
        }

        bool titled = subject is not null && CommitTitle.IsSetApart(after);
        bool shaped = subject is not null && CommitTitle.HasShape(subject);
        bool bracketed = shaped && before.EndsWith('[') && after.StartsWith(']') && column <= 4;
        bool oneLine = shaped && line.AsSpan(0, column).Trim(" *-_\t").IsEmpty && (sha.Length is >= 7 and <= 16 or 40);
        return titled || bracketed || oneLine || (sha.Length == 40 && !StackLine().IsMatch(line)) || FirstBadBehind().IsMatch(after)
            || (sha.Length >= 10 && (JudgedBehind().IsMatch(after) || IsRange(line, after)));
    }

    // What git prints of a fetch or push has the shape of a range too.
    private static bool IsRange(string line, string after) => RangeBehind().IsMatch(after) && !line.Contains("->", StringComparison.Ordinal);

    private static bool IsRangeEnd(string sha, string line) => sha.Length >= 10 && !line.Contains("->", StringComparison.Ordinal) && !Excluded().IsMatch(line);

    // "Cc: stable # 3.3.x: ID: title" names what must be picked first; Documentation/process/stable-kernel-rules.rst.
    [GeneratedRegex(@"^\s{0,4}Cc:[^#]{3,120}#[^#]{0,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex StableNote();

    [GeneratedRegex(@"^\s{1,2}((still )?works?|worked|boots|fails|is (good|bad|fine|broken)|(does|did)( not|n't)( work| boot)?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex JudgedBehind();

    [GeneratedRegex(@"^\.\.\.?[0-9a-f]{7,40}\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RangeBehind();

    [GeneratedRegex(@"(\bcommits?( (is|was|as|being|to be|identified was))?|\bchangeset|\bpatch|\brevert(s|ed|ing)?|\bbisect(ed|ion|ing)?\b.{0,80}\b(to|is|at|as|on|down|in|commit)|\bfix(es|ed)?( by| in)?|introduced( in| by)?|caused by|since|culprit( is| was)?|regress\w+ (in|from|since)|bad|good|skip|HEAD|base-commit|[Cc]ommit-ID|upstream|bro(k|ke|ken) (by|in|since|with|after)|\bblam\w+( on)?|offending|#regzbot (\^?introduced|fix\w*)|^git bisect \w+|(changes since|up to|range|on top of|based on)( commit)?)\W{0,6}(\s|:|\[|\(|$)\W{0,4}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Announced();

    [GeneratedRegex(@"^\s{0,4}fixes:?\s+(commit:?\s+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixesTag();

    [GeneratedRegex(@"^\s*(index [0-9a-f]+\.\.|prerequisite-patch-id|patch-id|gerrit-|(md5|sha1|sha224|sha256|sha384|sha512|b2|crc32)(sum)?\b|build id|buildid|compiler:|Message-I|.{0,10}(RIP|RSP|RAX|RBX|RCX|RDX|RSI|RDI|RBP|R\d\d|CR\d|FS|GS|NIP|LR|GPR\d\d|Code):)|dashboard link|syzkaller\.appspot|x-debug|appspotmail", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Excluded();

    // As md5sum and its kin print: the sum, two signs, and nothing but the name of a file.
    [GeneratedRegex(@"^\s*[0-9a-f]{32,}( \*|  )[\w./-]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Checksum();

    [GeneratedRegex(@"\[<|\+0x|/0x|^\s*\[ *\d+\.\d+\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^\s{1,4}(is|as|was) the (very )?first '?[\w-]{1,20}'? commit", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FirstBadBehind();

    // The end of a range is announced by what announces its start.
    [GeneratedRegex(@"[0-9a-f]{7,40}\.\.\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RangeStart();
}
