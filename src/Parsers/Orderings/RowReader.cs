using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orders out of lines of the same form that stand under each other, whatever the form is: a log, a table, a dump of a list, names with arrows
/// between the lines. The place of a name among them is its place in the order, when a line above or below, or the lines themselves, speak of calls or order.</summary>
internal static partial class RowReader
{
    private const int MaxRows = 64;
    private const int HeadingReach = 12;
    private const int SentenceLines = 2;
    private const int OtherLines = 2;
    private const int DrawnLines = 3;

    /// <summary>Reads the rows of a mail.</summary>
    public static void Read(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        Run run = new(page, 0);
        OrderingDraft? open = null;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            TextSpan span = page.Prose.Body.LineSpan(line);
            ReadOnlySpan<char> text = page.Prose.Body.Slice(span);
            bool own = layout[line] == LineRole.Own;
            if (own && RowLine.MayBe(text) && (run.Rows.Count > 0 || IsFollowed(page, line)) && RowLine.Of(text, span) is RowLine row)
            {
                run.Rows.Add(row);
            }
            else if (layout[line] != LineRole.Blank && !(own && (RowLine.IsDrawing(text) || (run.Rows.Count > 0 && RowLine.IsMember(text)))))
            {
                open = Close(page, run, own ? line : 0, open);
                run = run.Rows.Count > 0 || !own ? new Run(page, own ? line : 0) : run.Below(line);
            }
        }

        Close(page, run, 0, open);
    }

    // Rows do not stand alone: one of the next lines is a row too. Cheap, and true for few lines of running text.
    private static bool IsFollowed(OrderingPage page, int line)
    {
        for (int next = line + 1; next <= Math.Min(line + DrawnLines, page.Prose.Layout.LineCount); next++)
        {
            if (page.Prose.Layout[next] == LineRole.Own && RowLine.MayBe(page.Prose.Body.Line(next)))
            {
                return true;
            }
        }

        return false;
    }

    private static OrderingDraft? Close(OrderingPage page, Run run, int below, OrderingDraft? open)
    {
        run.Settle();
        if (run.Rows.Count is < 2 or > MaxRows || run.IsTree || run.HasValues || NotOrdered().IsMatch(run.Heading) || page.Drafts.Exists(draft => draft.Span.Start < run.Span.End && draft.Span.End > run.Span.Start))
        {
            return open;
        }

        string trailer = below == 0 ? "" : page.Prose.Body.Line(below).ToString();
        int columns = run.Rows[0].Names.Count;
        if (columns >= 2 && run.Rows.TrueForAll(row => row.Names.Count == columns && row.Key.Length == 0))
        {
            ReadColumns(page, run, columns, trailer);
            return null;
        }

        OrderingDraft? rows = columns == 1 ? RowsOf(page, run, trailer) : null;
        bool other = rows is not null && open is not null && rows.Names.ToHashSet(StringComparer.Ordinal).SetEquals(open.Names) && !rows.Names.SequenceEqual(open.Names);
        if (rows is not null && (other || run.SaysOrder || OrderWord().IsMatch(trailer) || SubjectWord().IsMatch(page.Subject) || RowLine.SaysCall(run.Rows[0].Key)))
        {
            // The same names in another order under another heading: then both speak of order.
            if (other && (open!.Kind != rows.Kind || run.Heading.Trim().EndsWith(':')))
            {
                page.Add(open);
            }

            page.Add(rows);
            return null;
        }

        return rows;
    }

    private static OrderingDraft? RowsOf(OrderingPage page, Run run, string trailer)
    {
        // "enter a, leave a, enter b, leave b": one of the forms is enough.
        List<RowLine> rows = [];
        foreach (RowLine row in run.Rows.Where(row => row.Names.Count == 1 && row.Key.Equals(run.Rows[0].Key, StringComparison.Ordinal)))
        {
            // "a: enter, a: exit, b: enter, b: exit".
            if (rows.Count == 0 || !rows[^1].Names[0].Name.Equals(row.Names[0].Name, StringComparison.Ordinal))
            {
                rows.Add(row);
            }
        }

        ImmutableArray<string> names = [.. rows.Select(row => row.Names[0].Name)];
        bool others = run.Rows.Exists(row => row.Names.Count != 1 || !names.Contains(row.Names[0].Name, StringComparer.Ordinal));
        if (others || !AreCallbacks(page, names))
        {
            return null;
        }

        string? name = run.EventOf() ?? Named(trailer) ?? page.EventOfMail(names);
        OrderingKind kind = LabelVocabulary.KindOf(run.Heading) ?? KindVocabulary.Of(run.Heading) ?? OrderingKind.Observed;
        return new OrderingDraft(name, kind, names, run.Span, run.SaysOrder ? 0.9 : 0.8, "lines of the same form, one callback each");
    }

    // "before | after" above two columns: each column is an order of its own.
    private static void ReadColumns(OrderingPage page, Run run, int columns, string trailer)
    {
        string[] heads = [.. Cell().Split(run.Heading.Trim(' ', '|', '\t')).Where(cell => cell.Length > 0)];
        // The first column may hold numbers.
        heads = heads.Length == columns + 1 ? heads[1..] : heads;
        if (heads.Length != columns)
        {
            return;
        }

        for (int i = 0; i < columns; i++)
        {
            ImmutableArray<string> names = [.. run.Rows.Select(row => row.Names[i].Name)];
            OrderingKind? kind = LabelVocabulary.KindOf(heads[i]);
            string? name = Named(heads[i]);
            bool told = kind is not null || name is not null || run.SaysOrder;
            if (told && AreCallbacks(page, names))
            {
                page.Add(new OrderingDraft(name ?? run.EventOf() ?? Named(trailer) ?? page.EventOfMail(names), kind ?? OrderingKind.Observed, names, run.Span, 0.8, $"column \"{heads[i]}\""));
            }
        }
    }

    private static bool AreCallbacks(OrderingPage page, ImmutableArray<string> names) =>
        names.Length >= 2 && names.Distinct(StringComparer.Ordinal).Count() == names.Length && names.Zip(names.Skip(1)).All(pair => page.AreCallbacksOfMail(pair.First, pair.Second));

    private static string? Named(string words) => EventVocabulary.Find("on " + words) is [EventMention mention, ..] ? mention.Event : null;

    [GeneratedRegex(@"\b(order(s|ing|ings|ed)?|sequences?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"\b(call(s|ed|ing)?|runs?|running|invok\w+|execut\w+|fires?|fired|notified|ran|walk\w*|enter\w*|trace|traced|log|logs|output|netconsole|console|says|shows|prints)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RunWord();

    [GeneratedRegex(@"\b(notifiers?|callbacks?|handlers?|initcalls?|suspend|resume|panic|reboot|restart|die|boot|unload|load|call|hibernation|shutdown)\b.*\border(ing)?\b|\border(ing)?\b.*\b(notifiers?|callbacks?|handlers?|initcalls?|suspend|resume|panic|reboot|restart|boot|unload|load|calls?|hibernation|shutdown)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex SubjectWord();

    // What is only counted or introduced is in no order.
    [GeneratedRegex(@"\b(we|I|you|there|which|that|it) (have|has|had|are|is|exist) (the |these |those |only )?(two|three|four|both|several|following|some|a few|\d{1,2})\b(?!.{0,80}\b(order|sequence|in turn|one after))|\bpriorit(y|ies) (are|is)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NotOrdered();

    [GeneratedRegex(@"\s{2,}|\t|\s*\|\s*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Cell();

    /// <summary>Rows that stand together, and the line above them.</summary>
    /// <param name="above">That line, or 0.</param>
    private sealed class Run(OrderingPage page, int above)
    {
        private int _above = above;
        private string? _heading;

        /// <summary>The rows.</summary>
        public List<RowLine> Rows { get; } = [];

        /// <summary>The line above the rows.</summary>
        public string Heading => _heading ??= _above == 0 ? "" : page.Prose.Body.Line(_above).Trim().ToString();

        /// <summary>From the first name to the last one.</summary>
        public TextSpan Span => Rows[0].Span.Union(Rows[^1].Span);

        /// <summary>Whether the lines above speak of an order or of calls.</summary>
        public bool SaysOrder => (Heading.EndsWith(':') && LinesAbove(_above).Take(SentenceLines).Any(line => RunWord().IsMatch(line))) || LinesAbove(_above).Any(line => OrderWord().IsMatch(line));

        /// <summary>Whether numbers in front are values of something, and do not count the rows.</summary>
        public bool HasValues => Rows.TrueForAll(row => row.Number is not null) && Rows.Zip(Rows.Skip(1)).Any(pair => pair.Second.Number != pair.First.Number + 1);

        // What is indented deeper is called from what stands above it; that is no order of a chain.
        public bool IsTree => Rows.Zip(Rows.Skip(1)).Any(pair => pair.Second.Indent > pair.First.Indent + 1 && pair.Second.Key.Length == 0);

        /// <summary>The event that the lines above name.</summary>
        public string? EventOf() => Named(Heading) ?? LinesAbove(_above - 1).Select(line => EventVocabulary.Find(line) is [.., EventMention mention] ? mention.Event : null).FirstOrDefault(name => name is not null);

        /// <summary>Leaves out what stands above the rows of the most common form: a line of text that happens to hold a name.</summary>
        public void Settle()
        {
            string? form = Rows.Count < 3 ? null : Rows.GroupBy(row => row.Key, StringComparer.Ordinal).MaxBy(rows => rows.Count())?.Key;
            int first = form is null ? 0 : Rows.FindIndex(row => row.Key.Equals(form, StringComparison.Ordinal));
            if (first > 0)
            {
                _above = page.Prose.Body.LineOf(Rows[first - 1].Span.Start);
                _heading = null;
                Rows.RemoveRange(0, first);
            }
        }

        /// <summary>No rows yet, below another line; a log may begin with lines that are none.</summary>
        public Run Below(int line)
        {
            if (Heading.EndsWith(':') && line - _above <= OtherLines && page.Prose.Body.Line(line).StartsWith(" "))
            {
                return this;
            }

            _above = line;
            _heading = null;
            return this;
        }

        private IEnumerable<string> LinesAbove(int from)
        {
            for (int line = from; line > 0 && line > _above - HeadingReach; line--)
            {
                if (page.Prose.Layout[line] == LineRole.Own)
                {
                    yield return page.Prose.Body.Line(line).ToString();
                }
            }
        }
    }
}
