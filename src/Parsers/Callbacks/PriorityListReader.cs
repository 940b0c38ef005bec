using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Reads lists and tables of <c>name: value</c> or <c>name value</c> under a line that announces priorities.</summary>
internal static partial class PriorityListReader
{
    /// <summary>Reads the lists of a mail.</summary>
    public static void Scan(Prose prose, CallbackBook book, List<Diagnostic> diagnostics)
    {
        bool announced = false;
        foreach (Block block in prose.Blocks)
        {
            string text = prose.BlockText(block);
            bool leadIn = text.EndsWith(':');
            Match entry = Entry().Match(text);
            if (announced && entry.Success && !leadIn)
            {
                Read(prose, block, entry, book, diagnostics);
            }
            else
            {
                announced = leadIn && text.Contains("priorit", StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private static void Read(Prose prose, Block block, Match entry, CallbackBook book, List<Diagnostic> diagnostics)
    {
        Group name = entry.Groups["name"];
        TextSpan span = new(block.ContentStart + name.Index, name.Length);
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

    [GeneratedRegex(@"^[`'""*|]?\s?(?<name>[A-Za-z_]\w{1,80})(\(\))?[`'""*]?(\s{0,3}[:=|]\s{0,20}|\s{0,3}\(|\s+-\s+|\s{2,30}|\s(?=-?(INT_|\d)))(prio(rity)?\s?[:=]?\s{0,3})?(?<value>-?\s?(INT_M|S32_|0x|\d|[A-Z]{2,20}_)[^,;|]{0,40})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Entry();
}
