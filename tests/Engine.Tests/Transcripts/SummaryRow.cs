using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>A transcript in one line, as <c>summary.tsv</c> has it: calls of demo_target_fn, refused loads, warnings, reports of ftrace.</summary>
internal sealed partial record SummaryRow(string Calls, string Refused, string Warnings, int FtraceBugs)
{
    public static SummaryRow Of(IReadOnlyCollection<string> lines)
    {
        List<string> refused = [];
        string command = "";
        foreach (string line in lines)
        {
            command = line.StartsWith("# ", StringComparison.Ordinal) ? line : command;
            if (line.StartsWith("rc ", StringComparison.Ordinal) && command.StartsWith("# insmod", StringComparison.Ordinal))
            {
                refused.Add(line[3..]);
            }
        }

        return new SummaryRow(
            string.Join(' ', lines.Select(l => Call().Match(l)).Where(m => m.Success).Select(m => $"{m.Groups["argument"]}:{m.Groups["text"]}")),
            string.Join(' ', refused),
            string.Join(' ', lines.Select(l => Warning().Match(l)).Where(m => m.Success).Select(m => m.Groups["function"].Value)),
            lines.Count(l => l.Contains("[ ftrace bug ]", StringComparison.Ordinal)));
    }

    public static SummaryRow Parse(string calls, string refused, string warnings, string bugs) =>
        new(calls, refused, warnings, int.Parse(bugs, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"demo_target_fn\((?<argument>-?[0-9]+)\) (?<text>[A-Z]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"^WARN \S+ (?<function>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Warning();
}
