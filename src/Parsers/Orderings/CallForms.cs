using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Ways to put the calls of two plain functions in order that are no two clauses with a word between them.</summary>
internal static partial class CallForms
{
    private const double Confidence = 0.6;

    private const string Calls = "(calls?|runs?|invokes?|executes?)";

    // "So fix the problem by moving it".
    private const int MaxOpening = 60;

    private static readonly SearchValues<string> s_it = SearchValues.Create([" it ", " this ", " that "], StringComparison.OrdinalIgnoreCase);

    // Without one of these, none of the forms is in a sentence.
    private static readonly SearchValues<string> s_then = SearchValues.Create(["then", "after that", "first"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_words = SearchValues.Create(["before", "after", "ahead of", "prior to", "between", "without", "behind", "once"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> s_row = SearchValues.Create(["order", "sequence"], StringComparison.OrdinalIgnoreCase);

    // How many sentences further up the order stands that "these two calls" means.
    private const int MaxBack = 3;

    /// <summary>Whether a sentence can speak of a function that the one before names: it begins with "it", or with words that do something to it.</summary>
    public static bool MayMeanOther(ReadOnlySpan<char> sentence) => sentence.StartsWith("It ") || sentence.StartsWith("This ") || sentence[..Math.Min(MaxOpening, sentence.Length)].ContainsAny(s_it);

    /// <summary>Reads a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        string text = page.ShapeOf(index).Text;

        if (text.AsSpan().ContainsAny(s_then))
        {
            // "Then" alone only says what code does; "first a, and then b", "calls a and then b" say what runs first.
            Add(page, index, FirstThen().Matches(text).Where(match => SenseVocabulary.Of(text, text[..match.Index]) == OrderingSense.Stated), _ => false, match => KindVocabulary.Of(match.Value) ?? OrderingKind.Observed, "first the one, then the other");
            ReadThen(page, index, text);
        }

        if (!text.AsSpan().ContainsAny(s_words) || (SenseVocabulary.Of(text, "") == OrderingSense.Asked && !SenseVocabulary.IsTakenForGranted(text)))
        {
            return;
        }

        // Whatever happens after a but before b, or between them, says that a comes before b.
        Add(page, index, AfterButBefore().Matches(text), match => !match.Groups["after"].Success, _ => OrderingKind.Observed, "after the one but before the other");
        Add(page, index, Gap().Matches(text), _ => false, _ => OrderingKind.Observed, "between the one and the other");
        Add(page, index, WithoutFirst().Matches(text), _ => false, _ => OrderingKind.Required, "not the one without the other first");
        Add(page, index, Nobody().Matches(text), match => match.Groups["before"].Success, _ => OrderingKind.Required, "nobody may call it so");
        Add(page, index, Instruction().Matches(text), match => !match.Groups["before"].Success, _ => OrderingKind.Proposed, "to be put there");
        ReadDone(page, index);
        ReadMove(page, index, text);
    }

    // "It first calls a(), which frees it. Then b() is called."
    private static void ReadThen(OrderingPage page, int index, string text)
    {
        if (Then().Match(text) is { Success: true } then && index > 0 && page.Prose.Sentences[index].Block <= page.Prose.Sentences[index - 1].Block + 1
            && FirstCall().Match(page.ShapeOf(index - 1).Text) is { Success: true } first)
        {
            ShapedName one = page.ShapeOf(index - 1)[first.Groups["one"].Value[0]];
            Add(page, index, one with { Start = -1, End = -1 }, page.ShapeOf(index)[then.Groups["other"].Value[0]], turned: false, OrderingKind.Observed, "first the one, then the other");
        }
    }

    /// <summary>Reads "the order is: a(), b(), c()".</summary>
    public static void ReadRow(OrderingPage page, int index)
    {
        if (!page.Prose.Sentences[index].Holds(WordGroup.Identifier) || !page.Prose.Sentences[index].Chars.ContainsAny(s_row))
        {
            return;
        }

        string text = page.ShapeOf(index).Text;
        if (Row().Match(text) is not { Success: true } row || SenseVocabulary.Of(text, text[..row.Index]) != OrderingSense.Stated || SenseVocabulary.IsNegated(text[..row.Groups["row"].Index]))
        {
            return;
        }

        Shape shape = page.ShapeOf(index);
        Sentence sentence = page.Prose.Sentences[index];
        ShapedName[] names = [.. row.Groups["row"].Value.Where(Shape.IsName).Select(name => shape[name])];
        ImmutableArray<string> told = [.. names.Select(name => name.Name)];
        if (CallStatement.AreFunctions(sentence.Text, names) && Array.TrueForAll(names, name => CallStatement.IsCall(sentence.Text, name)) && told.Distinct(StringComparer.Ordinal).Count() == told.Length)
        {
            page.Add(new OrderingDraft(page.EventOfNames(index, names[^1].End, told), KindVocabulary.Of(text[..row.Groups["row"].Index]) ?? OrderingKind.Observed, told, SpanOf(sentence, names[0], names[^1]), Confidence, "names behind words that announce an order"));
        }
    }

    // "Add a() to do this and that, and do so before b()": the only function that is called by its name in front.
    private static void ReadDone(OrderingPage page, int index)
    {
        Shape shape = page.ShapeOf(index);
        if (Done().Match(shape.Text) is { Success: true } done)
        {
            ShapedName other = shape[done.Groups["other"].Value[0]];
            List<ShapedName> calls = [.. shape.Names.Where(name => name.End <= other.Start && CallStatement.IsCall(page.Prose.Sentences[index].Text, name)).DistinctBy(name => name.Name, StringComparer.Ordinal)];
            if (calls is [var one])
            {
                Add(page, index, one, other, turned: done.Groups["after"].Success, OrderingKind.Proposed, "to be put there");
            }
        }
    }

    // "Move it before b()": the only function that the sentence before calls by its name.
    private static void ReadMove(OrderingPage page, int index, string text)
    {
        if (Move().Match(text) is { Success: true } move && Antecedents.OnlyFunction(page, index, called: true) is { Names: [var moved] })
        {
            Add(page, index, moved, page.ShapeOf(index)[move.Groups["other"].Value[0]], turned: move.Groups["after"].Success, OrderingKind.Proposed, "to be moved there");
        }
    }

    /// <summary>Reads "reverse the order of these two calls": the order that was told last is to be the other way.</summary>
    public static void ReadSwap(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        bool near = page.Drafts is [.., { Kind: OrderingKind.Observed, Names.Length: 2 } seen] && seen.Span.Start >= page.Prose.Sentences[Math.Max(0, index - MaxBack)].Offset;
        if (near && Swap().Match(sentence.Text) is { Success: true } swap && SenseVocabulary.Of(sentence.Text, sentence.Text) == OrderingSense.Stated
            && !SenseVocabulary.IsNegated(sentence.Text[(sentence.Text.LastIndexOfAny([',', ';', '.'], swap.Index) + 1)..]))
        {
            OrderingDraft last = page.Drafts[^1];
            page.Add(last with { Kind = OrderingKind.Proposed, Names = [.. last.Names.Reverse()], Span = sentence.Span, Reason = "the order told last is to be turned round" });
        }
    }

    private static void Add(OrderingPage page, int index, IEnumerable<Match> matches, Func<Match, bool> isTurned, Func<Match, OrderingKind> kindOf, string reason)
    {
        Shape shape = page.ShapeOf(index);
        foreach (Match match in matches)
        {
            Add(page, index, shape[match.Groups["one"].Value[0]], shape[match.Groups["other"].Value[0]], isTurned(match), kindOf(match), reason);
        }
    }

    private static void Add(OrderingPage page, int index, ShapedName one, ShapedName other, bool turned, OrderingKind kind, string reason)
    {
        ImmutableArray<string> names = turned ? [other.Name, one.Name] : [one.Name, other.Name];
        Sentence sentence = page.Prose.Sentences[index];
        if (CallStatement.AreFunctions(sentence.Text, one, other) && !one.Name.Equals(other.Name, StringComparison.Ordinal) && !page.Drafts.Exists(draft => draft.Names.SequenceEqual(names, StringComparer.Ordinal)))
        {
            page.Add(new OrderingDraft(page.EventOfNames(index, other.End, names), kind, names, SpanOf(sentence, one, other), Confidence, reason));
        }
    }

    private static TextSpan SpanOf(Sentence sentence, ShapedName one, ShapedName other) =>
        one.Start < 0 ? sentence.Slice(other.Start, other.End - other.Start) : sentence.Slice(Math.Min(one.Start, other.Start), Math.Max(one.End, other.End) - Math.Min(one.Start, other.Start));

    [GeneratedRegex(@"\b(revers|swap|switch|invert|flip|exchang)(e|es|ed|ing|ping|ped)? (the )?(order(ing)?|sequence) (of|in which) (these|the|those|both|them|they)\b( (two|calls|functions|initiali[sz]ations|are))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Swap();

    [GeneratedRegex("\\bfirst (call(s|ed|ing)?|invok(e|es|ed|ing)|runs?|ran|running|execut(e|es|ed|ing))( to)? (?<one>" + Shape.N + @")[^.;\uE000-\uE0FF]{0,24}?\bthen (call(s|ed|ing)? |invok(e|es|ed|ing) |runs? |execut(e|es|ed|ing) )?(?<other>" + Shape.N + ")"
        + "|\\bfirst " + Calls + " (?<one>" + Shape.N + "),? (and|but) after that,? ((it|we|they) )?" + Calls + " (?<other>" + Shape.N + ")"
        + "|\\b(call(s|ed|ing)?|do(es|ing)?|runs?|running|invok(e|es|ed|ing)|execut(e|es|ed|ing)) (?<one>" + Shape.N + ") first,?( and)? then ((call(s|ed|ing)?|do|runs?|invokes?|executes?) )?(?<other>" + Shape.N + ")"
        + "|(?<one>" + Shape.N + "),?( and)? only then (?<other>" + Shape.N + ")"
        + "|(^|[:;] |\\b(order|sequence) (is|was|must be|should be) )((?<one>" + Shape.N + ") first|first (?<one>" + Shape.N + ")),?( and)? (then|next|after that) (?<other>" + Shape.N + ")"
        + "|(?<one>" + Shape.N + ") (is|are|was|were|gets?|got|being|be) (called|invoked|run|executed)( first)?,?( and)?( only)? then (" + Calls + " )?(?<other>" + Shape.N + ")"
        + "|(?<one>" + Shape.N + ") (is|are|was|were|gets?|got|being|be) (called|invoked|run|executed) first,?( and| but)? (?<other>" + Shape.N + ") ((is|are|was|were|gets?) )?((called|invoked|run|executed) )?(second|next|afterwards?|later|last)\\b"
        + "|\\b(call|calls|called|calling|invokes|invoked|runs|executes|ran) (to )?(?<one>" + Shape.N + "),?( and)?( only)? then ((calls?|called|calling|invokes?|runs?|executes?) )?(?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstThen();

    [GeneratedRegex("\\b(order(ing)?|sequence)\\b[^.;\uE000-\uE0FF]{0,40}(:|\\b(is|was|becomes|(should|must|has to|needs to|will) be)( now)?:?) (first,? )?(?<row>" + Shape.N + "(,? (and )?((then|finally|lastly|followed by) )?" + Shape.N + ")+)(?= ?[.,;)]|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Row();

    [GeneratedRegex("\\b((?<after>after)|before) (?<one>" + Shape.N + @")( [a-z][a-z-]{0,20}){0,3},? (but|and|yet|still|though)( still| also| well| even)? (?(after)(before|prior to)|after) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex AfterButBefore();

    // "In the gap between a() and b()", "it is disabled between a() and b()"; but a race, or a difference, is between any two.
    [GeneratedRegex(@"\b((gap|window|interval|period|time|moment|place)( \w+)?|arrives?|fires?|triggers?|occurs?|happens?|comes? in|comes?|called|invoked|runs?|running|arriving|firing|delivered|(dis|en)abled|triggered|valid|freed)( only| right| immediately)? (in )?between (?<one>" + Shape.N + ") and (?<other>" + Shape.N + ")|(^|[,;:] |\\b(so|and|but|that|because|since) )(in )?between (?<one>" + Shape.N + ") and (?<other>" + Shape.N + "),", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Gap();

    // "Calls a() without calling b() first".
    [GeneratedRegex("(?<other>" + Shape.N + @")[^.;,\uE000-\uE0FF]{0,30} without (first (calling|invoking|running|executing) (?<one>" + Shape.N + ")|(calling|invoking|running|executing) (?<one>" + Shape.N + @")( [\w-]{1,20}){0,5}? (first|before|beforehand)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WithoutFirst();

    [GeneratedRegex("\\bfirst " + Calls + " (?<one>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex FirstCall();

    [GeneratedRegex("^\\W{0,3}((and|only) )?then,? ((it|we) " + Calls + " )?(?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Then();

    // "Nobody should call a() before b()".
    [GeneratedRegex(@"\b(nobody|no one|no-one|nothing) (should|must|may|can|shall|is allowed to|is supposed to)( ever)? (call|invoke|run|use|execute)( to)? (?<one>" + Shape.N + ")( any ?more| again)? ((?<before>before)|after) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Nobody();

    // "3) Before a add a new state b", "add a() before b()".
    [GeneratedRegex("^\\W{0,3}(\\d{1,2}[.)]\\W{0,3})?((?<before>before)|after) (?<other>" + Shape.N + "),? (add|insert|introduce|put|place|call)s? (an? )?(new )?(?<one>" + Shape.N + ")"
        + "|\\badd(s|ed|ing)? (?<one>" + Shape.N + ") (right |just |immediately |directly )?((?<before>before)|after) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\b(and|or|to|then) (do(es|ing)?|call(s|ing)?|invok(e|es|ing)|runs?|mov(e|es|ing)|plac(e|es|ing)) (this|that|it|so) (right |just |immediately |directly )?(before|(?<after>after)) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Done();

    [GeneratedRegex(@"^\W{0,3}((so|thus|therefore|hence|instead|then),? )?((fix|solve|avoid|prevent|address) (this|that|it|the \w+) by )?(mov(e|es|ing)|call(s|ing)?|runn?(s|ing)?|invok(e|es|ing)|plac(e|es|ing)|put(s|ting)?|do(es|ing)?|reorder(s|ing)?|perform(s|ing)?|shift(s|ing)?) (it|(?<=\bdo(es|ing)? )(this|that))( up| down| to| back| later| earlier)? (right |just |immediately |directly |shortly )?((?<after>after|behind|once)|before|ahead of|prior to) (?<other>" + Shape.N + ")", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Move();
}
