using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Makes orderings of two groups of names and the words around them: which runs first, whether that is seen, wanted or proposed, and
/// whether the author vouches for it.</summary>
internal static partial class StatementDraft
{
    /// <summary>The orderings, none when the names are no callbacks.</summary>
    /// <param name="from">Position in the shape in front of which nothing is said of them.</param>
    public static List<OrderingDraft> Of(OrderingPage page, int index, Shape shape, RelationWord relation, RelationSides link, int from)
    {
        List<ImmutableArray<string>> sequences = Sequences(relation.Side, link);
        bool isTold = link.Subject.Names.Concat(link.Object.Names).All(name => IsToldOf(page.Prose.Sentences[index].Text, name));
        if (sequences.Count == 0 || !(isTold || sequences.TrueForAll(names => names.Zip(names.Skip(1)).All(pair => page.AreCallbacks(index, pair.First, pair.Second)))))
        {
            return [];
        }

        string words = page.TakesFunctions && !link.Fronted && link.Subject.End < 0 ? shape.Text[..relation.Start] : link.Fronted || link.Subject.End < 0 || link.Subject.End > relation.Start ? "" : shape.Text[link.Subject.End..relation.Start];
        bool certain = sequences.TrueForAll(names => names.All(name => page.Book.Knows(name) || CallbackSpelling.IsCertain(name)) || names.Zip(names.Skip(1)).All(pair => CallbackSpelling.AreAlike(pair.First, pair.Second)));
        if (!certain && !page.TakesFunctions && relation.Side is RelationSide.Before or RelationSide.After && words.Trim().Contains(' ', StringComparison.Ordinal) && !RunVerb().IsMatch(words)
            && !CallingVerb().IsMatch(shape.Text.AsSpan(0, link.Subject.Start)))
        {
            return [];
        }

        // "a() uses it before b()": it is used, and no order of a() and b().
        if (UsingIt().IsMatch(words) || CallsOther().IsMatch(words))
        {
            return [];
        }

        if (page.TakesFunctions && !CallStatement.Is(page.Prose.Sentences[index].Text, shape.Text, words, relation, link))
        {
            return [];
        }

        // What is said of a callback between brackets or commas says nothing of the order.
        string text = Remark().Replace(shape.Text, match => match.Index < relation.End && match.Index + match.Length > relation.Start ? match.Value : new string(' ', match.Length));
        (int start, int end) = ClauseOf(text, shape, relation, link);
        start = Math.Max(start, from);
        string clause = text[start..end];
        string before = text[start..Math.Max(start, relation.Start)];
        OrderingKind kind = relation.Guard is "need" ? OrderingKind.Required : KindVocabulary.Of(clause, shape.Text) is OrderingKind told and not OrderingKind.Observed ? told : LeadIn(text, start) ?? OrderingKind.Observed;
        string said = page.TakesFunctions ? May().Replace(Needed().Replace(Condition().Replace(before, ""), ""), "") : before;
        OrderingSense sense = SenseVocabulary.Of(shape.Text, said + text[Math.Max(start, relation.Start)..relation.End]);
        sense = page.TakesFunctions && sense == OrderingSense.Asked && SenseVocabulary.IsTakenForGranted(shape.Text) ? OrderingSense.Stated : sense;
        string gap = link.Fronted ? "" : text[Math.Min(Math.Max(link.Subject.End, start), relation.Start)..relation.Start];
        bool turned = false;
        bool unwanted = SenseVocabulary.IsUnwanted(before);
        if (sense == OrderingSense.Stated && relation.Guard != "until" && (unwanted || SenseVocabulary.IsNegated(gap)))
        {
            // "Is never called before b": then it is called after it.
            bool never = relation.Side == RelationSide.Before && SenseVocabulary.IsNever(gap);
            turned = never || unwanted || SenseVocabulary.Forbids(before, gap);
            sense = turned ? OrderingSense.Stated : OrderingSense.Negated;
            kind = turned && !never ? OrderingKind.Required : kind;
        }
        else if (sense == OrderingSense.Stated && relation.Guard != "until" && !link.Fronted && link.Subject.Start > start && !gap.Contains(" but ", StringComparison.OrdinalIgnoreCase) && SenseVocabulary.IsDeniedCall(text[start..link.Subject.Start], out bool forbidden))
        {
            // "You must not call a before b": then b comes first; "we do not call a before b" says too little.
            turned = forbidden;
            sense = turned ? OrderingSense.Stated : OrderingSense.Negated;
            kind = turned ? OrderingKind.Required : kind;
        }

        TextSpan span = SpanOf(page.Prose.Sentences[index], shape, link);
        string reason = $"\"{shape.Text[relation.Start..relation.End].Trim()}\" between two names" + (turned ? ", forbidden" : "") + (page.TakesFunctions && May().IsMatch(before) ? ", it may happen so" : "");
        double confidence = page.Book.Contains(sequences[0][0]) && page.Book.Contains(sequences[0][^1]) ? 0.9 : 0.8;
        List<string?> events = EventVocabulary.Joined(clause, EventOf(page, index, link, sequences[0]), own: from > 0);
        return [.. events.SelectMany(name => sequences.Select(names => new OrderingDraft(name, kind, turned ? [.. names.Reverse()] : names, span, confidence, reason, sense)))];
    }

    // "If the probe is put off, a is called before b": when it is so, and not whether. No check rests on the order of plain functions, so that no kernel is judged that lacks the condition.
    [GeneratedRegex(@"^([^\uE000-\uE0FF]{0,40}\b)?if [^,\uE000-\uE0FF]{3,80},", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Condition();

    // "If a must run before b": that it must is no condition.
    [GeneratedRegex(@"\bif (?=[\uE000-\uE0FF] (must|has to|have to|needs to|is supposed to|ought to)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Needed();

    [GeneratedRegex(@"\buse[sd]? (it|this|that|them)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex UsingIt();

    // "a() calls the notifiers after b()": it is they that run after b.
    [GeneratedRegex(@"^\s(\w+ly |first |then |also |now )?(calls|invokes|executes|runs|fires|triggers|issues) (the|a|an|its|all|any|these|those|this|that|every)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CallsOther();

    // "a() may run before b()": who describes a race says what happens, if not always.
    [GeneratedRegex(@"\b(may|might|can)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex May();

    // "The trace_kprobe notifier", "jump_label's callback": the words around a name say that it is one, whatever its spelling.
    private static bool IsToldOf(string sentence, ShapedName name) => name.Start >= 0
        && (ToldBehind().IsMatch(sentence.AsSpan(name.End)) || ToldInFront().IsMatch(sentence.AsSpan(Math.Max(0, name.Start - 24), Math.Min(24, name.Start))));

    // "The opposite is needed: a first, then b": what stands in front of the colon and names nothing says what the order is.
    private static OrderingKind? LeadIn(string text, int start)
    {
        string front = text[..start].TrimEnd();
        int from = front.LastIndexOfAny([';', '.']) + 1;
        return front.EndsWith(':') && !front.AsSpan(from).ContainsAnyInRange('\uE000', '\uE0FF') && KindVocabulary.Of(front[from..]) is OrderingKind kind and not OrderingKind.Observed ? kind : null;
    }

    private static List<ImmutableArray<string>> Sequences(RelationSide side, RelationSides link)
    {
        // "a_{x,y}() before b_{x,y}()": each before its own.
        if (side != RelationSide.Between && link.Subject.Names.Length > 1 && link.Object.Names.Length > 1 && link.Subject.Names.Concat(link.Object.Names).Count(IsOfBraces) > 1)
        {
            return link.Subject.Names.Length == link.Object.Names.Length
                ? [.. link.Subject.Names.Zip(link.Object.Names).Select(pair => side == RelationSide.Before ? ImmutableArray.Create(pair.First.Name, pair.Second.Name) : ImmutableArray.Create(pair.Second.Name, pair.First.Name))]
                : [];
        }

        string[] subjects = [.. link.Subject.Names.Select(name => name.Name)];
        string[] objects = [.. link.Object.Names.Select(name => name.Name)];
        return side switch
        {
            RelationSide.Between => objects.Length == 2 && subjects.Length == 1 ? [[objects[0], subjects[0], objects[1]]] : [],
            RelationSide.Before => [.. subjects.SelectMany(first => objects.Select(later => ImmutableArray.Create(first, later)))],
            _ => [.. objects.SelectMany(first => subjects.Select(later => ImmutableArray.Create(first, later)))],
        };
    }

    // A further ending of a name with braces has no width of its own.
    private static bool IsOfBraces(ShapedName name) => name.Start >= 0 && name.Start == name.End;

    // What is said of one relation ends where the next statement begins.
    private static (int Start, int End) ClauseOf(string text, Shape shape, RelationWord relation, RelationSides link)
    {
        int first = Math.Min(link.Subject.Start < 0 ? relation.Start : link.Subject.Start, relation.Start);
        int start = 0;
        int last = Math.Max(relation.End, Math.Max(link.Subject.End, link.Object.End));
        int end = text.Length;
        foreach (ValueMatch border in Border().EnumerateMatches(text))
        {
            if (border.Index + border.Length <= Math.Max(first, start))
            {
                start = Math.Max(start, border.Index + border.Length);
            }
            else if (border.Index >= last)
            {
                end = border.Index;
                break;
            }
        }

        NameGroup? next = shape.Groups.FirstOrDefault(group => group.Start >= last);
        end = next is null ? end : Math.Min(end, next.Start);
        return (Math.Min(start, relation.Start), Math.Max(end, last));
    }

    private static TextSpan SpanOf(Sentence sentence, Shape shape, RelationSides link)
    {
        List<ShapedName> here = [.. link.Subject.Names.Concat(link.Object.Names).Where(name => name.Start >= 0)];
        int from = here.Min(name => name.Start);
        return sentence.Slice(from, here.Max(name => name.End) - from);
    }

    private static string? EventOf(OrderingPage page, int index, RelationSides link, ImmutableArray<string> names)
    {
        int at = link.Subject.Names.Concat(link.Object.Names).Max(name => name.End);
        return page.EventOfNames(index, at, names);
    }

    [GeneratedRegex(@"\([^()]{0,160}\)|,\s(which|who)\s[^,]{1,160},", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"^['""`\u2019]?(s\b)?['""`]?\s(((module|panic|reboot|restart|die|pm|netdev|netdevice|event|cpu|hotplug|suspend|resume|shutdown|probe|bus|clk|memory|own)\s)?(notifi?ers?|callbacks?)|(event|notifier|reboot|panic|restart|module|suspend|resume) (handlers?|hooks?))\b(?!\s(chain|list|block is|head|api|mechanism))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ToldBehind();

    [GeneratedRegex(@"\b(notifiers?|callbacks?) ['""`]?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex ToldInFront();

    [GeneratedRegex(@"\b(call(s|ing)?|runs?|running|invok(e|es|ing)|execut(e|es|ing)|initiali[sz](e|es|ing)|register(s|ing)?)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CallingVerb();

    [GeneratedRegex(@"\b(run(s|ning)?|ran|call(s|ed)?|execut(e|es|ed|ing)|invoked?|fire[sd]?|happens?|notified|gets?|finish(es|ed)?|done|complete[sd]?|prob(e|es|ed|ing)|suspend(s|ed)?|resume[sd]?|shut ?down|initiali[sz]e[sd]?|registered|tried|placed|put|sits?|moved?|be|is|are|was|were|ends? up|ended up|lands?|come|comes|came|go|goes|first|priority)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RunVerb();

    [GeneratedRegex(@";\s|,?\s(but|while|whereas|although|(even )?though|however,?|yet|because|since)\s|\s(--|-)\s|:\s|(?<!after|before),\s(so|which|and|i\.e\.,?|the (reverse|opposite|wrong))\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Border();
}
