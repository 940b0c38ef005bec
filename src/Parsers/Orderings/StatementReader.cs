using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orders that are stated between names: "a runs before b", "a and b have to be called after c", "once a has run, b is
/// called". It looks at the words between the names only, so what the names are and how they are quoted does not matter.</summary>
internal static partial class StatementReader
{
    private const int MaxRelations = 12;
    private const int MaxSubjectGap = 110;

    /// <summary>Reads a sentence. Returns whether it held an order, stated or not.</summary>
    public static bool Read(OrderingPage page, int index)
    {
        Shape shape = page.ShapeOf(index);
        int before = page.Count;
        if (shape.Groups.IsEmpty)
        {
            return ReadPronouns(page, index, shape);
        }

        if (shape.Groups.Length > 24)
        {
            return false;
        }

        List<RelationWord> relations = RelationWord.Find(shape.Text);
        Link? previous = null;
        foreach (RelationWord relation in relations.Take(MaxRelations))
        {
            Link? link = LinkOf(page, index, shape, relation, previous);
            if (link is not null && StatementDraft.Of(page, index, shape, relation, link, previous) is { Count: > 0 } drafts)
            {
                Add(page, drafts, relation, link, previous);
                previous = link;
            }
        }

        return page.Count > before;
    }

    // "It must run after it": what the sentence before says of two callbacks is said anew.
    private static bool ReadPronouns(OrderingPage page, int index, Shape shape)
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
            Confidence = 0.7,
            Reason = "pronouns for the two callbacks of the sentence before",
        });
        return true;
    }

    private static Link? LinkOf(OrderingPage page, int index, Shape shape, RelationWord relation, Link? previous)
    {
        string text = shape.Text;
        NameGroup? left = shape.Groups.LastOrDefault(group => group.End <= relation.Start);
        NameGroup? right = shape.Groups.FirstOrDefault(group => group.Start >= relation.End);
        if (left is null || (relation.Guard.Length == 0 && OpensClause(text, left, relation)))
        {
            return Fronted(page, index, shape, relation, right);
        }

        if (text[left.End] is ',' && Inserted().Match(text, 0, left.Start) is { Success: true } inserted && shape.Groups.LastOrDefault(group => group.End <= inserted.Index) is NameGroup outer)
        {
            left = outer;
        }

        if (relation.Side == RelationSide.Then)
        {
            left = RowUpTo(shape, left);
        }

        string gap = text[left.End..relation.Start];
        bool pronounSubject = PronounSubject().IsMatch(gap);
        bool joined = previous is not null && relation.Side != RelationSide.Then && left == previous.Object && Joins().IsMatch(gap);
        NameGroup? subject = (joined || pronounSubject) && previous is not null ? previous.Subject : left;
        if (gap.Length > MaxSubjectGap || gap.Contains("instead of", StringComparison.OrdinalIgnoreCase) || gap.Contains("rather than", StringComparison.OrdinalIgnoreCase)
            || (gap.Contains(';', StringComparison.Ordinal) && !pronounSubject && relation.Side != RelationSide.Then)
            || (!pronounSubject && !joined && OtherSubject().IsMatch(gap)) || !Guarded(relation, shape, gap, right))
        {
            return null;
        }

        NameGroup? other = right is not null && IsObjectGap(text[relation.End..right.Start], relation) ? right : PointedAt(page, index, shape, relation, subject, previous);
        return other is null || other == subject ? null : new Link(subject, other, Fronted: false);
    }

    // "a, b and finally c": what stands in the row before the last comma belongs to it.
    private static NameGroup RowUpTo(Shape shape, NameGroup last)
    {
        NameGroup row = last;
        for (int i = shape.Groups.IndexOf(last) - 1; i >= 0 && shape.Text.AsSpan(shape.Groups[i].End, row.Start - shape.Groups[i].End) is ", "; i--)
        {
            row = new NameGroup([.. shape.Groups[i].Names, .. row.Names], shape.Groups[i].Start, row.End);
        }

        return row;
    }

    // "Once a has run, b is called", "Before a is called, b runs": the object comes first.
    private static Link? Fronted(OrderingPage page, int index, Shape shape, RelationWord relation, NameGroup? right)
    {
        string text = shape.Text;
        int clause = text.AsSpan(0, relation.Start).LastIndexOfAny(";:,") + 1;
        string opening = text[clause..relation.Start];
        if (right is null || relation.Side is RelationSide.Between || relation.Guard is not ("" or "already") || opening.Contains("instead", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string between = text[relation.End..right.Start];
        int words = opening.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (relation.Side != RelationSide.Then && (words <= 3 || RelativeOpening().IsMatch(opening)) && IsObjectGap(between, relation))
        {
            NameGroup? subject = shape.Groups.FirstOrDefault(group => group.Start >= right.End);
            ReadOnlySpan<char> gap = subject is null ? "" : text.AsSpan(right.End, subject.Start - right.End);
            bool done = relation.Guard.Length == 0 || (subject is not null && text.AsSpan(subject.End).Contains("already", StringComparison.OrdinalIgnoreCase));
            bool named = gap is " is " && RelativeOpening().IsMatch(opening);
            if (done && gap.Length < MaxSubjectGap && !gap.Contains(';') && (gap.Contains(',') || named))
            {
                return new Link(subject!, right, Fronted: true);
            }
        }

        // "It must run before a": the sentence before says what "it" is.
        return relation.Side != RelationSide.Then && relation.Guard.Length == 0 && PronounStart().IsMatch(text[..relation.Start]) && IsObjectGap(between, relation) && Antecedent(page, index, right) is NameGroup meant
            ? new Link(meant, right, Fronted: false)
            : null;
    }

    private static bool OpensClause(string text, NameGroup left, RelationWord relation)
    {
        string gap = text[left.End..relation.Start];
        int border = gap.LastIndexOfAny([';', ':']);
        return border >= 0 && gap[(border + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 1 && relation.Side != RelationSide.Then;
    }

    private static bool Guarded(RelationWord relation, Shape shape, string gap, NameGroup? right) => relation.Guard switch
    {
        "until" => SenseVocabulary.IsNegated(gap),
        "already" => gap.Contains("already", StringComparison.OrdinalIgnoreCase),
        "need" or "depend" => right is not null && shape.Text.AsSpan(relation.End, right.Start - relation.End).Trim().Length == 0 && Done().IsMatch(shape.Text.AsSpan(right.End)),
        "priority" => shape.Text.Contains("prio", StringComparison.OrdinalIgnoreCase) || relation.Side is RelationSide.Before or RelationSide.After && shape.Text[relation.Start..relation.End].Contains(' ', StringComparison.Ordinal),
        _ => true,
    };

    private static bool IsObjectGap(string gap, RelationWord relation) =>
        relation.Side == RelationSide.Then ? ThenGap().IsMatch(gap) : ObjectGap().IsMatch(gap);

    // "after it", "before that": what was named last and is not the subject.
    private static NameGroup? PointedAt(OrderingPage page, int index, Shape shape, RelationWord relation, NameGroup subject, Link? previous)
    {
        if (!PronounObject().IsMatch(shape.Text.AsSpan(relation.End)))
        {
            return null;
        }

        if (previous is not null)
        {
            return previous.Subject == subject ? previous.Object : null;
        }

        NameGroup? earlier = shape.Groups.FirstOrDefault(group => group.End <= subject.Start);
        return earlier ?? Antecedent(page, index, subject);
    }

    /// <summary>What a pronoun at a place of a sentence stands for when the other side of a relation is known: what is named first in front of it, else
    /// what the sentence before begins with.</summary>
    public static NameGroup? Meant(OrderingPage page, int index, NameGroup other, int position) =>
        page.ShapeOf(index).Groups.FirstOrDefault(group => group.End <= position && group != other) ?? Antecedent(page, index, other);

    /// <summary>What a pronoun of a sentence stands for: what the sentence before begins with, when it is a callback and not the other one.</summary>
    private static NameGroup? Antecedent(OrderingPage page, int index, NameGroup other)
    {
        if (index == 0 || page.Prose.Sentences[index].Block > page.Prose.Sentences[index - 1].Block + 1)
        {
            return null;
        }

        NameGroup? group = page.ShapeOf(index - 1).Groups.FirstOrDefault();
        bool same = group is not null && group.Names.Any(name => other.Names.Any(known => known.Name.Equals(name.Name, StringComparison.Ordinal)));
        bool plural = Plural().IsMatch(page.ShapeOf(index).Text);
        ImmutableArray<ShapedName> pair = plural ? [.. page.ShapeOf(index - 1).Names.DistinctBy(name => name.Name, StringComparer.Ordinal)] : [];
        group = group is not null && pair.Length == 2 && group.Names.Length == 1 ? group with { Names = pair } : group;
        return group is not null && (group.Names.Length == 1 || plural) && !same ? group with { Start = -1, End = -1, Names = [.. group.Names.Select(name => name with { Start = -1, End = -1 })] } : null;
    }

    // "a, then b, then c" is one sequence of three.
    private static void Add(OrderingPage page, List<OrderingDraft> drafts, RelationWord relation, Link link, Link? previous)
    {
        OrderingDraft? last = page.Drafts.Count > 0 ? page.Drafts[^1] : null;
        bool extends = drafts.Count == 1 && last is not null && previous is not null && link.Subject == previous.Object && !link.Fronted
            && drafts[0].Sense == OrderingSense.Stated && last.Names[^1].Equals(drafts[0].Names[0], StringComparison.Ordinal)
            && (last.Kind == drafts[0].Kind || relation.Side == RelationSide.Then)
            && (string.Equals(last.Event, drafts[0].Event, StringComparison.Ordinal) || relation.Side == RelationSide.Then) && !last.Names.Contains(drafts[0].Names[^1], StringComparer.Ordinal);
        if (extends)
        {
            page.Drafts[^1] = last! with { Names = last!.Names.AddRange(drafts[0].Names.Skip(1)), Span = last.Span.Union(drafts[0].Span) };
            return;
        }

        drafts.ForEach(page.Add);
    }

    // "a calls b, which calls c, before d": c belongs to the clause between the commas.
    [GeneratedRegex(@",\s(which|who)\s[^,]{0,120}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Inserted();

    [GeneratedRegex(@"^\s*,?\s*(and|but|yet|or)?\s*(only|also|always|must|has to|have to|should|will|runs?|is called)?\s*(right|just|even|immediately)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Joins();

    [GeneratedRegex(@"(,|;|\b(but|though|although|while|whereas|and|so|because|since|i\.e\.))\s+(it|they|this one)\s[^,;]{0,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PronounSubject();

    [GeneratedRegex(@"(^|[,;:]\s*|\b(so|and|but|therefore|thus|hence|because|since|that|which|means)\s+)(it|this|this one|that one|they)\s[^,;:]{0,70}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PronounStart();

    // A subject of its own behind a conjunction: what stands before the relation is not the name.
    [GeneratedRegex(@"(,|:|\b(and|but|so|because|since|while|when|if|that|although|though|where))\s+(the|a|an|this|these|those|all|some|our|its|their|we|you|I|he|no|any|each|every)\s(?!one\b)[^,;:]{0,80}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherSubject();

    [GeneratedRegex(@"^(it|this( one)?|that one)\s[^,;]{1,60}\b((?<before>before|prior to|ahead of)|after)\s(it|that( one)?|the other( one)?)\b(?!\s\w+ed\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex TwoPronouns();

    [GeneratedRegex(@"\b(they|these|both|them)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Plural();

    // "The callback that runs before a is b".
    [GeneratedRegex(@"\b(callback|notifier|handler|function|one|initcall)\s(that|which)\s[^,;]{1,40}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RelativeOpening();

    [GeneratedRegex(@"^\s*(, (rather than|instead of|not) (before|after),\s)?,?\s*((calling|running|invoking|executing|calls?|runs?|invokes?|we|it|to|of|that|those|both|even|all|also|the|a|an|its|any|either|registered|other|existing|old|new|generic|kernel's|own)\s+){0,5}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ObjectGap();

    [GeneratedRegex(@"^,?\s*(does |is |are |come |comes |goes |runs |calls? |calling |the |it |turn |of |to |we |in |end |with |by ){0,6}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ThenGap();

    [GeneratedRegex(@"^\s*(it|them|that|that one|this one|the other( one)?)\s*($|[.,;)]|\s(on|at|in|when|during|and|but|for|is|has|was)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PronounObject();

    [GeneratedRegex(@"^\s*(having|being|to (have|be|run|finish|complete|come|go)|first|(is |has been )?(already )?(run|done|called|finished|executed))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Done();

    /// <summary>The two sides of a relation.</summary>
    /// <param name="Fronted">Whether the object stands first.</param>
    internal sealed record Link(NameGroup Subject, NameGroup Object, bool Fronted);
}
