using System.Buffers;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Reads lists and tables of <c>name: value</c> or <c>name value</c> under a line that announces priorities.</summary>
internal static partial class PriorityListReader
{
    private static readonly SearchValues<string> s_priority = SearchValues.Create(["prio"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_rule = SearchValues.Create(" \t|-+=:");

    /// <summary>Reads the lists of a mail.</summary>
    public static void Scan(Prose prose, CallbackBook book, List<Diagnostic> diagnostics)
    {
        bool announced = false;
        for (int line = 1; line <= prose.Layout.LineCount; line++)
        {
            if (prose.Layout[line] != LineRole.Own)
            {
                announced &= prose.Layout[line] == LineRole.Blank;
                continue;
            }

            TextSpan span = prose.Body.LineSpan(line);
            ReadOnlySpan<char> text = prose.Body.Slice(span);
            if (text.ContainsAny(s_priority) && (text.TrimEnd().EndsWith(":") || Columns().IsMatch(text)))
            {
                announced = true;
            }
            else if (announced && Entry().Match(text.ToString()) is { Success: true } entry)
            {
                Read(prose, span.Start, entry, book, diagnostics);
            }
            else
            {
                announced &= !text.ContainsAnyExcept(s_rule);
            }
        }
    }

    private static void Read(Prose prose, int start, Match entry, CallbackBook book, List<Diagnostic> diagnostics)
    {
        Group name = entry.Groups["name"];
        TextSpan span = new(start + name.Index, name.Length);
        int line = prose.Body.LineOf(span.Start);
        PriorityReading reading = PriorityExpression.Read(entry.Groups["value"].Value, 0, out string written, out int? value, out _);
        if (reading == PriorityReading.None)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.PriorityUnreadable, line, span, $"The priority of {name.Value} could not be read."));
        }
        else if (book.Add(new CallbackFact(name.Value, written, value, null, [], line, span)) is Diagnostic doubt)
        {
            diagnostics.Add(doubt);
        }
    }

    // "callback   priority", "| notifier | priority |": the heads of columns.
    [GeneratedRegex(@"^[\s|]*[A-Za-z ]{3,24}(\s{2,}|\s*\|)\s*([A-Za-z ]{3,20}(\s{2,}|\s*\|)\s*)?prio(rity)?\s*(\||$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Columns();

    [GeneratedRegex(@"^\s{0,20}((\d{1,2}[.)]|[-*+])\s{1,4})?[`'""*|]?\s?(?<name>[A-Za-z_]\w{1,80})(\(\))?[`'""*]?(\s{0,40}[:=|]\s{0,20}|\s{0,3}\(|\s+-\s+|\s{2,30}|\s(?=-?(INT_|\d)))(prio(rity)?\s?[:=]?\s{0,3})?(?<value>-?\s?(INT_M|S32_|0x|\d|[A-Z]{2,20}_)[^,;|]{0,40})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Entry();
}
