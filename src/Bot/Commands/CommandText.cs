using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TriageBot.Bot.Commands;

/// <summary>One command.</summary>
/// <param name="Name">In lower case, e.g. <c>status</c>.</param>
/// <param name="Argument">What stands behind it, or empty.</param>
internal sealed record TriageCommand(string Name, string Argument);

/// <summary>Reads commands out of a comment, which is Markdown and no mail.</summary>
internal static partial class CommandText
{
    /// <summary>Commands at the beginning of lines, outside of fences, quotes and indented code, at most as many as asked for.</summary>
    public static ImmutableArray<TriageCommand> Read(string comment, int max)
    {
        ArgumentNullException.ThrowIfNull(comment);
        ImmutableArray<TriageCommand>.Builder commands = ImmutableArray.CreateBuilder<TriageCommand>();
        string? fence = null;
        foreach (string line in comment.ReplaceLineEndings("\n").Split('\n'))
        {
            Match mark = Fence().Match(line);
            if (mark.Success)
            {
                string found = mark.Groups["mark"].Value;
                fence = fence is null ? found : found[0] == fence[0] && found.Length >= fence.Length ? null : fence;
            }
            else if (fence is null && commands.Count < max && Command().Match(line) is { Success: true } match)
            {
                commands.Add(new TriageCommand(match.Groups["name"].Value.ToLowerInvariant(), match.Groups["argument"].Value.Trim()));
            }
        }

        return commands.ToImmutable();
    }

    [GeneratedRegex(@"^ {0,3}(?<mark>`{3,}|~{3,})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#triage[ \t:]+(?<name>[A-Za-z]+)(?<argument>|[ \t:].*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Command();
}
