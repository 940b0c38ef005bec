using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads lines that are an order each, behind a label: "load: a, b", "Expected: a -> b", and rows of a table "unload | b | a".</summary>
internal static partial class LineReader
{
    private const int HeadingReach = 6;

    // Nothing says whether the lines tell what runs or what is wanted: no check may rest on them.
    private const double Untold = 0.7;

    /// <summary>Reads the own lines of the mail.</summary>
    public static void Read(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        Heading? heading = null;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            if (layout[line] != LineRole.Own)
            {
                continue;
            }

            TextSpan span = page.Prose.Body.LineSpan(line);
            ReadOnlySpan<char> text = page.Prose.Body.Slice(span);
            if (IsHeading(text.Trim()))
            {
                heading = new Heading(page.Prose.Body, line, heading);
            }
            else if (text.Count('_') < 2)
            {
                continue;
            }
            else if (heading is not null && line - heading.Line <= 2 && heading.SaysOrder && Bare().Match(text.ToString()) is { Success: true } bare)
            {
                Add(page, span, bare, heading.Kind, null, $"line {line} is names in a row");
            }
            else if (text.IndexOfAny(":|") >= 0 || text.IndexOf("  ") >= 0)
            {
                ReadLine(page, line, span, text.ToString(), heading is not null && line - heading.Line <= HeadingReach ? heading : null);
            }
        }
    }

    // "What should happen:", "event  first  second", "Order of the callbacks by event:".
    private static bool IsHeading(ReadOnlySpan<char> line) =>
        line.Length is > 1 and < 100 && line.Count('_') == 0 && (line.EndsWith(":") || line.EndsWith(" from") || line.EndsWith(" is") || line is "to" or "into" or "from" || line.IndexOf("first", StringComparison.OrdinalIgnoreCase) >= 0 || line.Contains("1st", StringComparison.Ordinal));

    private static void ReadLine(OrderingPage page, int line, TextSpan span, string text, Heading? heading)
    {
        Match match = Row().Match(text);
        if (!match.Success)
        {
            return;
        }

        string label = match.Groups["label"].Value.Trim();
        OrderingKind? kind = LabelVocabulary.KindOf(label);
        string? name = EventVocabulary.Find("on " + label.ToLowerInvariant()) is [EventMention mention, ..] ? mention.Event : null;
        bool column = !match.Groups["colon"].Success;
        bool told = name is not null || kind is not null || OrderWord().IsMatch(label);
        if (told && (!column || heading is { SaysOrder: true }))
        {
            Add(page, span, match, kind ?? heading?.Kind, name, $"line {line} is labelled \"{label}\"");
        }
    }

    private static void Add(OrderingPage page, TextSpan span, Match match, OrderingKind? kind, string? name, string reason)
    {
        Group last = match.Groups["name"];
        ImmutableArray<string> names = [.. last.Captures.Select(one => page.ListName(one.Value, new TextSpan(span.Start + one.Index, one.Length)))];
        int from = last.Captures[0].Index;
        if (names.Zip(names.Skip(1)).All(pair => page.AreCallbacksOfMail(pair.First, pair.Second)))
        {
            TextSpan place = new(span.Start + from, last.Index + last.Length - from);
            kind ??= KindBelow(page, page.Prose.Body.LineOf(span.Start));
            page.Add(new OrderingDraft(name ?? page.EventOfMail(names), kind ?? OrderingKind.Observed, names, place, kind is null ? Untold : 0.9, reason));
        }
    }

    // "... is what the datasheet requires" below the lines.
    private static OrderingKind? KindBelow(OrderingPage page, int line)
    {
        for (int below = line + 1; below <= Math.Min(page.Prose.Layout.LineCount, line + HeadingReach); below++)
        {
            ReadOnlySpan<char> text = page.Prose.Body.Line(below).Trim();
            if (page.Prose.Layout[below] == LineRole.Own && text.Count('_') < 2)
            {
                return Wanted().IsMatch(text) ? OrderingKind.Required : null;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^\s*[-*|>]?\s*(?<label>[A-Za-z][\w /-]{1,40}?)\s*((?<colon>[:=])\s*|\|\s*|\s{2,})(?<name>[A-Za-z]\w*_\w+)(\(\))?((\s*(,|->|=>|<|\||\u2192)\s*|,? (and )?then |\s+)(?<name>[A-Za-z]\w*_\w+)(\(\))?){1,20}\s*[|.]?\s*(\([^()]{0,80}\))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z]\w*_\w+)(\(\))?(\s*(,|->|=>|\u2192)\s*(and |then )?(?<name>[A-Za-z]\w*_\w+)(\(\))?){1,20}\s*[.;]?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bare();

    [GeneratedRegex(@"^(is|are|would be|that('s| is)|this is|these are)\b.{0,60}\b(requires?|required|needs?|needed|wants?|wanted|should|must|expect(s|ed)?|correct|right)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"\b(first|1st)\b.*\b(second|2nd|then|last|next)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Columns();

    [GeneratedRegex(@"\b(order(s|ing|ed)?|sequences?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    /// <summary>A line that says what the lines under it are; what it says is only looked at when one of them can be read.</summary>
    private sealed class Heading(SourceText body, int line, Heading? above)
    {
        private readonly string _words = body.Line(line).Trim().ToString();
        private bool? _saysOrder;

        public int Line => line;

        public OrderingKind? Kind => IsTarget ? OrderingKind.Proposed : _words.EndsWith("from", StringComparison.Ordinal) ? OrderingKind.Observed : KindVocabulary.Of(_words);

        public bool SaysOrder => _saysOrder ??= (IsTarget && above is { SaysOrder: true }) || Columns().IsMatch(_words) || OrderWord().IsMatch(_words)
            || (line > 1 && OrderWord().IsMatch(body.Line(line - 1)));

        private bool IsTarget => _words is "to" or "into";
    }
}
