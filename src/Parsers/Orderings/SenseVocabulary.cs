using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Tells whether the author vouches for what a clause says.</summary>
internal static partial class SenseVocabulary
{
    /// <summary>An "if" of a condition, as a pattern: not "if I read it right", and not of an event that comes to pass ("if a module is unloaded").</summary>
    public const string If = @"if(?! (I|we|my) (read|understand|see|remember|recall|am|'m|follow|got|get|count|memory|did(n't| not))\b)(?! memory serves\b)(?! (an?|the|some|any|this|another) [\w /-]{2,30}? (comes? (in|up|online)|arrives?|happens|occurs|fires|hits|panics|crashes|reboots|suspends|resumes|goes (down|away|offline|up|online)|is (being )?(loaded|unloaded|removed|added|unregistered|registered|offlined|onlined|brought (up|down)|taken (down|offline)|suspended|resumed|reset|rebooted|shut down)))";

    /// <summary>The sense of a clause, negation aside.</summary>
    /// <param name="sentence">The whole sentence.</param>
    /// <param name="before">The clause up to the word that states the order.</param>
    public static OrderingSense Of(string sentence, string before)
    {
        if (sentence.AsSpan().TrimEnd(" )\"'").EndsWith("?") || Asked().IsMatch(sentence))
        {
            return OrderingSense.Asked;
        }

        if (Denied().IsMatch(before))
        {
            return OrderingSense.Negated;
        }

        bool possible = Possible().IsMatch(before) || Supposed().IsMatch(before) || Open().IsMatch(sentence);
        return possible || (Would().IsMatch(before) && !Plan().IsMatch(sentence) && !Flaw().IsMatch(before)) ? OrderingSense.Supposed : OrderingSense.Stated;
    }

    /// <summary>Whether the words in front of a relation deny it.</summary>
    public static bool IsNegated(string gap) => Negation().IsMatch(gap);

    /// <summary>Whether words say that something never happens.</summary>
    public static bool IsNever(string gap) => Never().IsMatch(gap);

    /// <summary>Whether a question takes for granted what it asks the reason of: "why is a called before b?"</summary>
    public static bool IsTakenForGranted(string sentence) => Granted().IsMatch(sentence) || (Seeming().IsMatch(sentence) && !Open().IsMatch(sentence));

    /// <summary>Whether words tell what a bug makes happen: "introduced a bug that a would be called before b".</summary>
    public static bool IsFlaw(string text) => Flaw().IsMatch(text);

    /// <summary>Whether words say that something was so once and is so no more.</summary>
    public static bool IsOver(string text) => Over().IsMatch(text);

    /// <summary>Whether somebody does not want what the clause says: "we don't want a to run before b".</summary>
    public static bool IsUnwanted(string clause) => Unwanted().IsMatch(clause);

    /// <summary>Whether a denial forbids the order, and so requires the other one.</summary>
    /// <param name="clause">The clause up to the word that states the order.</param>
    /// <param name="gap">What of it stands behind the subject.</param>
    public static bool Forbids(string clause, string gap) => Forbidden().IsMatch(clause) || (Negation().IsMatch(gap) && Assured().IsMatch(clause));

    /// <summary>Whether the words in front of a name deny that it is called: "you must not call", "it fails to call".</summary>
    /// <param name="forbidden">Whether they forbid the call, and so what is said of its place requires the other one.</param>
    public static bool IsDeniedCall(string front, out bool forbidden)
    {
        Match match = DeniedCall().Match(front);
        forbidden = match.Groups["forbidden"].Success;
        return match.Success;
    }

    [GeneratedRegex(@"((?<forbidden>\b((must|should|shall|may|can|could) (not|never)|cannot|can't|mustn't|shouldn't|(not (be )?(allowed|supposed|safe|possible|valid|legal|correct|right|ok)|wrong|illegal|unsafe|incorrect|a bug|a mistake) to)|^\W{0,3}((so|but|please|and|then),? )?(do not|don't|never))|\b(do not|does not|did not|don't|doesn't|didn't|never|will not|won't))( (?!(we|you|it|they|i)\b)\w+)? (call|run|invoke|execute|do|start|enable|register)s?( to)? $"
        + @"|\b(no need (to|for)|need not|no longer|fail(s|ed)? to|miss(es|ed|ing)?|neglect(s|ed)? to|lack(s|ing|ed)?|stop(s|ped)?|nothing|nobody|no one|hardly|(don't|doesn't|didn't|(do|does|did) not) (have|need) to|no [a-z]+ (that|which|who)|not matter|unnecessary|pointless|useless)\b[^,;.\uE000-\uE0FF]{0,24}$|\b(without|instead of|rather than) (calling|running|invoking|executing|doing|using) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex DeniedCall();

    [GeneratedRegex(@"\b(used to (have|run|be|get|come|go|fire|execute)|previously|formerly|in the past|back then|until (commit|v?\d+\.\d|recently)|(before|prior to) (commit|v\d+\.\d|that (change|commit|patch)|this (change|commit|patch))|before that,|which (was|is) (wrong|broken|a bug|fixed|changed|corrected|long gone)( (by|in|since|with)\b|\s?[;,.])|fixed (that|it)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Over();

    [GeneratedRegex(@"\b(wonder(s|ing|ed)?|unclear|unsure|not (sure|clear|certain)|(don't|do not|didn't) know|no idea|asks?|asking|question is)\b.{0,20}\b(whether|if|that|why|how)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"\b(not|isn't|is it) (true|the case|right|correct) that\b|\b(nothing|nobody|impossible|no (guarantee|promise|rule|assurance|way))\b|\bnot (guaranteed|ensured|given)\b|\b(doesn't|does not|can't|cannot|don't|do not) (guarantee|ensure|rely|think|believe|see|expect|be sure)\b|\b(not|never|cannot|\w+n't)\s[^.,;]{0,20}\b(rely|depend|count|assume)\b|\bneither\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\b(can|could|may|might)\b(?!['\u2019]t\b| (only|not|never|now|safely|simply|then|need to|have to)\b)(?!.{0,80}\b(only (after|once|when|if|before)?|as soon as))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Possible();

    [GeneratedRegex(@"^[^\w\uE000-\uE0FF]{0,3}(had|were)\b|\b(as long as|" + If + @"|unless|regardless|whether|suppos(e|ing)|assum(e|ed|ing)|imagine|in case|provided that|in theory|hypothetically|perhaps|maybe|I (thought|expected|believed|wrote|said|claimed|read|tried( to)?)|you (said|say|wrote|claim|claimed|told|meant?)|were to|claim(s|ed)? that|(somebody|someone|colleague|friend|customer|user|vendor|he|she|they|people|others)s? (say|says|said|claims?|claimed|told|tells?|thinks?|thought|believes?) |allegedly|supposedly|(comments?|changelog|documentation|docs?|message|kerneldoc|description|manual)( (here|there|above|still))? (says?|said|claims?|claimed|states?|stated|suggests?|mentions?))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Supposed();

    [GeneratedRegex(@"\bbefore (or|and|/) after\b|\bafter or before\b|\bbefore\b[^.]{1,60}\bor after\b|\bafter\b[^.]{1,60}\bor before\b|\bno difference\b|\bwhichever\b|\bor the other way (a?round|about)\b|\bwhich is (not|no longer) (true|right|correct|the case)\b|^\W{0,3}(calling|running|invoking|executing)\b.{0,160}\bwould\b|(order|sequence)[^.]{0,60}\b(not|n't) (matter|defined|specified)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Open();

    [GeneratedRegex(@"\b(would|'d)\b(?!\s(like|prefer|rather|better|love|suggest|propose))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Would();

    [GeneratedRegex(@"\b(bug|issue|problem|regression|race|breakage|mistake|flaw)s?( \w+){0,2} (that|where|in which|whereby)\b[^.]{0,120}\bwould\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Flaw();

    [GeneratedRegex(@"\b(propos\w+|suggest\w*|with (this|that|the|my) (patch|change|series|fix)|this (patch|change|series)|(right|proper|correct|real|better|best|clean) (solution|fix|way|approach)|possible to (fix|solve|avoid)|would( also)? (make|give|let|ensure|guarantee|need|require|have to))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Plan();

    [GeneratedRegex(@"\b(not(?! only\b)|never|cannot|no longer|without|neither)\b|n't\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Negation();

    [GeneratedRegex(@"^\W{0,3}((so|but|and|then|hmm|ok),? )?(why|(is|was) there (a|any)( \w+)? reason( (why|that|for))?)\b(?!.*\b(or|not|\w+n't|can|could|should|would|might|may)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Granted();

    // "It seems that a is called before b?", "since a is called before b, is it ready?", "a is called before b, right?", "can we ensure that a runs before b?", "shouldn't a be called before b?"
    [GeneratedRegex(@"^\W{0,3}((so|but|and|then|hmm|ok),? )?(it (seems|looks|appears)|(looks|seems) like|since|because|given that|apparently|AFAICT|AFAIK|IIUC|IIRC)\b|, (right|correct|no)\?\W{0,3}$|^\W{0,3}((so|but|and|then|hmm),? )?shouldn't\b|^\W{0,3}((so|but|and|then|hmm),? )?(would it (not )?(be better|make sense|help)|why (not|don't (we|you))|how about|what about|(can't|couldn't|could|can|should) (we|you) (not |just |simply |also |instead )?(move|call|do|put|place|reorder|run|invoke|defer|delay|add))\b|\b(such that|so that|ensure|guarantee|make sure)( that)? [\uE000-\uE0FF]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Seeming();

    [GeneratedRegex(@"\b(is|are|gets?|was|were) never (called|run|invoked|executed|notified)\b|\bnever (runs?|ran|gets? called)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Never();

    [GeneratedRegex(@"\b(don't|do not|doesn't|does not|never) want\b|\b(avoid|avoids|prevent|prevents|forbid|forbids)\b(?![^\uE000-\uE0FF]*,|.*(,\s(since|because|as|so|which|but|while)\b|;))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"\b(ensur(e|es|ed|ing)|guarantee[sd]?|make[s]? (sure|certain)|making sure|so that|see to it|take care)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Assured();

    [GeneratedRegex(@"\b(must|should|shall|can|may|has to|have to|ought to|needs to)( \w+)? (not|never)\b|\b(mustn't|shouldn't|cannot|can't|not supposed to|(is|are) not to (be|run|come|go|execute|fire|start)|not (be )?allowed to|better not)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Forbidden();
}
