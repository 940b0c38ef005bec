using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>The words that name a participant where no identifier does: "the mconsole notifier".</summary>
internal static partial class NounPhrase
{
    private const int MaxWords = 5;

    private static readonly FrozenSet<string> Pronouns = new[] { "it", "this", "they", "these", "that", "which", "we", "you", "i", "he", "there", "one", "both", "all", "none" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The phrase without articles and filler, or null when it is a pronoun, too long or none.</summary>
    /// <param name="alone">Whether one word is enough; else it must be two, or one that names something called.</param>
    public static string? Of(string text, bool alone = false)
    {
        string phrase = Filler().Replace(text.Trim(' ', ',', '"', '\'', '`', '(', ')'), "");
        bool compound = alone || phrase.Contains(' ', StringComparison.Ordinal);
        phrase = MethodTail().Replace(phrase, "${method}");
        phrase = Tail().Replace(phrase, "").Trim(' ', ',', '"', '\'', '`');
        int words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return words is 0 or > MaxWords || (!compound && !IsCallbackLike(phrase)) || Pronouns.Contains(phrase) || !Shape().IsMatch(phrase) || Verb().IsMatch(phrase) ? null : phrase;
    }

    /// <summary>Whether the phrase stands for something earlier in the text.</summary>
    public static bool IsPronoun(string text) => text.Trim() is string word && Pronouns.Contains(word);

    /// <summary>Whether the phrase names something that a kernel calls: a notifier, callback, initialisation or the like.</summary>
    public static bool IsCallbackLike(string phrase) => Called().IsMatch(phrase);

    [GeneratedRegex(@"^((the|a|an|this|that|our|all|their|its|any|each|these|those|current|existing|main|successful|calls? to|calling|executing|running|even|module) )+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Filler();

    [GeneratedRegex(@" (code|itself|call|calls|first|is|are|was|being)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Tail();

    [GeneratedRegex(@"(?<method>'s \.\w+) (callback|method|handler)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex MethodTail();

    [GeneratedRegex(@"^[\w][\w./&'()> -]{1,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\b(needs?|has|have|is|are|was|only|not|reaching|gets?|does|do|should|must|will|can|it|they|we|you)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"\s\.\w+$|\b(notifiers?|call ?backs?( function)?|handlers?|hooks?|initiali[sz]ation|registration|probing|initcalls?|probe)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Called();
}
