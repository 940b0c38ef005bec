using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Callbacks;

/// <summary>What a priority in a sentence is to the kernel that the mail speaks of.</summary>
internal enum PriorityStanding
{
    /// <summary>It is the one that the callback has.</summary>
    Stated,

    /// <summary>It is wished for, tried out, asked about or only supposed.</summary>
    Proposed,

    /// <summary>It is the one that the callback had.</summary>
    Past,
}

/// <summary>Tells priorities that callbacks have from those that somebody would give them.</summary>
internal static partial class PriorityStandings
{
    /// <summary>Looks at the clause in front of a value.</summary>
    /// <param name="at">Where the value begins.</param>
    /// <param name="aside">Whether it stands in brackets behind a name: such a remark says what is, whatever the sentence asks or wants.</param>
    public static PriorityStanding Of(string sentence, int at, bool aside)
    {
        if (aside)
        {
            return PriorityStanding.Stated;
        }

        int start = 0;
        foreach (ValueMatch border in Border().EnumerateMatches(sentence.AsSpan(0, at)))
        {
            start = border.Index + border.Length;
        }

        ReadOnlySpan<char> clause = sentence.AsSpan(start, at - start);
        bool supposed = Supposition().IsMatch(sentence.AsSpan(0, at)) || Wish().IsMatch(clause) || Command().IsMatch(clause) || sentence.AsSpan().TrimEnd().EndsWith("?");
        return supposed ? PriorityStanding.Proposed : Past().IsMatch(clause) ? PriorityStanding.Past : PriorityStanding.Stated;
    }

    [GeneratedRegex(@"[,;:]\s|\s(since|because|while|whereas|although|but|so that|which|whose|that|where)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Border();

    // A condition holds for all that follows; a wish for its own clause.
    [GeneratedRegex(@"(^|[,;:]\s|\s)(if|unless|suppose|supposing|assuming|provided)\s|\b(works?|fine|ok|helps?|fix(es|ed)|goes away|boots?)\b.{0,40}\b(when|with|after|once)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Supposition();

    [GeneratedRegex(@"\b(could|would|should|might|may|can|cannot|shall|will|must|'ll|'d|ought to|(needs?|have|has|had|wants?|like|going|plans?|try|trying|tried|able|better|enough|sufficient|possible|idea|way|fix|patch|here|is) to|propos\w+|suggest\w+|recommend\w+|let'?s|let us|please|perhaps|maybe|why not|(how|what) about|rather than|instead of|(setting|changing|raising|lowering|bumping|increasing|decreasing|giving|assigning|making|using|moving|registering) |(I|we|you) (just |then |also |now |locally )?(set|changed?|raised?|lowered|lower|bump(ed)?|g[ai]ve|tried|increased?|decreased?|made|moved?|use|used)\b|(this|the|my|attached|below|following) (patch|series|change|diff|commit) )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Wish();

    [GeneratedRegex(@"^\s*(so |then |just |simply |also |and |instead )*(set|give|change|raise|lower|bump|assign|increase|decrease|make|use|move|register|add)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Command();

    [GeneratedRegex(@"\b(used to|previously|formerly|before (commit|v\d|that|this)|until|back then|originally|in the past|no longer|any ?more)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Past();
}
