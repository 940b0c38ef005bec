using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orderings that point at another one: "the unload ordering is correct", "on load it needs to be flipped",
/// "the same on unload", "in reverse order on exit". Runs when all others are read, since the other one may stand below.</summary>
internal static partial class BackReferenceReader
{
    /// <summary>Reads a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        if (!sentence.MayHold(WordGroup.BackReference) || !Hint().IsMatch(sentence.Text) || sentence.Text.EndsWith('?'))
        {
            return;
        }

        foreach ((int start, int end) in Clause.All(sentence.Text))
        {
            int from = start;
            foreach (ValueMatch next in NextEvent().EnumerateMatches(sentence.Text.AsSpan(start, end - start)))
            {
                ReadClause(page, index, sentence, from, start + next.Index);
                from = start + next.Index + next.Length;
            }

            ReadClause(page, index, sentence, from, end);
        }
    }

    private static void ReadClause(OrderingPage page, int index, Sentence sentence, int start, int end)
    {
        if (end <= start)
        {
            return;
        }

        string clause = sentence.Text[start..end];
        TextSpan span = sentence.Slice(start, end - start);
        string? name = EventOf(page, index, start, end);
        if (KindVocabulary.IsHypothetical(clause))
        {
            return;
        }

        if (Reversed().IsMatch(clause) && page.Events(index).TrueForAll(mention => mention.Start < start || mention.End > end))
        {
            Reverse(page, index, clause, span);
            return;
        }

        if (name is null)
        {
            return;
        }

        if (Correct().Match(clause) is { Success: true } correct && !IsNegated(clause, correct) && (SpeaksOfOrder(page, index, clause, start, correct) || PointsAtOrder(page, clause, span)))
        {
            Confirm(page, name, span);
        }
        else if (Turned().Match(clause) is { Success: true } turned && !IsNegated(clause, turned))
        {
            Turn(page, name, clause, span);
        }
        else if (Mirrored().Match(clause) is { Success: true } mirrored && !IsNegated(clause, mirrored))
        {
            Mirror(page, name, clause, span);
        }
        else if (Same().Match(clause) is { Success: true } same && !IsNegated(clause, same))
        {
            Repeat(page, name, clause, span);
        }
    }

    // What is denied behind the words that point is something else.
    private static bool IsNegated(string clause, Match pointing) => Negation().IsMatch(clause.AsSpan(0, pointing.Index + pointing.Length));

    // "It works fine" says nothing of an order; "the order is fine" and "unload is fine" do.
    private static bool SpeaksOfOrder(OrderingPage page, int index, string clause, int start, Match correct) =>
        OrderWord().IsMatch(clause) || page.Events(index).Exists(mention => Math.Abs(mention.End - start - correct.Index) <= 12 || Math.Abs(mention.Start - start - correct.Index - correct.Length) <= 12);

    // "a runs before b on unload, and that is right": an order stands in the clause itself.
    private static bool PointsAtOrder(OrderingPage page, string clause, TextSpan span) =>
        page.Drafts.Exists(draft => draft.Span.Start >= span.Start && draft.Span.End <= span.End)
        && (PointedAt().IsMatch(clause) || clause.Contains("->", StringComparison.Ordinal));

    private static string? EventOf(OrderingPage page, int index, int start, int end)
    {
        List<EventMention> inside = [.. page.Events(index).Where(mention => mention.Start >= start && mention.End <= end)];
        return inside.Count > 0 ? inside[^1].Event : page.EventAt(index, (start + end) / 2);
    }

    // What is called correct is required to stay as it is.
    private static void Confirm(OrderingPage page, string name, TextSpan span)
    {
        if (Base(page, name, OrderingKind.Observed) is OrderingDraft seen)
        {
            page.Add(seen with { Kind = OrderingKind.Required, Span = span, Confidence = 0.9, Reason = "the order of this event is called correct" });
        }
    }

    private static void Turn(OrderingPage page, string name, string clause, TextSpan span)
    {
        OrderingKind kind = KindVocabulary.Of(clause) is OrderingKind said and not OrderingKind.Observed ? said : OrderingKind.Required;
        OrderingDraft? seen = Base(page, name, OrderingKind.Observed);
        ImmutableArray<string>? named = FirstNamed(page, clause);
        if (seen is not null)
        {
            ImmutableArray<string> turned = [.. seen.Names.Reverse()];
            bool agrees = named is not ImmutableArray<string> said2 || said2[0].Equals(turned[0], StringComparison.Ordinal);
            ImmutableArray<string> names = agrees ? turned : named!.Value;
            page.Add(new OrderingDraft(name, kind, names, span, agrees ? 0.9 : 0.5, "the reverse of the observed order is asked for"));
        }
        else if (named is ImmutableArray<string> order)
        {
            page.Add(new OrderingDraft(name, kind, order, span, 0.8, "a turned order is asked for and its first callback is named"));
        }
    }

    private static void Mirror(OrderingPage page, string name, string clause, TextSpan span)
    {
        if (page.Drafts.Exists(draft => string.Equals(draft.Event, name, StringComparison.Ordinal) && draft.Span.Start >= span.Start && draft.Span.End <= span.End))
        {
            return;
        }

        OrderingKind? said = KindVocabulary.Of(clause);
        OrderingDraft? model = LastOther(page, name, said, span) ?? LastOther(page, name, null, span) ?? Base(page, name, OrderingKind.Observed);
        if (model is not null)
        {
            OrderingKind kind = said is null or OrderingKind.Observed && model.Kind != OrderingKind.Observed ? model.Kind : said ?? model.Kind;
            page.Add(new OrderingDraft(name, kind, [.. model.Names.Reverse()], span, 0.8, "the reverse of the order of another event"));
        }
    }

    // "With the other option the order is reversed": the order that was told last, at the same event.
    private static void Reverse(OrderingPage page, int index, string clause, TextSpan span)
    {
        if (page.Drafts.FindLast(draft => draft.Span.End <= span.Start) is { Kind: OrderingKind.Observed, Sense: OrderingSense.Stated, Names.Length: 2 } told && told.Span.Start >= page.Prose.Sentences[Math.Max(0, index - 1)].Offset)
        {
            page.Add(told with { Names = [.. told.Names.Reverse()], Kind = KindVocabulary.Of(clause) ?? OrderingKind.Observed, Span = span, Confidence = 0.8, Reason = "the order told last is reversed here" });
        }
    }

    private static void Repeat(OrderingPage page, string name, string clause, TextSpan span)
    {
        OrderingKind? said = KindVocabulary.Of(clause);
        OrderingDraft? model = LastOther(page, name, said, span) ?? LastOther(page, name, null, span);
        if (model is not null)
        {
            page.Add(new OrderingDraft(name, said ?? model.Kind, model.Names, span, 0.8, "the same order as for another event"));
        }
    }

    private static OrderingDraft? Base(OrderingPage page, string name, OrderingKind kind) =>
        page.Drafts.Find(draft => draft.Kind == kind && string.Equals(draft.Event, name, StringComparison.Ordinal))
        ?? page.Derived(name);

    private static OrderingDraft? LastOther(OrderingPage page, string name, OrderingKind? kind, TextSpan span) =>
        page.Drafts.FindLast(draft => draft.Span.Start < span.End && (kind is null || draft.Kind == kind)
            && !string.Equals(draft.Event, name, StringComparison.Ordinal));

    // "(a first)": with two callbacks this names the whole order.
    private static ImmutableArray<string>? FirstNamed(OrderingPage page, string clause)
    {
        Match match = NamedFirst().Match(clause);
        if (!match.Success || page.Book.Facts.Count != 2 || page.Book.Resolve(match.Groups["name"].Value, loose: true, out _) is not string name)
        {
            return null;
        }

        string other = page.Book.Facts[0].Name.Equals(name, StringComparison.Ordinal) ? page.Book.Facts[1].Name : page.Book.Facts[0].Name;
        return match.Groups["first"].Success ? [name, other] : [other, name];
    }

    // "It must be turned on suspend, on resume the order is right".
    [GeneratedRegex(@",\s+(and )?(?=(on|for|at|during|upon) (the )?[\w-]{2,20}( case| path)?,? (the|this|that|it|its|order|everything|all)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NextEvent();

    [GeneratedRegex(@"correct|right|fine|\bok(ay)?\b|good|flip|revers|swap|invert|exchang|other way|opposite|turned|mirror|inverse|same|likewise|vice versa|backwards", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Hint();

    [GeneratedRegex(@"\b(is|are|looks?|seems?|was)\s+(already |also |indeed |just |perfectly |now |still )?(correct|right|fine|ok(ay)?|good|as (it should be|expected|required|wanted|intended))\b|\bcorrect (for|on|in|at)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Correct();

    [GeneratedRegex(@"\b(needs?|must|should|have|has|ought|wants?|would|required|needed)\b.{0,60}\b(flip(ped)?|revers(e|ed|ing)|swap(ped|ping)?|invert(ed)?|exchanged?|the other way a?round|turned a?round|switched|backwards)\b|^\W{0,3}(please |let us |let's )?(swap|exchange|flip|reverse|switch|invert)\s+(the (order|two|priorities)|them|these|those)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Turned();

    [GeneratedRegex(@"\b(opposite|reversed?|inverse|inverted|mirrored|mirror)\s+(order(ing)?|sequence|way|direction)?|\bin reverse\b|\bthe (opposite|reverse|inverse)\b|\bthe other way (a?round|about)\b|\bvice versa\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Mirrored();

    [GeneratedRegex(@"\b(order(ing)?|sequence) (is|was|gets|becomes) ((just|exactly|now) )?(reversed|inverted|swapped|the other way (a?round|about)|the opposite)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Reversed();

    [GeneratedRegex(@"\bsame (order(ing)?|sequence)\b|\b(the )?same (happens|holds|goes|applies|is true|is seen|on|for|at|when|during)\b|\b(order(ing)?|sequence) (is|stays|remains) the same\b|\b(it|this|that) (is|stays|remains) the same\b|\blikewise\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Same();

    [GeneratedRegex(@"[( ](?<name>[A-Za-z_]\w{1,80})(\(\))?( (runs?|goes|comes|should be|must be|being|called))? ((?<first>first)|last)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NamedFirst();

    [GeneratedRegex(@"\b(that|this|which|it)\s+(is|looks|seems)\s+(already\s+)?(right|correct|fine|ok|okay|good|as)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PointedAt();

    [GeneratedRegex(@"\b(order(ing)?|sequence)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"\b(not|never|isn't|aren't|wasn't|no longer)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Negation();
}
