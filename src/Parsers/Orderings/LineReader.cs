using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads lines that are an order each, behind a label: "load: a, b", "Expected: a -> b", and rows of a table "unload | b | a".</summary>
internal static partial class LineReader
{
    private const int HeadingReach = 6;

    /// <summary>Reads the own lines of the mail.</summary>
    public static void Read(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        Heading heading = default;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            if (layout[line] != LineRole.Own)
            {
                continue;
            }

            TextSpan span = page.Prose.Body.LineSpan(line);
            ReadOnlySpan<char> text = page.Prose.Body.Slice(span);
            if (HeadingOf(text, line) is Heading found)
            {
                heading = found;
            }
            else if (text.Count('_') >= 2 && text.IndexOfAny(":|") >= 0 | text.IndexOf("  ") >= 0)
            {
                ReadLine(page, line, span, text.ToString(), line - heading.Line <= HeadingReach ? heading : default);
            }
        }
    }

    // "What should happen:", "event  first  second", "Order of the callbacks by event:".
    private static Heading? HeadingOf(ReadOnlySpan<char> text, int line)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        bool heading = trimmed.Length is > 3 and < 100 && trimmed.Count('_') == 0 && (trimmed.EndsWith(":") || trimmed.IndexOf("first", StringComparison.OrdinalIgnoreCase) >= 0);
        if (!heading)
        {
            return null;
        }

        string words = trimmed.ToString();
        bool columns = Columns().IsMatch(words);
        return new Heading(line, KindVocabulary.Of(words), columns || OrderWord().IsMatch(words));
    }

    private static void ReadLine(OrderingPage page, int line, TextSpan span, string text, Heading heading)
    {
        Match match = Row().Match(text);
        if (!match.Success)
        {
            return;
        }

        string label = match.Groups["label"].Value.Trim();
        ImmutableArray<string> names = [.. match.Groups["name"].Captures.Select(name => page.ListName(name.Value, new TextSpan(span.Start + name.Index, name.Length)))];
        OrderingKind? kind = KindOf(label);
        string? name = EventVocabulary.Find("on " + label.ToLowerInvariant()) is [EventMention mention, ..] ? mention.Event : null;
        bool column = !match.Groups["colon"].Success;
        bool told = name is not null || kind is not null || OrderWord().IsMatch(label);
        if (!told || (column && !heading.SaysOrder) || !names.Zip(names.Skip(1)).All(pair => page.AreCallbacksOfMail(pair.First, pair.Second)))
        {
            return;
        }

        Group first = match.Groups["name"];
        int from = first.Captures[0].Index;
        TextSpan place = new(span.Start + from, first.Index + first.Length - from);
        page.Add(new OrderingDraft(
            name ?? page.EventOfMail(names), kind ?? heading.Kind ?? OrderingKind.Observed, names, place, 0.9, $"line {line} is labelled \"{label}\""));
    }

    private static OrderingKind? KindOf(string label)
    {
        if (Wanted().IsMatch(label))
        {
            return OrderingKind.Required;
        }

        return Seen().IsMatch(label) ? OrderingKind.Observed : Planned().IsMatch(label) ? OrderingKind.Proposed : null;
    }

    [GeneratedRegex(@"^\s*[-*|>]?\s*(?<label>[A-Za-z][\w /-]{1,40}?)\s*((?<colon>[:=])\s*|\|\s*|\s{2,})(?<name>[A-Za-z]\w*_\w+)(\(\))?((\s*(,|->|=>|<|\||\u2192)\s*|,? (and )?then |\s{2,})(?<name>[A-Za-z]\w*_\w+)(\(\))?){1,20}\s*[|.]?\s*(\([^()]{0,80}\))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bfirst\b.*\b(second|then|last|next)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Columns();

    [GeneratedRegex(@"\b(order(s|ing|ed)?|sequences?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"\b(expected|required|wanted|want|needed|need|should( be)?|correct|desired|must( be)?|right|good)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"\b(actual(ly)?|observed|current(ly)?|got|get|now|seen|is|was|bad|wrong|before)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Seen();

    [GeneratedRegex(@"\b(proposed|suggested|new|after|with (the|this|my) patch|patched|fixed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Planned();

    private readonly record struct Heading(int Line, OrderingKind? Kind, bool SaysOrder);
}
