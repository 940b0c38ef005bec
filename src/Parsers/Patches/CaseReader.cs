using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds cases that a diff adds to or removes from the switch of a notifier callback: it then takes part in one event more or less.</summary>
internal static partial class CaseReader
{
    /// <summary>The added and the removed cases of a file; one that only moves is neither.</summary>
    /// <param name="callbacks">Functions that the mail shows as callbacks of notifier blocks.</param>
    public static IEnumerable<(char Sign, string Callback, string Label, int Line)> Read(DiffFile file, IReadOnlySet<string> callbacks)
    {
        if (!file.Hunks.Any(hunk => hunk.Lines.Any(IsChangedCase)))
        {
            yield break;
        }

        List<(char Sign, string Callback, string Label, int Line)> cases = [];
        foreach (DiffHunk hunk in file.Hunks)
        {
            FunctionTracker function = new(hunk);
            foreach (DiffLine line in hunk.Lines)
            {
                function.Take(line);
                bool counts = function.Sign == ' ' && IsChangedCase(line);
                if (counts && function.Name is string name && (callbacks.Contains(name) || Signature().IsMatch(function.Signature)))
                {
                    cases.AddRange(Labels().Matches(line.Text).Select(match => (line.Sign, name, match.Groups["label"].Value, line.Line)));
                }
            }
        }

        foreach (IGrouping<(string, string), (char Sign, string Callback, string Label, int Line)> group in cases.GroupBy(found => (found.Callback, found.Label)))
        {
            if (group.Select(found => found.Sign).Distinct().Count() == 1)
            {
                yield return group.First();
            }
        }
    }

    private static bool IsChangedCase(DiffLine line) => line.Sign != ' ' && line.Text.Length < 300 && line.Text.Contains("case", StringComparison.Ordinal);

    [GeneratedRegex(@"\bstruct notifier_block\b|\bnotif\w*_(call|callback|event|handler)\b|\w*notif\w*\s?\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Signature();

    [GeneratedRegex(@"^\s*case\s+(?<label>[A-Za-z_]\w*)\s*(\.\.\.\s*\w+\s*)?:|(?<=:\s*)\bcase\s+(?<label>[A-Za-z_]\w*)\s*:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Labels();
}
