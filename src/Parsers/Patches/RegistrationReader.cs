using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds added calls that register or unregister a notifier block.</summary>
internal static partial class RegistrationReader
{
    private const int MaxContinuation = 3;

    /// <summary>All added calls of a file, each block once per direction.</summary>
    public static IEnumerable<(string Block, NotifierChangeKind Kind, int Line)> Read(DiffFile file)
    {
        HashSet<(string Block, bool Undo)> told = [];
        foreach (DiffHunk hunk in file.Hunks)
        {
            for (int i = 0; i < hunk.Lines.Length; i++)
            {
                DiffLine line = hunk.Lines[i];
                if (line.Sign != '+' || !line.Text.Contains("register", StringComparison.Ordinal) || line.Text.Length > 1_000)
                {
                    continue;
                }

                Match call = Call().Match(Joined(hunk, i));
                if (!call.Success || call.Groups["arguments"].Value.Contains("struct ", StringComparison.Ordinal))
                {
                    continue;
                }

                string? block = BlockOf(call.Groups["arguments"].Value);
                bool undo = call.Groups["name"].Value.Contains("unregister", StringComparison.Ordinal);
                if (block is not null && told.Add((block, undo)))
                {
                    yield return (block, undo ? NotifierChangeKind.Unregistered : NotifierChangeKind.Registered, line.Line);
                }
            }
        }
    }

    // A call may be wrapped: its arguments then stand on the next lines of the new side.
    private static string Joined(DiffHunk hunk, int index)
    {
        string text = hunk.Lines[index].Text;
        for (int i = index + 1; i < hunk.Lines.Length && i <= index + MaxContinuation && !text.Contains(')', StringComparison.Ordinal); i++)
        {
            text = hunk.Lines[i].Sign == '-' ? text : text + " " + hunk.Lines[i].Text.Trim();
        }

        return text;
    }

    private static string? BlockOf(string arguments)
    {
        string last = arguments.Split(',', StringSplitOptions.TrimEntries)[^1].TrimStart('&', '(');
        Match name = LastMember().Match(last);
        return name.Success ? name.Groups["name"].Value : null;
    }

    [GeneratedRegex(@"(?<name>\b\w*(register\w*notifier|notifier\w*register|register_restart_handler|register_hotmemory)\w*)\s*\((?<arguments>[^()]{1,300})\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<name>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LastMember();
}
