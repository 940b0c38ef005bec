using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>What pronouns of a sentence stand for in the sentence before.</summary>
internal static partial class Antecedents
{
    /// <summary>Reads a sentence that says anew of the two callbacks of the sentence before what runs first: "it must run after it". Returns whether it did.</summary>
    public static bool ReadPair(OrderingPage page, int index, Shape shape)
    {
        Match match = TwoPronouns().Match(shape.Text);
        if (!match.Success || index == 0 || page.Drafts.Count == 0 || page.Drafts[^1] is not { Names.Length: 2 } seen || seen.Span.End <= page.Prose.Sentences[index - 1].Offset
            || SenseVocabulary.Of(shape.Text, shape.Text) != OrderingSense.Stated || SenseVocabulary.IsNegated(shape.Text))
        {
            return false;
        }

        // The subject of the sentence before is what stands first in it.
        string subject = page.ShapeOf(index - 1).Names.FirstOrDefault(name => seen.Names.Contains(name.Name, StringComparer.Ordinal)).Name ?? seen.Names[0];
        string other = seen.Names[0].Equals(subject, StringComparison.Ordinal) ? seen.Names[1] : seen.Names[0];
        page.Add(seen with
        {
            Names = match.Groups["before"].Success ? [subject, other] : [other, subject],
            Kind = KindVocabulary.Of(shape.Text) ?? OrderingKind.Observed,
            Span = page.Prose.Sentences[index].Span,
            Confidence = 0.8,
            Reason = "pronouns for the two callbacks of the sentence before",
        });
        return true;
    }

    /// <summary>What a pronoun at a place of a sentence stands for when the other side of a relation is known: what is named first in front of it, else
    /// what the sentence before begins with; null when that is the other one, or several and the sentence speaks of one.</summary>
    public static NameGroup? Meant(OrderingPage page, int index, NameGroup other, int position) =>
        page.ShapeOf(index).Groups.FirstOrDefault(group => group.End <= position && group != other) ?? Before(page, index, other);

    private static NameGroup? Before(OrderingPage page, int index, NameGroup other)
    {
        if (index == 0 || page.Prose.Sentences[index].Block > page.Prose.Sentences[index - 1].Block + 1)
        {
            return null;
        }

        Shape last = page.ShapeOf(index - 1);

        // "This state occurs after b": the state of hotplug that was named last.
        NameGroup? group = ThisState().IsMatch(page.ShapeOf(index).Text) ? last.Groups.LastOrDefault(named => named.Names is [{ Name: var state }] && state.StartsWith("CPUHP_", StringComparison.Ordinal)) : last.Groups.FirstOrDefault();
        bool same = group is not null && group.Names.Any(name => other.Names.Any(known => known.Name.Equals(name.Name, StringComparison.Ordinal)));
        bool plural = Plural().IsMatch(page.ShapeOf(index).Text);
        ImmutableArray<ShapedName> pair = plural ? [.. page.ShapeOf(index - 1).Names.DistinctBy(name => name.Name, StringComparer.Ordinal)] : [];
        group = group is not null && pair.Length == 2 && group.Names.Length == 1 ? group with { Names = pair } : group;
        return group is not null && (group.Names.Length == 1 || plural) && !same ? group with { Start = -1, End = -1, Names = [.. group.Names.Select(name => name with { Start = -1, End = -1 })] } : null;
    }

    [GeneratedRegex(@"^(it|this( one)?|that one)\s[^,;]{1,60}\b((?<before>before|prior to|ahead of)|after)\s(it|that( one)?|the other( one)?)\b(?!\s\w+ed\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex TwoPronouns();

    [GeneratedRegex(@"^((but|and|so|however|since),? )?(this|that) (hotplug )?state\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ThisState();

    [GeneratedRegex(@"\b(they|these|both|them|the two)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Plural();
}
