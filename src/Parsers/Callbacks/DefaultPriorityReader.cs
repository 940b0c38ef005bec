using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Reads that callbacks leave their priority alone: "both have the default priority", "neither of them sets one", "foo_notify has no priority".</summary>
/// <remarks>A member that an initialiser leaves out is 0, and <c>notifier_chain_register</c> of <c>kernel/notifier.c</c> puts equals behind each other as they come.
/// Runs when the orderings are read, since "both" means what they name.</remarks>
internal static partial class DefaultPriorityReader
{
    private const int MaxNames = 8;

    /// <summary>Gives the callbacks that are meant the value 0, where the mail states no other one.</summary>
    public static void Add(Prose prose, CallbackBook book)
    {
        foreach (int index in prose.SentencesWith(WordGroup.Priority))
        {
            Sentence sentence = prose.Sentences[index];
            foreach (Match match in Left().Matches(sentence.Text).Where(match => IsSo(sentence.Text, match)))
            {
                foreach (CallbackFact fact in Meant(sentence.Text[..match.Index], match.Groups["who"].Value, book))
                {
                    book.Add(fact with { PriorityText = "default", Priority = 0 });
                }
            }
        }
    }

    // The verb may deny a value itself ("does not set"); what stands in front of it must not doubt it.
    private static bool IsSo(string sentence, Match match) => PriorityStandings.Of(sentence, match.Index, aside: false) == PriorityStanding.Stated;

    // Names in front of the verb, or as many callbacks of the mail as a word for them says.
    private static List<CallbackFact> Meant(string before, string who, CallbackBook book)
    {
        if (who.Length == 0)
        {
            List<string> named = [.. NameReader.Read(before[LastBreak(before)..]).Where(name => book.Contains(name.Name)).Select(name => name.Name).Distinct(StringComparer.Ordinal)];
            return [.. named.TakeLast(MaxNames).Select(book.Find).OfType<CallbackFact>().Where(IsOpen)];
        }

        List<CallbackFact> open = [.. book.Facts.Where(IsOpen)];
        bool fits = CountOf(who) is int count ? open.Count == count : open.Count is >= 2 and <= MaxNames;
        return fits ? open : [];
    }

    private static bool IsOpen(CallbackFact fact) => fact.PriorityText is null;

    private static int LastBreak(string text) => Math.Max(0, text.AsSpan().LastIndexOfAny(';', ':') + 1);

    private static int? CountOf(string who) =>
        who.ToUpperInvariant() switch
        {
            string word when word.Contains("BOTH", StringComparison.Ordinal) || word.Contains("NEITHER", StringComparison.Ordinal) || word.Contains("TWO", StringComparison.Ordinal) => 2,
            string word when word.Contains("THREE", StringComparison.Ordinal) => 3,
            string word when word.Contains("FOUR", StringComparison.Ordinal) => 4,
            _ => null,
        };

    [GeneratedRegex(@"(\b(?<who>both( of (them|these))?|(all |the |none of the |neither of the )?(two|three|four)( of (them|these))?|all( of (them|these))?|none( of (them|these))?|neither( of (them|these))?|they( all| both)?)\s((callback|notifier|handler|block)s?\s)?)?((currently|still|just|simply|today|all|both)\s){0,2}((has|have|had|having|uses?|with|runs? (at|with)|at|are at|is at|got|keeps?|gets?)\s(the |a |its |their )?(same )?(no (explicit )?|default (notifier )?(?=prio))prio(rity|rities)?\b(?! (than|list|over|issue|problem))|(does not|doesn't|do not|don't|did not|didn't|never) (set|sets|define|specify|give|state|have) (a|any|its|their|the|an explicit)?\s?\.?prio(rity)?\b|(?<=\b(none|neither)\b.{0,40}\s)(sets?|has|have|defines?|specif(y|ies)|gives?) (a|any|its|their|the|an explicit)\s\.?prio(rity)?\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Left();
}
