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
                if (line.Sign == '-' || !line.Text.Contains("register", StringComparison.Ordinal) || line.Text.Length > 1_000)
                {
                    continue;
                }

                Match call = Call().Match(Joined(hunk, i, out int last));
                if (!call.Success || hunk.Lines[last].Sign != '+' || IsPrototype(call.Groups["arguments"].Value))
                {
                    continue;
                }

                string? block = BlockOf(call.Groups["arguments"].Value);
                bool undo = call.Groups["name"].Value.Contains("unregister", StringComparison.Ordinal);
                if (block is not null && told.Add((block, undo)))
                {
                    yield return (block, undo ? NotifierChangeKind.Unregistered : NotifierChangeKind.Registered, hunk.Lines[last].Line);
                }
            }
        }
    }

    // A call may be wrapped: its arguments then stand on the next lines of the new side. The line that names the block decides
    // whether the call is new.
    private static string Joined(DiffHunk hunk, int index, out int last)
    {
        string text = hunk.Lines[index].Text;
        last = index;
        for (int i = index + 1; i < hunk.Lines.Length && i <= index + MaxContinuation && !text.Contains(')', StringComparison.Ordinal); i++)
        {
            if (hunk.Lines[i].Sign != '-')
            {
                text += " " + hunk.Lines[i].Text.Trim();
                last = i;
            }
        }

        return text;
    }

    private static bool IsPrototype(string arguments) => arguments.Contains("struct ", StringComparison.Ordinal) || arguments.Trim() is "void";

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
