using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds cases that a diff adds to the switch of a notifier callback: it then takes part in one more event.</summary>
internal static partial class CaseReader
{
    /// <summary>The added cases of a file.</summary>
    /// <param name="callbacks">Functions that the mail shows as callbacks of notifier blocks.</param>
    public static IEnumerable<(string Callback, string Label, int Line)> Read(DiffFile file, IReadOnlySet<string> callbacks)
    {
        List<(char Sign, string Callback, string Label, int Line)> cases = [];
        foreach (DiffHunk hunk in file.Hunks)
        {
            FunctionTracker function = new(hunk);
            foreach (DiffLine line in hunk.Lines)
            {
                function.Take(line);
                bool counts = line.Sign != ' ' && function.Sign == ' ' && line.Text.Length < 300;
                if (counts && function.Name is string name && (callbacks.Contains(name) || Signature().IsMatch(function.Signature)))
                {
                    cases.AddRange(Labels().Matches(line.Text).Select(match => (line.Sign, name, match.Groups["label"].Value, line.Line)));
                }
            }
        }

        HashSet<(string Callback, string Label)> gone = [.. cases.Where(found => found.Sign == '-').Select(found => (found.Callback, found.Label))];
        return cases.Where(found => found.Sign == '+' && !gone.Contains((found.Callback, found.Label))).Select(found => (found.Callback, found.Label, found.Line));
    }

    [GeneratedRegex(@"\bstruct notifier_block\b|\bnotif\w*_(call|callback|event|handler)\b|\w*notif\w*\s?\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Signature();

    [GeneratedRegex(@"^\s*case\s+(?<label>[A-Za-z_]\w*)\s*(\.\.\.\s*\w+\s*)?:|(?<=:\s*)\bcase\s+(?<label>[A-Za-z_]\w*)\s*:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Labels();
}
