using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Tells from a short label, as "expected", "after" or "with the patch", whether the order that it names is seen, wanted or proposed.</summary>
internal static partial class LabelVocabulary
{
    /// <summary>The kind that a label says, or null.</summary>
    public static OrderingKind? KindOf(string label)
    {
        if (Wanted().IsMatch(label))
        {
            return OrderingKind.Required;
        }

        return Seen().IsMatch(label) ? OrderingKind.Observed : Planned().IsMatch(label) ? OrderingKind.Proposed : null;
    }

    [GeneratedRegex(@"\b(expected|required|wanted|want|needed|need|should( be)?|correct|desired|must( be)?|right|good)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"\b(actual(ly)?|observed|current(ly)?|got|get|now|seen|is|was|bad|wrong|before|today|old|without|vanilla|unpatched)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Seen();

    [GeneratedRegex(@"\b(proposed|suggested|new|after|with (the|this|my) patch|patched|fixed)\b|^\W{0,3}with\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Planned();
}
