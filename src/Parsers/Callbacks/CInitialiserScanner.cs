using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Finds notifier blocks that are pasted as C, whole or line by line, into the author's own text.</summary>
internal static partial class CInitialiserScanner
{
    /// <summary>Reads the blocks of an own text.</summary>
    public static void Scan(Prose prose, CallbackBook book, List<Diagnostic> diagnostics)
    {
        foreach (Match match in Designated().Matches(prose.Text))
        {
            Add(prose, book, diagnostics, match, match.Groups["block"], match.Groups["call"], match.Groups["value"]);
        }

        foreach (Match match in PriorityFirst().Matches(prose.Text))
        {
            Add(prose, book, diagnostics, match, match.Groups["block"], match.Groups["call"], match.Groups["value"]);
        }

        foreach (Match match in Positional().Matches(prose.Text))
        {
            Add(prose, book, diagnostics, match, match.Groups["block"], match.Groups["call"], match.Groups["value"]);
        }

        foreach (Match match in CallAssigned().Matches(prose.Text))
        {
            book.Alias(match.Groups["block"].Value, match.Groups["call"].Value);
        }

        foreach (Match match in Assigned().Matches(prose.Text))
        {
            Add(prose, book, diagnostics, match, match.Groups["block"], match.Groups["block"], match.Groups["value"]);
        }
    }

    private static void Add(Prose prose, CallbackBook book, List<Diagnostic> diagnostics, Match match, Group block, Group call, Group value)
    {
        PriorityReading reading = PriorityExpression.Read(value.Value, 0, out string written, out int? number, out _);
        int line = prose.Body.LineOf(call.Index);
        TextSpan span = new(match.Index, match.Length);
        if (reading == PriorityReading.None)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.PriorityUnreadable, line, span, $"The priority of {call.Value} could not be read."));
            return;
        }

        if (block.Success)
        {
            book.Alias(block.Value, call.Value);
        }

        Diagnostic? doubt = book.Add(new CallbackFact(call.Value, written, number, null, [], line, span));
        if (doubt is not null)
        {
            diagnostics.Add(doubt);
        }
    }

    [GeneratedRegex(@"((?<block>\w{1,80})\s{0,3}=\s{0,3}\{\s{0,200})?\.notifier_call\s{0,20}=\s{0,20}&?(?<call>\w{1,80})\s{0,3},\s{0,200}(\.next\s{0,3}=\s{0,3}\w{1,40},\s{0,200})?\.priority\s{0,20}=\s{0,20}(?<value>[^,;}]{1,60})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Designated();

    [GeneratedRegex(@"((?<block>\w{1,80})\s{0,3}=\s{0,3}\{\s{0,200})?\.priority\s{0,20}=\s{0,20}(?<value>[^,;}]{1,60}),\s{0,200}\.notifier_call\s{0,20}=\s{0,20}&?(?<call>\w{1,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PriorityFirst();

    [GeneratedRegex(@"((?<block>\w{1,80})\s{0,3}=\s{0,3})?\{\s{0,200}&?(?<call>[a-z_]\w{1,80})\s{0,3},\s{0,200}(NULL|0)\s{0,3},\s{0,200}(?<value>[^,;}]{1,60})\s{0,200},?\s{0,200}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Positional();

    [GeneratedRegex(@"(?<block>\b[A-Za-z_]\w{0,80})\.notifier_call\s{0,3}=\s{0,3}&?(?<call>\w{1,80})\s{0,3};", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex CallAssigned();

    [GeneratedRegex(@"(?<block>\b[A-Za-z_]\w{0,80})\.priority\s{0,3}=\s{0,3}(?<value>[^,;}]{1,60});", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Assigned();
}
