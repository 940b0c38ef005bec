using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>What pronouns of a sentence stand for in the sentence before.</summary>
internal static partial class Antecedents
{
    // How many sentences in front a function may be named of which a sentence speaks.
    private const int MaxBack = 2;

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
        page.ShapeOf(index).Groups.FirstOrDefault(group => group.End <= position && group != other) ?? Before(page, index, other) ?? OnlyOther(page, index, other);

    // "It should be called before b", further down a list of notes: the only other one of which the text has spoken so far, when the sentence in front names none.
    private static NameGroup? OnlyOther(OrderingPage page, int index, NameGroup other)
    {
        if (index == 0 || !page.ShapeOf(index - 1).Groups.IsEmpty || !Singular().IsMatch(page.ShapeOf(index).Text))
        {
            return null;
        }

        ShapedName? only = null;
        for (int i = index - 1; i >= 0; i--)
        {
            foreach (ShapedName name in page.ShapeOf(i).Names.Where(name => !other.Names.Any(known => known.Name.Equals(name.Name, StringComparison.Ordinal))))
            {
                if (only is ShapedName known && !known.Name.Equals(name.Name, StringComparison.Ordinal))
                {
                    return null;
                }

                only = name;
            }
        }

        return only is ShapedName one ? new NameGroup([one with { Start = -1, End = -1 }], -1, -1) : null;
    }

    /// <summary>The only function that the sentence before names, or the one before that when it names none: "It must be called after b()" speaks of it; null when there are others, or none.</summary>
    /// <param name="called">Whether it must be written as one, with brackets.</param>
    public static NameGroup? OnlyFunction(OrderingPage page, int index, bool called = false)
    {
        for (int i = index - 1; i >= Math.Max(0, index - MaxBack) && page.Prose.Sentences[i + 1].Block <= page.Prose.Sentences[i].Block + 1; i--)
        {
            ImmutableArray<ShapedName> names = [.. page.ShapeOf(i).Names.DistinctBy(name => name.Name, StringComparer.Ordinal)];
            if (!names.IsEmpty)
            {
                return names is [var one] && !(called && page.Prose.Sentences[i].Text[one.End - 1] != ')') ? new NameGroup([one with { Start = -1, End = -1 }], -1, -1) : null;
            }
        }

        return null;
    }

    /// <summary>The function of which "it" speaks: the only one of the sentence before, or what that begins with, or with a word that does something to it.</summary>
    public static NameGroup? FunctionSpokenOf(OrderingPage page, int index) =>
        OnlyFunction(page, index) ?? (index > 0 && page.Prose.Sentences[index].Block <= page.Prose.Sentences[index - 1].Block + 1 && Topic().Match(page.ShapeOf(index - 1).Text) is { Success: true } topic
            ? new NameGroup([page.ShapeOf(index - 1)[topic.Groups["name"].Value[0]] with { Start = -1, End = -1 }], -1, -1) : null);

    /// <summary>The function whose work "this happens" is: the sentence before says nothing of another one, and begins with what it does.</summary>
    public static NameGroup? FunctionActing(OrderingPage page, int index) =>
        OnlyFunction(page, index, called: true) is NameGroup only && Topic().IsMatch(page.ShapeOf(index - 1).Text) ? only : null;

    /// <summary>The function that "that call" or "the function" stands for; null when it could be another one.</summary>
    /// <param name="names">What the sentence names in front of it.</param>
    public static string? FunctionOf(OrderingPage page, int index, ImmutableArray<ShapedName>.Builder names, NameToken token)
    {
        string sentence = page.Prose.Sentences[index].Text;
        if (!Pointing().IsMatch(sentence.AsSpan(0, token.Start)) || PointingOn().IsMatch(sentence.AsSpan(token.End)))
        {
            return null;
        }

        // "Changed two a() calls into one a() call in b(), but that call", "remove c() in a(), since the function".
        bool isCall = token.Name is "call";
        ShapedName? said = names.LastOrDefault(name => isCall ? sentence.AsSpan(name.End).StartsWith(" call") : sentence.AsSpan(0, name.Start).EndsWith(" in "));
        if (said is { Name: string meant })
        {
            return meant;
        }

        return names.Count == 0 ? OnlyFunction(page, index)?.Names[0].Name : names.Select(name => name.Name).Distinct(StringComparer.Ordinal).ToList() is [string only] ? only : null;
    }

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

    [GeneratedRegex(@"^((so|but|and|however|since|thus|hence|currently|now|also|then),? )?((move|call|run|place|put|delay|defer|add|invoke) )?(?<name>" + Shape.N + @")\s(?!and\b|or\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Topic();

    [GeneratedRegex(@"\b(this|that|the) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Pointing();

    [GeneratedRegex(@"^\s(to|of|for|path|chain|site|graph|tree|stack|trace|in|is made|from)\b|^\s[\w.>-]+\(\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PointingOn();

    [GeneratedRegex(@"^((but|and|so|however|since),? )?(this|that) (hotplug )?state\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ThisState();

    [GeneratedRegex(@"\bit\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Singular();

    [GeneratedRegex(@"\b(they|these|both|them|the two)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Plural();
}
