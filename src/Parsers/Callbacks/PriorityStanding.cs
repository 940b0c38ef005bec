using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Orderings;

namespace TriageBot.Parsers.Callbacks;

/// <summary>What a priority in a sentence is to the kernel that the mail speaks of.</summary>
internal enum PriorityStanding
{
    /// <summary>It is the one that the callback has.</summary>
    Stated,

    /// <summary>It is wished for, tried out, asked about or only supposed.</summary>
    Proposed,

    /// <summary>The callback does not have it, or had it once.</summary>
    Absent,
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

        string clause = ClauseBefore(sentence, at);
        OrderingSense sense = SenseVocabulary.Of(sentence, clause);
        bool supposed = sense is OrderingSense.Asked or OrderingSense.Supposed || KindVocabulary.Of(clause) is OrderingKind.Required or OrderingKind.Proposed;
        if (supposed || IsConditional(sentence.AsSpan(0, at)) || Change().IsMatch(clause))
        {
            return PriorityStanding.Proposed;
        }

        bool absent = sense == OrderingSense.Negated || SenseVocabulary.IsNegated(clause) || SenseVocabulary.IsOver(clause);
        return absent ? PriorityStanding.Absent : PriorityStanding.Stated;
    }

    /// <summary>Whether the words in front of a priority make a condition of it: "if I give a".</summary>
    public static bool IsConditional(ReadOnlySpan<char> before) => Condition().IsMatch(before);

    private static string ClauseBefore(string sentence, int at)
    {
        int start = 0;
        foreach (ValueMatch border in Border().EnumerateMatches(sentence.AsSpan(0, at)))
        {
            start = border.Index + border.Length;
        }

        return sentence[start..at];
    }

    [GeneratedRegex(@"[,;:]\s|\s(since|because|while|whereas|although|but|so that|which|whose|that|where)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Border();

    // It holds for all that follows, not for its own clause only.
    [GeneratedRegex(@"(^|\s)(if|unless|suppose|supposing|assuming|provided)\s|\b(works?|fine|ok|helps?|fix(es|ed)|goes away|boots?)\b.{0,40}\b(when|with|after|once)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Condition();

    // What somebody does to a priority, as an order, an idea or an experiment.
    [GeneratedRegex(@"\b(can|will|'ll|'d|let's|let us|please|why not|(how|what) about|rather than|instead of|(like|going|plan|plans|try|trying|tried|able|enough|possible|idea|way|fix|here|is) to|(setting|changing|raising|lowering|bumping|increasing|decreasing|giving|assigning|making|using|moving|registering)|(I|we|you) (just |then |also |now |locally )?(set|changed?|raised?|lower(ed)?|bump(ed)?|g[ai]ve|tried|increased?|decreased?|made|moved?|use|used))\b|^\s*(so |then |just |simply |also |and |instead )*(set|give|change|raise|lower|bump|assign|increase|decrease|make|use|move|register|add)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Change();
}
