using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Commits;

/// <summary>What a commit is to the mail, by the words around it. The first rule that fits decides.</summary>
internal static partial class CommitRoles
{
    private static readonly ImmutableArray<Rule> Rules =
    [
        new(CommitRole.Fixes, Fixes(), Where.Line),
        new(CommitRole.Upstream, Upstream(), Where.Line),
        new(CommitRole.Fix, FirstGood(), Where.Around),
        new(CommitRole.FirstBad, LogFirstBad(), Where.Head),
        new(CommitRole.FirstBad, IsFirstBad(), Where.After),
        new(CommitRole.Mentioned, CommitId(), Where.Line),
        new(CommitRole.Base, BaseLine(), Where.Line),
        new(CommitRole.LastGood, RegzbotRangeStart(), Where.Around),
        new(CommitRole.Culprit, RegzbotIntroduced(), Where.Line),
        new(CommitRole.Fix, RegzbotFix(), Where.Line),
        new(CommitRole.Culprit, RobotCommit(), Where.Head),
        new(CommitRole.Mentioned, OneOfMany(), Where.Before),
        new(CommitRole.Base, BaseWords(), Where.Before),
        new(CommitRole.LastGood, GoodHead(), Where.Head),
        new(CommitRole.FirstBad, BadHead(), Where.Head),
        new(CommitRole.LastGood, LastGood(), Where.Before),
        new(CommitRole.FirstBad, FirstBad(), Where.Before),
        new(CommitRole.LastGood, WorksAfter(), Where.After),
        new(CommitRole.FirstBad, FailsAfter(), Where.After),
        new(CommitRole.Fix, FixedBy(), Where.Before),
        new(CommitRole.Reverts, Reverts(), Where.Before),
        new(CommitRole.Culprit, CulpritBefore(), Where.Before),
        new(CommitRole.Culprit, CulpritAfter(), Where.After),
    ];

    private enum Where
    {
        Line,
        Head,
        Before,
        After,
        Around,
    }

    /// <summary>The role, and for a bisect step its state.</summary>
    /// <param name="terms">The words that a bisection of this mail uses.</param>
    public static (CommitRole Role, string? State) Of(CommitSite site, BisectTerms terms)
    {
        Match step = Step().Match(site.Line);
        if (step.Success && terms.StateOf(step.Groups["state"].Value) is string state)
        {
            return (CommitRole.BisectStep, state);
        }

        foreach (Rule rule in Rules)
        {
            string text = rule.Where switch { Where.Line => site.Line, Where.Head => site.Head, Where.Before => LastSentence(site.Before), Where.After => site.After, _ => $"{site.Line} | {site.After}" };
            if (rule.Pattern.IsMatch(text))
            {
                return (rule.Role, null);
            }
        }

        return (CommitRole.Mentioned, null);
    }

    // What an earlier sentence says of another commit says nothing of this one.
    private static string LastSentence(string before)
    {
        int cut = before.LastIndexOf(". ", StringComparison.Ordinal);
        return cut < 0 ? before : before[(cut + 2)..];
    }

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

    [GeneratedRegex(@"^\]?\s{0,4}(is|as|was) the (very )?first '?[\w-]{1,30}'? commit\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex IsFirstBad();

    [GeneratedRegex(@"^(Commit-ID|# possible first)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CommitId();

    [GeneratedRegex(@"^(base-commit:|HEAD( commit)?( is now at)?:?\s|start commit:|git (HEAD|tree)|HEAD: )|changes since commit", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BaseLine();

    [GeneratedRegex(@"^#regzbot\s+\^?introduced\^?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RegzbotIntroduced();

    [GeneratedRegex(@"^#regzbot\s+\^?introduced\b.{0,300} \| \.\.", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RegzbotRangeStart();

    [GeneratedRegex(@"^\]?\s{0,3}(\([^)]{0,180}\)+|""[^""]{0,180}"")?,?\s{0,3}(still )?(works?|worked|is (fine|ok|good)|was (fine|ok|good)|boots)( fine| well| here)?\s{0,2}([.,;]|$| but | and | while )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WorksAfter();

    [GeneratedRegex(@"^\]?\s{0,3}(\([^)]{0,180}\)+|""[^""]{0,180}"")?,?\s{0,3}(((does|did)( not|n't)|fails|failed)( work| boot)?|is (broken|bad)|was (broken|bad))\s{0,2}([.,;]|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FailsAfter();

    [GeneratedRegex(@"^#regzbot\s+fix", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RegzbotFix();

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

    [GeneratedRegex(@"\b(fixed (by|in|with|via)|was fixed by commit|fix(ed)? (is|was)( in)?|resolved by|solved by|cured by|the fix)\b[^.]{0,50}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FixedBy();

    [GeneratedRegex(@"\brevert(s|ed|ing)?\b[^.]{0,30}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Reverts();

    [GeneratedRegex(@"\b(based on|on top of|rebased (on|to)|tested (on|at)|applies to|changes since)( commit)?\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BaseWords();

    [GeneratedRegex(@"\b(bisect(ed|ing|ion|s)?\b[^.]{0,60}\b(to|at|on|is|in|as|identified|found|shows?|reveal(s|ed))|(caused|introduced|broken|triggered) (by|in|with|since)|culprit|offending|blam(e|es|ed|ing)|regress\w+ (in|from|since|by|after|due to|introduced)|points? (to|at)|due to|result of|began (with|in|at)|started (with|in|at|after|since)|bro(k|ke|ken) (in|with|by|since|after)|fails since|since)\b[^.]{0,45}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CulpritBefore();

    [GeneratedRegex(@"^\]?\s{0,3}(\([^)]{0,180}\)+|""[^""]{0,180}"")?,?\s{0,3}(which |that )?(has |have )?(broke|breaks|introduced|introduces|caused|causes|triggers|triggered|regressed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CulpritAfter();

    private sealed record Rule(CommitRole Role, Regex Pattern, Where Where);
}
