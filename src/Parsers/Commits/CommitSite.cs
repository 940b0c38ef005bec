using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>A hexadecimal word and what stands around it.</summary>
/// <param name="Sha">The word.</param>
/// <param name="Line">Its line, blanks cut.</param>
/// <param name="Head">Its line in front of it.</param>
/// <param name="Before">Own text in front, on one line.</param>
/// <param name="After">Own text behind, on one line.</param>
/// <param name="Tail">The rest of its line where nothing else stands in front of it; else empty.</param>
/// <param name="Subject">The title given with it, or null.</param>
/// <param name="IsReference">Whether it can be a commit at all.</param>
internal sealed partial record CommitSite(string Sha, string Line, string Head, string Before, string After, string Tail, string? Subject, bool IsReference)
{
    private const int Reach = 220;
    private const int MaxList = 16;
    private const int MaxItem = 200;

    // Fewer digits count in a Fixes tag alone; digits or letters alone only where a commit is announced.
    private const int MinUntagged = 7;
    private const int MinUnmixed = 10;

    /// <summary>Whether a word of a line can be a commit, whatever stands around the line; cheap.</summary>
    public static bool MayBeReference(ReadOnlySpan<char> line, int column, int length)
    {
        ReadOnlySpan<char> word = line.Slice(column, length);
        if (length < MinUntagged)
        {
            return line.TrimStart().StartsWith("fixes", StringComparison.OrdinalIgnoreCase);
        }

        bool mixed = word.ContainsAnyInRange('0', '9') && word.ContainsAnyExceptInRange('0', '9');
        bool filler = word.Contains("0000000", StringComparison.Ordinal) || word.Contains("fffffff", StringComparison.Ordinal);
        bool endsRange = line[..column].EndsWith("..");
        return endsRange || (!filler && (mixed || length >= MinUnmixed));
    }

    /// <summary>Reads the surroundings of a word.</summary>
    public static CommitSite At(OwnText own, int line, TextSpan span)
    {
        string sha = own.Text.Substring(span.Start, span.Length);
        string text = own.LineAt(span.Start);
        int column = span.Start - own.Body.LineSpan(line).Start;
        string before = InFront(own, line, span, text[..column]);
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
        return new CommitSite(sha, text.Trim(), text[..column], before, after.Replace('\n', ' '), TailOf(text, column, sha.Length), subject, isReference);
    }

    /// <summary>Reads a word of a command line that stands by itself.</summary>
    public static CommitSite InCommand(string line, int column, int length)
    {
        string sha = line.Substring(column, length);
        string after = line[(column + length)..];
        bool isId = sha.Length >= 7 && sha.AsSpan().ContainsAnyInRange('0', '9') && !Filler().IsMatch(sha);
        return new CommitSite(sha, line.Trim(), line[..column], line[..column], after, "", CommitTitle.SetApart(after), isId);
    }

    private static string TailOf(string line, int column, int length) => ItemHead().IsMatch(line.AsSpan(0, column)) ? line[(column + length)..] : "";

    // What stands above an item of a list is about that one, unless it announces them all.
    private static string InFront(OwnText own, int line, TextSpan span, string head)
    {
        if (!ItemHead().IsMatch(head))
        {
            return own.Before(span.Start, Reach);
        }

        return LeadIn(own, line) is string leadIn ? leadIn.TrimEnd('.') + " " + head
            : line > 1 && own.Layout[line - 1] == LineRole.Own && IsItem(own.Body.Line(line - 1)) ? head
            : own.Before(span.Start, Reach);
    }

    // "The fix is:" above a blank line speaks of the commit below it, and of all others in a list there.
    private static string? LeadIn(OwnText own, int line)
    {
        for (int above = line - 1; above >= Math.Max(1, line - MaxList); above--)
        {
            if (own.Layout[above] == LineRole.Blank)
            {
                continue;
            }

            if (own.Layout[above] != LineRole.Own)
            {
                return null;
            }

            ReadOnlySpan<char> text = own.Body.Line(above);
            if (!IsItem(text) && LeadsIn().IsMatch(text))
            {
                return own.Before(own.Body.LineSpan(above).End, Reach).Trim();
            }

            // A title may be wrapped: its second line is no item, but the one above it is.
            bool inList = IsItem(text) || (above > 1 && own.Layout[above - 1] == LineRole.Own && IsItem(own.Body.Line(above - 1)));
            if (!inList)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsItem(ReadOnlySpan<char> line) => line.Length < MaxItem && Item().IsMatch(line);

    private static bool IsCommit(string sha, string line, int column, string before, string after, bool announced, string? subject)
    {
        if (Filler().IsMatch(sha))
        {
            return false;
        }

        bool mixed = sha.AsSpan().ContainsAnyInRange('0', '9') && (sha.AsSpan().ContainsAnyInRange('a', 'f') || (announced && sha.AsSpan().ContainsAnyInRange('A', 'F')));
        if (sha.Length < MinUntagged)
        {
            return FixesTag().Match(line) is { Success: true } tag && tag.Length == column && subject is not null;
        }

        if ((!mixed && !(announced && sha.Length >= MinUnmixed)) || Excluded().IsMatch(line) || Checksum().IsMatch(line))
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
            || RevertedBehind().IsMatch(after) || GitCommand().IsMatch(before) || (JudgedBehind().IsMatch(after) && !StackLine().IsMatch(line))
            || (sha.Length >= 10 && (IsRange(line, after) || InProse(sha, line, before, after)))
            || (sha.Length >= 8 && TriedWith().IsMatch(before));
    }

    // A long id in a sentence needs no announcement; an address in memory and the sum of a file do.
    private static bool InProse(string sha, string line, string before, string after) =>
        sha.Length is not (16 or 32) && !sha.StartsWith("ffff", StringComparison.Ordinal) && !sha.StartsWith("0000", StringComparison.Ordinal)
        && sha.AsSpan().IndexOfAnyInRange('a', 'f') != sha.AsSpan().LastIndexOfAnyInRange('a', 'f')
        && (WordBefore().IsMatch(before) || Possessive().IsMatch(after)) && !StackLine().IsMatch(line) && !OfMemory().IsMatch(line);

    // What git prints of a fetch or push has the shape of a range too.
    private static bool IsRange(string line, string after) => RangeBehind().IsMatch(after) && !line.Contains("->", StringComparison.Ordinal);

    private static bool IsRangeEnd(string sha, string line) => sha.Length >= 10 && !line.Contains("->", StringComparison.Ordinal) && !Excluded().IsMatch(line);

    // No id has so many of one digit in a row; addresses and masks have.
    [GeneratedRegex(@"0{7}|f{7}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Filler();

    [GeneratedRegex(@"^\s*([-*_+]\s*|\d{1,2}[.)]\s*|\[\d{1,2}\]\s*)?(commit )?\[?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ItemHead();

    [GeneratedRegex(@"^\s*([-*_+]\s*|\d{1,2}[.)]\s*|\[\d{1,2}\]\s*)?(commit )?\[?[0-9a-f]{7,40}\b(?! (is|was|as) )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Item();

    [GeneratedRegex(@"[:-]\s*$|\b(following|below|these)\b[^.]{0,60}[.,]?\s*$|\bfirst '?[\w-]{1,20}'? commit( is| was)?[.,]?\s*$|\b(to|is|was|by|commits?)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex LeadsIn();

    [GeneratedRegex(@"(^|[\s(])(on|with|at|before|after|against|from|of|and|or|that|without|into|than|via|including|includes?|contains?|appl(y|ies|ied|ying)|backport(s|ed|ing)?|(cherry-)?pick(ed|s|ing)?|test(ed|ing)?|see|@|master|mainline|head|tree|--contains|checkout|both|between|either|around|drop(ped|ping)?|using|unlike|add(s|ed|ing)?|mean|to|is|as|by|like|only|until|till|when|where|in|whether|if)\s{1,2}\(?$|[a-z]{3} \($", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WordBefore();

    [GeneratedRegex(@"\b(reproduc\w+|test(ed|s|ing)?|boot(ed|s|ing)?|built|builds?|works?|worked|fail(s|ed)?|broken?|happens?|based|bisect\w*|seen|occurs?|crash(es|ed)?|hangs?)( \w+)? (on|with|at|against|in)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex TriedWith();

    [GeneratedRegex(@"\b(addr(ess)?(es)?|pointer|stack|ptr|PID|task|page|pages|pfn|pgd|pte|symbol|offset|loc|val|md5|sha1|sha256|checksum|digest|uuid|key|cookie|hash|nonce|serial)\b|0x|crash>|addr2line|\b(19|20)\d\d-\d\d-\d\d\s+\d+\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OfMemory();

    [GeneratedRegex(@"^'s?\s[a-z]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Possessive();

    [GeneratedRegex(@"\bgit (show|log|checkout|switch|cherry-pick|revert|reset|describe|diff|blame|merge-base|branch|tag|bisect \w+|rebase|format-patch)( --?[\w=-]{1,30}){0,4} $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex GitCommand();

    [GeneratedRegex(@"^\s{1,2}(was|is|got|has been|had been|being)( already| since| now| then)? reverted\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RevertedBehind();

    // "Cc: stable # 3.3.x: ID: title" names what must be picked first; Documentation/process/stable-kernel-rules.rst.
    [GeneratedRegex(@"^\s{0,4}Cc:[^#]{3,120}#[^#]{0,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex StableNote();

    [GeneratedRegex(@"^\s{1,2}((still )?works?|worked|boots|fails|broke|breaks|broken|caused|causes|fixes|fixed|introduced|regressed|is (good|bad|fine|broken)|(does|did)( not|n't)( work| boot)?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex JudgedBehind();

    [GeneratedRegex(@"^\.\.\.?[0-9a-f]{7,40}\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RangeBehind();

    [GeneratedRegex(@"(\bcommits?( (is|was|as|being|to be|identified was))?|\bchangeset|\bpatch|\brevert(s|ed|ing)?|\bbisect(ed|ion|ing)?\b.{0,80}\b(to|is|at|as|on|down|in|commit)|\bfix(es|ed)?( by| in)?|introduced( in| by)?|caused by|since|culprit( is| was)?|regress\w+ (in|from|since)|bad|good|skip|(?-i:HEAD)( is now at| position was)?|base-commit|[Cc]ommit-ID|upstream|bro(k|ke|ken) (by|in|since|with|after)|\bblam\w+( on)?|offending|#regzbot (\^?introduced|fix[\w-]*)|^#syz test\b.{0,200}|^git bisect \w+|(changes since|up to|range|on top of|based on)( commit)?)\W{0,6}(\s|:|\[|\(|$)\W{0,4}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Announced();

    [GeneratedRegex(@"^\s{0,4}fixes:?\s+(commit:?\s+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixesTag();

    [GeneratedRegex(@"^\s*(index [0-9a-f]+\.\.|:\d{6} \d{6} |(/\S+|\[[\w.]+\])\s+\(?[0-9a-f]{20,40}\)?\s*$|[0-9a-f]{20,40}\s+(/\S+|\[[\w.]+\])\s*$|prerequisite-patch-id|patch-id|gerrit-|(md5|sha1|sha224|sha256|sha384|sha512|b2|crc32)(sum)?\b|build id|buildid|compiler:|Message-I|.{0,60}\b(clang|rustc|gcc|LLD|flang)( version)? \d+\.\d|.{0,10}(RIP|RSP|RAX|RBX|RCX|RDX|RSI|RDI|RBP|R\d\d|CR\d|FS|GS|NIP|LR|GPR\d\d|Code):)|dashboard link|syzkaller\.appspot|x-debug|appspotmail", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Excluded();

    // As md5sum and its kin print: the sum, two signs, and nothing but the name of a file.
    [GeneratedRegex(@"^\s*[0-9a-f]{32,}( \*|  )[\w./-]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Checksum();

    [GeneratedRegex(@"\[<|\+0x|/0x|^\s*\[ *\d+\.\d+\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^\s{1,4}(is|as|was) ((the |our )?(very )?first '?[\w-]{1,20}'? commit|(the|a) (fix|culprit|offending|bad|good)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FirstBadBehind();

    // The end of a range is announced by what announces its start.
    [GeneratedRegex(@"[0-9a-f]{7,40}\.\.\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RangeStart();
}
