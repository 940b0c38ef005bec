using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Commits;

/// <summary>What a commit is to the mail, by the words around it. The first rule that fits decides.</summary>
internal static partial class CommitRoles
{
    private static readonly ImmutableArray<Rule> Rules =
    [
        new(CommitRole.Fixes, Fixes, Where.Line, ["fixes"]),
        new(CommitRole.Upstream, Upstream, Where.Line, ["upstream", "picked", "backported"]),
        new(CommitRole.Fix, FirstGood, Where.Around, ["first "]),
        new(CommitRole.FirstBad, LogFirstBad, Where.Head, ["first "]),
        new(CommitRole.FirstBad, IsFirstBad, Where.Behind, ["first "]),
        new(CommitRole.Mentioned, CommitId, Where.Line, ["commit-id", "# possible first"]),
        new(CommitRole.Base, BaseLine, Where.Line, ["base-commit", "head", "start commit", "git tree", "#syz test", "changes since commit"]),
        new(CommitRole.LastGood, RegzbotRangeStart, Where.Around, ["#regzbot"]),
        new(CommitRole.Culprit, RegzbotIntroduced, Where.Line, ["#regzbot"]),
        new(CommitRole.Fix, CommandFix, Where.Line, ["#regzbot", "#syz"]),
        new(CommitRole.Culprit, RobotCommit, Where.Head, ["commit:"]),
        new(CommitRole.Mentioned, OneOfMany, Where.Before, ["could be any of", "merge base", "bisecting"]),
        new(CommitRole.Mentioned, Compared, Where.Nearest, ["see", "cf", "similar", "like", "just as", "same as", "analogous", "inspired", "copied", "model", "compare"]),
        new(CommitRole.Base, BaseWords, Where.Nearest, ["based on", "on top of", "rebased", "tested", "applies to", "changes since"]),
        new(CommitRole.LastGood, GoodHead, Where.Head, ["good", "work", "ok"]),
        new(CommitRole.FirstBad, BadHead, Where.Head, ["bad", "broken", "fail"]),
        new(CommitRole.LastGood, LastGood, Where.Nearest, ["good", "working"]),
        new(CommitRole.FirstBad, FirstBad, Where.Nearest, ["first "]),
        new(CommitRole.LastGood, GoodTail, Where.Tail, ["work", "good", "ok", "fine", "boot", "pass"]),
        new(CommitRole.FirstBad, BadTail, Where.Tail, ["broken", "bad", "fail", "crash", "hang", "panic", "does"]),
        new(CommitRole.LastGood, WorksAfter, Where.Behind, ["work", "is ", "was ", "boots"], Not: Asks),
        new(CommitRole.FirstBad, FailsAfter, Where.Behind, ["does", "did", "fail", "is ", "was "]),
        new(CommitRole.Fix, FixedBy, Where.Nearest, ["fix", "resolved by", "solved by", "cured by"], InPassing: true),
        new(CommitRole.Reverts, Reverts, Where.Nearest, ["revert"]),
        new(CommitRole.Reverts, RevertedAfter, Where.Behind, ["reverted"]),
        new(CommitRole.Culprit, Bisected, Where.Before, ["bisect"]),
        new(CommitRole.Culprit, CulpritBefore, Where.Nearest, ["caused", "bro", "triggered", "culprit", "offending", "blam", "regress", "fails since"], InPassing: true),
        new(CommitRole.Culprit, CulpritAfter, Where.Behind, ["broke", "breaks", "cause", "trigger", "regress", "culprit", "offender", "to blame", "at fault", "responsible", "introduce"], InPassing: true),
        new(CommitRole.Fix, FixAfter, Where.Behind, ["fix", "cure", "solve", "repair", "address", "solution"], Not: Although, InPassing: true),
        new(CommitRole.Culprit, SinceThen, Where.Nearest, ["since", "introduced", "point", "due to", "result of", "began", "started"], Also: Defect, Not: Feature, InPassing: true),
        new(CommitRole.Culprit, DoesSomething, Where.Behind, ["introduce", "lead", "led to", "result", "make", "made"], Also: Defect, InPassing: true),
    ];

    private enum Where
    {
        Line,
        Head,

        // The sentence in front.
        Before,

        // The same, but only behind another commit that it names.
        Nearest,

        // What follows, without the title.
        Behind,
        Around,

        // What follows on the line of an item, and nothing else stands there.
        Tail,
    }

    /// <summary>The role, for a bisect step its state, and whether the role is only told in passing: a tag for the same commit then says it all.</summary>
    /// <param name="terms">The words that a bisection of this mail uses.</param>
    public static (CommitRole Role, string? State, bool InPassing) Of(CommitSite site, BisectTerms terms)
    {
        Match step = Step().Match(site.Line);
        if (step.Success && terms.StateOf(step.Groups["state"].Value) is string state)
        {
            return (CommitRole.BisectStep, state, false);
        }

        string before = LastSentence(site.Before);
        if (Ancestor().IsMatch(site.After) && !site.Line.StartsWith('#'))
        {
            return (CommitRole.Mentioned, null, true);
        }

        string behind = CommitTitle.Behind(site.After);
        string nearest = Nearest(before, OwnVerb().IsMatch(behind));
        string sentence = before + " | " + FirstSentence(behind);
        string words = $"{site.Line}\n{before}\n{behind}\n{site.After}".ToLowerInvariant();
        foreach (Rule rule in Rules)
        {
            string text = rule.Where switch
            {
                Where.Line => site.Line,
                Where.Head => site.Head,
                Where.Before => before,
                Where.Nearest => nearest,
                Where.Behind => behind,
                Where.Tail => site.Tail,
                _ => $"{site.Line} | {site.After}",
            };
            if (rule.MayFit(words) && rule.Pattern().IsMatch(text) && rule.Also?.Invoke().IsMatch(sentence) != false && rule.Not?.Invoke().IsMatch(sentence) != true)
            {
                return (rule.Role, null, rule.InPassing);
            }
        }

        return (CommitRole.Mentioned, null, true);
    }

    // What an earlier sentence says of another commit says nothing of this one.
    private static string LastSentence(string before)
    {
        int cut = before.LastIndexOf(". ", StringComparison.Ordinal);
        return cut < 0 ? before : before[(cut + 2)..];
    }

    private static string FirstSentence(string behind)
    {
        int cut = behind.IndexOf(". ", StringComparison.Ordinal);
        return cut < 0 ? behind : behind[..cut];
    }

    // "a, b and c" share what is said in front of them; otherwise words in front of another commit are about that one.
    private static string Nearest(string before, bool hasOwnVerb)
    {
        Match other = OtherCommit().Match(before);
        if (!other.Success)
        {
            return before;
        }

        string rest = CommitTitle.Behind(before[(other.Index + other.Length)..]);
        return !hasOwnVerb && Listed().IsMatch(rest) ? before : rest;
    }

    // ID^ and ID~2 are other commits.
    [GeneratedRegex(@"^(\^|~\d)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Ancestor();

    [GeneratedRegex(@"^\W{0,4}(works?|worked|good|ok|okay|fine|boots?|pass(es|ed)?)\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex GoodTail();

    [GeneratedRegex(@"^\W{0,4}(broken|bad|fail(s|ed)?|crash(es|ed)?|hangs?|panics?|does(n't| not)( work| boot)?)\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BadTail();

    [GeneratedRegex(@"^\s(is|was) (its|their|the|an?|not|also|fine|good|bad|ok)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OwnVerb();

    [GeneratedRegex(@"\b(?=[a-f]{0,39}[0-9])(?=[0-9]{0,39}[a-f])[0-9a-f]{7,40}\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft, 2000)]
    private static partial Regex OtherCommit();

    [GeneratedRegex(@"^(\W|_|\d\b|\b(and|or|nor|then|plus|also|both|commits?|the|as well as)\b){0,20}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^[^\w#]{0,3}(\w+@\S+\s*[$#%]\s*)?(#\s{0,2}(?<state>[\w-]{1,30}):\s\[[0-9a-f]{40}\]|#\s{0,2}(?<state>good|bad|skip|new|old):\s\[|git bisect (?<state>[\w-]{1,30})\b|bisect (?<state>good|bad|skip|new|old)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Step();

    [GeneratedRegex(@"^fixes:?\s+(commit:?\s+)?[0-9a-f]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Fixes();

    [GeneratedRegex(@"^\[?\s?upstream commit|^commit [0-9a-f]{7,40} upstream\b|^\(?(cherry[- ]picked|backported) from (commit )?[0-9a-f]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Upstream();

    // With terms of one's own a bisection can also look for what repairs: then the answer is a fix.
    [GeneratedRegex(@"^\W{0,3}#?\s{0,2}first '?(good|fixed|working)'? commit:?\s\W{0,3}[0-9a-f]{7,40}\]| \| \]?\s{0,4}(is|was) the (very )?first '?(good|fixed|working)'? commit", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstGood();

    [GeneratedRegex(@"^\W{0,3}#?\s{0,2}first ('?(bad|new)'?|'[\w-]{1,30}'|(?<=#\s{0,2}first )[\w-]{1,30}) commit:?\s\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex LogFirstBad();

    [GeneratedRegex(@"^\]?\s{0,4}(is|as|was|to be) (the |our |my )?(very )?first '?[\w-]{1,30}'? commit\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex IsFirstBad();

    [GeneratedRegex(@"^(Commit-ID|# possible first)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CommitId();

    [GeneratedRegex(@"^(base-commit:|(?-i:HEAD)( commit)?( is now at)?:?\s|start commit:|git (HEAD|tree)|(?-i:HEAD): |#syz test)|changes since commit", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BaseLine();

    [GeneratedRegex(@"^#regzbot\s+\^?introduced\^?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RegzbotIntroduced();

    [GeneratedRegex(@"^#regzbot\s+\^?introduced\b.{0,300} \| \.\.", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RegzbotRangeStart();

    [GeneratedRegex(@"^\]?,?\s{0,3}(still )?(works?|worked|is (fine|ok|good)|was (fine|ok|good)|boots)( fine| well| here)?\s{0,2}([.,;]|$| but | and | while )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WorksAfter();

    [GeneratedRegex(@"^\]?,?\s{0,3}(((does|did)( not|n't)|fails|failed)( work| boot)?|is (broken|bad)|was (broken|bad))\s{0,2}([.,;]|$| but | and | while )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FailsAfter();

    [GeneratedRegex(@"^#(regzbot|syz)[\s:]+fix", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CommandFix();

    [GeneratedRegex(@"\bcould be any of\b[^.]{0,220}$|\bmerge base( of)?\W{0,3}$|\bBisecting: (\d+ revisions? left|a merge base)[^\[]{0,80}\[$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OneOfMany();

    [GeneratedRegex(@"^commit:\s+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RobotCommit();

    [GeneratedRegex(@"\b(last|latest|final)( known)?( good| working)\b( commit| kernel| revision| version)?[^.]{0,25}$|\bgood commit\W{0,3}(is|was|as|being|:)?\W{0,6}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex LastGood();

    [GeneratedRegex(@"^\W{0,4}((known|last) )?(good|works|working|ok)( commit| revision| kernel)?\s?[:=]\s{0,4}\W{0,2}(commit )?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex GoodHead();

    [GeneratedRegex(@"^\W{0,4}((known|first) )?(bad|broken|fails|failing)( commit| revision| kernel)?\s?[:=]\s{0,4}\W{0,2}(commit )?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BadHead();

    [GeneratedRegex(@"\bfirst (known )?'?(bad|broken|failing)'?( commit| kernel| revision)?[^.]{0,40}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstBad();

    [GeneratedRegex(@"\b(fixed (by|in|with|via)|resolved by|solved by|cured by)\b[^.]{0,50}$|\bfix(ed)? (is|was|landed|went|came|in|as|by)( (in|as|by|commit|upstream|mainline|being|probably|likely|already|merged|applied|queued|this|the|following|patch|it)){0,6}\W{0,6}$|\b(the|this|a) fix\W{1,6}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixedBy();

    // "reverted in" names the commit that does it.
    [GeneratedRegex(@"\brevert(s|ed|ing)?\b(?! (in|by|with) )([^.]{0,30}|(\W{1,3}(the|both|following|these|all|of|two|three|four|commits?|changes?|patches)\b){1,10}(\W{0,6}|[^.]{0,60}:\s?(\W{0,4}|commit )))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Reverts();

    [GeneratedRegex(@"^\]?,?\s{0,3}(was|is|got|has been|had been|being|needs to be|should be)( already| since| now| then)? reverted\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RevertedAfter();

    [GeneratedRegex(@"\b(see|cf\.?|similar to|like|just as|same as|analogous to|inspired by|copied from|modell?ed after|compare)( also)?( the| to)?( commits?)?\W{0,4}$|\bsimilar (problem|issue|bug|fix|race|case)\b[^.]{0,60}$|\b(similar|analogous|identical|same) (to|as) (the|that|those) (one|problem|issue|bug|race|case|crash)s?\b[^.]{0,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Compared();

    [GeneratedRegex(@"\b(why|how|whether)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Asks();

    [GeneratedRegex(@"\b(based on|on top of|rebased (on|to)|tested (on|at)|applies to|changes since)( commit)?\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BaseWords();

    [GeneratedRegex(@"\bbisect(ed|ing|ion|s)?\b[^.]{0,60}\b(to|at|on|is|in|as|identified|found|shows?|reveal(s|ed))\b[^.]{0,45}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Bisected();

    [GeneratedRegex(@"\b((caused|broken|triggered) (by|in|with|since)|culprit|offending|blam(e|es|ed|ing)|regress\w+ (in|from|since|by|after|due to|introduced)|bro(k|ke|ken) (in|with|by|since|after)|fails since)\b[^.]{0,45}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CulpritBefore();

    [GeneratedRegex(@"^\]?,?\s{0,3}(which |that )?(has |have )?(broke|breaks|caused|causes|triggers|triggered|regressed|is (the |a )?(culprit|offender|to blame|at fault|responsible|(root )?cause|the (commit|change|patch|one) (that|which) (broke|breaks|caused?s?|introduce[sd]?|triggers?|regress\w*)))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CulpritAfter();

    [GeneratedRegex(@"^\]?,?\s{0,3}((which |that )?((should|will|would|might|may|can|has|have|had|already|apparently|actually|really|seems to|appears to|did|does) ){0,3}(fix|cure|solve|resolve|repair|address)\w{0,4} (this|it|that|these|both|my|our|your|things|the (\w+ ){0,2}(problem|issue|bug|regression|crash|hang|oops|panic|warning|splat|failure|leak|race|deadlock|build))\b|(is|was) the (fix|cure|solution|(commit|change|patch|one) (that|which) (fix|cure|solve|resolve|repair)\w{0,2})\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixAfter();

    // A remedy with a "but" is history: what comes after the word is the subject.
    [GeneratedRegex(@"\|[^|]*\b(but|however|though|only|not|doesn't|didn't|don't)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Although();

    // These words also tell plain history; with what went wrong in the same sentence they name a culprit.
    [GeneratedRegex(@"\b(since|introduced (by|in|with|since)|points? (to|at)|due to|result of|began (with|in|at)|started (with|in|at|after|since))\b[^.]{0,45}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex SinceThen();

    // "The error check introduced by ID": what a commit gives is not what it breaks.
    [GeneratedRegex(@"\b(checks?|functions?|helpers?|apis?|support|code|macros?|options?|fields?|flags?|tests?|features?|mechanisms?|parameters?|interfaces?|infrastructure|hooks?|sections?|callbacks?)( in \w+(\(\))?)?( (was|were|is|are|that (was|were)|which (was|were)))?( (first|originally|recently|only))? introduced (by|in|with)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Feature();

    [GeneratedRegex(@"^\]?,?\s{0,3}(which |that )?(has |have )?(introduce[sd]?|leads? to|led to|result(s|ed) in|makes?|made)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex DoesSomething();

    [GeneratedRegex(@"\b(broke\w*|break(s|ing|age)?|fail\w*|bugs?|buggy|regress\w*|crash\w*|hang(s|ing)?|hung|oops\w*|panic(s|ked|king)?|errors?|warns?|warnings?|wrong\w*|incorrect\w*|problem\w*|issues?|leak\w*|corrupt\w*|race|races|racy|deadlock\w*|stall\w*|slow\w*|stop(s|ped)|unable|cannot|can't|can not|could (not|no longer)|couldn't|(no longer|not|n't|never) (work|boot|build|compile|start|resume|suspend|load|respond|detect|show|get|see|find)\w*|unexpected\w*|freez\w*|frozen|splat|overflow\w*|underflow\w*|use-after-free|UAF|vulnerab\w*|NULL pointer|lost|bisect\w*|culprit|dangerous|violat\w*)\b|^(this|that) (was|is|got|has been)( \w+)? introduced\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Defect();

    // Words: in small letters; one of them is in everything that the pattern finds, which is not made before it is needed. Also: what the sentence around
    // the commit must hold as well; Not: what it must not.
    private sealed record Rule(CommitRole Role, Func<Regex> Pattern, Where Where, string[] Words, Func<Regex>? Also = null, Func<Regex>? Not = null, bool InPassing = false)
    {
        public bool MayFit(string words) => Array.Exists(Words, word => words.Contains(word, StringComparison.Ordinal));
    }
}
