using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orderings that are written as a list under a line that announces them, one callback an item.</summary>
internal static partial class ListReader
{
    private const int MaxItems = 64;
    private const int MaxBlocksBetweenItems = 3;
    private const int HeadingReach = 12;
    private const int MaxLeadIn = 400;

    // What names an event alone is no longer than this.
    private const int MaxHeading = 70;

    /// <summary>Reads every list of the mail.</summary>
    public static void Read(OrderingPage page)
    {
        if (!page.Prose.IsUngated && !HasList(page))
        {
            return;
        }

        LeadIn? last = null;
        for (int sentence = 0; sentence < page.Prose.Sentences.Length; sentence++)
        {
            Sentence text = page.Prose.Sentences[sentence];
            if (LeadInOf(page, sentence, last) is LeadIn leadIn)
            {
                last = leadIn;
                ReadItems(page, leadIn, text);
            }
        }
    }

    // Most lines that end in a colon stand above code or a log: what they say is only looked at when a name stands under one of them.
    private static bool HasList(OrderingPage page)
    {
        for (int sentence = 0; sentence < page.Prose.Sentences.Length; sentence++)
        {
            int below = page.Prose.Sentences[sentence].Block + 1;
            if (below < page.Prose.Blocks.Length && IsLastOfBlock(page.Prose, sentence) && MayLeadIn(page.Prose, sentence)
                && IsFirstItem(page, page.Prose.Blocks[below], page.Prose.BlockText(page.Prose.Blocks[below])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFirstItem(OrderingPage page, Block block, string text) => (block.IsItem || IsLone(text)) && ItemName(page, block, text, strong: true) is not null;

    // The order of these tests is that of their cost.
    private static bool MayLeadIn(Prose prose, int sentence)
    {
        Sentence text = prose.Sentences[sentence];
        return text.Span.Length <= MaxLeadIn
            && (text.Chars.EndsWith(":") || text.Chars.EndsWith(":-")
                || (text.Block + 1 < prose.Blocks.Length && prose.Blocks[text.Block + 1].IsItem && OpenEnd().IsMatch(text.Chars)));
    }

    // A heading such as "On unload:" counts when a line that announces orders is not far above.
    private static LeadIn? LeadInOf(OrderingPage page, int sentence, LeadIn? last)
    {
        Sentence text = page.Prose.Sentences[sentence];
        if (!IsLastOfBlock(page.Prose, sentence) || !MayLeadIn(page.Prose, sentence))
        {
            return null;
        }

        bool strong = text.MayHold(WordGroup.Sequence) && OrderWord().IsMatch(text.Chars);
        bool announces = strong || RunWord().IsMatch(text.Chars);
        if (!announces && text.Span.Length >= MaxHeading)
        {
            return null;
        }

        OrderingKind? kind = KindVocabulary.Of(text.Text);
        if (announces)
        {
            return new LeadIn(text.Block, sentence, kind ?? last?.Kind ?? OrderingKind.Observed, page.EventAt(sentence, text.Text.Length), strong, Spelled: Passive().IsMatch(text.Text));
        }

        bool near = last is not null && text.Block - last.Block <= HeadingReach;
        if (near && text.Text.Length < 40 && kind is not null)
        {
            return last! with { Block = text.Block, Sentence = sentence, Kind = kind.Value, Event = page.Events(sentence).Count > 0 ? page.EventAt(sentence, 0) : last.Event };
        }

        if (text.Text.Length < MaxHeading && page.Events(sentence).Count > 0 && (kind is not null || EventHeading().IsMatch(text.Text)) && (last is null || text.Block - last.Block > HeadingReach * 2))
        {
            return new LeadIn(text.Block, sentence, kind ?? OrderingKind.Observed, page.EventAt(sentence, 0), Strong: false, Spelled: true);
        }

        bool heading = text.Text.Length < 60 && last is not null && text.Block - last.Block <= HeadingReach * 2 && page.Events(sentence).Count > 0;
        return heading
            ? new LeadIn(text.Block, sentence, kind ?? last!.Kind, page.EventAt(sentence, 0), last!.Strong)
            : null;
    }

    private static bool IsLastOfBlock(Prose prose, int sentence) =>
        sentence + 1 == prose.Sentences.Length || prose.Sentences[sentence + 1].Block != prose.Sentences[sentence].Block;

    private static void ReadItems(OrderingPage page, LeadIn leadIn, Sentence sentence)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        Prose prose = page.Prose;
        TextSpan? span = null;
        int between = 0;
        string? form = null;
        List<int> indents = [];
        bool resolved = true;
        for (int i = leadIn.Block + 1; i < prose.Blocks.Length && names.Count < MaxItems; i++)
        {
            Block block = prose.Blocks[i];
            string text = prose.BlockText(block);
            string itemForm = FormOf(block);
            bool item = (form is null || itemForm.Equals(form, StringComparison.Ordinal)) && (block.IsItem || IsLone(text));
            if (names.Count > 0 && block.IsItem && !Continues(prose.Blocks, block, names.Count))
            {
                break;
            }

            if (!item || ItemName(page, block, text, leadIn.Strong) is not (string name, TextSpan where))
            {
                if (text.EndsWith(':') || names.Count == 0 || (block.BlankBefore && block.Indent == 0 && !block.IsItem) || ++between > MaxBlocksBetweenItems)
                {
                    break;
                }

                continue;
            }

            if (names.Contains(page.ListName(name, where), StringComparer.Ordinal))
            {
                break;
            }

            // Items that state an order each are no order together.
            if (Statement().IsMatch(text))
            {
                return;
            }

            form ??= itemForm;
            between = 0;
            names.Add(page.ListName(name, where));
            indents.Add(block.Indent);
            resolved &= page.Book.Contains(names[^1]) || (block.IsItem && leadIn.Event is not null && itemForm is "1" && name.Contains('_', StringComparison.Ordinal));
            span = span?.Union(where) ?? where;
        }

        if (!IsCallTree(indents))
        {
            Finish(page, leadIn, sentence, names.ToImmutable(), span, resolved);
        }
    }

    private static void Finish(OrderingPage page, LeadIn leadIn, Sentence sentence, ImmutableArray<string> names, TextSpan? span, bool resolved)
    {
        resolved |= leadIn.Spelled && names.Zip(names.Skip(1)).All(pair => page.AreCallbacksOfMail(pair.First, pair.Second));
        if (names.Length >= 2 && (leadIn.Strong || resolved) && span is TextSpan place)
        {
            page.Add(new OrderingDraft(leadIn.Event, leadIn.Kind, names, place, leadIn.Strong ? 1 : 0.8, "list under \"" + Short(sentence.Text) + "\""));
        }
        else if (names.Length == 1 && leadIn.Strong)
        {
            page.Diagnostics.Add(new Diagnostic(
                DiagnosticId.OrderingTooShort, page.Prose.Body.LineOf(sentence.Offset), sentence.Span, "An order is announced and only one callback is listed."));
        }
    }

    // What is indented deeper is called from what stands above it; that is no order of a chain.
    private static bool IsCallTree(List<int> indents) => indents.Zip(indents.Skip(1)).Any(pair => pair.Second > pair.First + 1);

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static string FormOf(Block block) =>
        block.Marker.Length == 0 ? "" : char.IsAsciiDigit(block.Marker.AsSpan().TrimStart('(')[0]) ? "1" : char.IsAsciiLetter(block.Marker.AsSpan().TrimStart('(')[0]) ? "a" : block.Marker;

    // A list that begins again with its first number is another list.
    private static bool Continues(ImmutableArray<Block> blocks, Block block, int count)
    {
        ReadOnlySpan<char> digits = block.Marker.AsSpan().Trim("()., :");
        return !int.TryParse(digits, out int number) || number == count + 1 || number == count;
    }

    private static (string Name, TextSpan Where)? ItemName(OrderingPage page, Block block, string text, bool strong)
    {
        Match match = Leading().Match(text);
        if (!match.Success || match.Groups["name"].Value.Contains("for_each", StringComparison.Ordinal) || text.EndsWith(';') || text.AsSpan().ContainsAny('{', '}'))
        {
            return null;
        }

        Group name = match.Groups["name"];
        string word = name.Value;
        bool identifier = match.Groups["call"].Success || word.AsSpan().Trim('_').Contains('_');
        bool known = page.Book.Resolve(word, loose: true, out _) is not null;
        bool alone = match.Groups["end"].Success;
        return identifier || known || (strong && alone) ? (word, new TextSpan(block.ContentStart + name.Index, name.Length)) : null;
    }

    // "The order on CPU down is": the list is the rest of the sentence.
    [GeneratedRegex(@"\b(order(ing)?|sequence)\b.{0,60}\b(is|was|are|becomes|be)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"\b(is|are|runs?|must|should|has|needs?|was|comes?|goes)\b.{0,40}\b(before|after|prior to|ahead of|behind)\s.{0,20}\w_\w", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^(on|at|when|during|for|upon|while)\b[^,.]{2,60}:-?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex EventHeading();

    [GeneratedRegex(@"\b(are|is|were|was|gets?|got)\s(\w{1,12}\s)?(called|run|invoked|executed|walked|notified|fired|processed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Passive();

    private static bool IsLone(string text) => Lone().IsMatch(text);

    [GeneratedRegex(@"\b(order(s|ing|ings|ed)?|sequences?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"\b(call(s|ed|backs?)?|runs?|running|invoked?|execut(e|es|ed)|fires?|fired|chain|notif\w+|ran|walk(s|ed)?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RunWord();

    [GeneratedRegex(@"^(the |first |then |and |finally ){0,2}[`'""*&]{0,3}(?<name>[A-Za-z_]\w{0,80})(?<call>\(\))?[`'""*]{0,3}(?<end>\s*($|[-,;.:(\[=<]|is\b|runs?\b|at\b|with\b|has\b|notif|callback|handler|\u2013|\u2014))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^[`'""*]?[A-Za-z_]\w{0,80}(\(\))?[`'""*]?\s{0,30}([(\[].{0,120})?,?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Lone();

    private sealed record LeadIn(int Block, int Sentence, OrderingKind Kind, string? Event, bool Strong, bool Spelled = false);
}
