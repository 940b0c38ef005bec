using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Bot.Patches;

/// <summary>What the patch in a mail leaves behind, as far as its hunks show it.</summary>
internal static partial class PostImage
{
    /// <summary>The files of all diffs in a text, each with a region for each hunk. Hunks that are cut short or have no numbers are passed over.</summary>
    public static ImmutableArray<CodeFile> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, List<CodeRegion>> files = new(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        string? path = null;
        for (int at = 0; at < lines.Length; at++)
        {
            if (Header().Match(lines[at]) is { Success: true } header)
            {
                path = header.Groups["path"].Value;
            }
            else if (path is not null && Hunk().Match(lines[at]) is { Success: true } hunk && Region(lines.AsSpan(at + 1), hunk) is { } region)
            {
                files.TryAdd(path, []);
                files[path].Add(region);
            }
        }

        return [.. files.Select(f => new CodeFile(f.Key, [.. f.Value.OrderBy(r => r.FirstLine)]))];
    }

    private static CodeRegion? Region(ReadOnlySpan<string> lines, Match hunk)
    {
        (int before, int after) = (Number(hunk, "oldCount", 1), Number(hunk, "newCount", 1));
        ImmutableArray<string>.Builder kept = ImmutableArray.CreateBuilder<string>();
        foreach (string line in lines)
        {
            if (before <= 0 && after <= 0)
            {
                break;
            }

            // Mailers cut the blank of an empty line away.
            char sign = line.Length == 0 ? ' ' : line[0];
            (before, after) = sign switch { ' ' => (before - 1, after - 1), '-' => (before - 1, after), '+' => (before, after - 1), '\\' => (before, after), _ => (-1, -1) };
            if (before < 0 || after < 0)
            {
                return null;
            }

            if (sign is ' ' or '+')
            {
                kept.Add(line.Length == 0 ? "" : line[1..].TrimEnd('\r'));
            }
        }

        return before == 0 && after == 0 && kept.Count > 0 ? new CodeRegion(Number(hunk, "new", 1), kept.ToImmutable()) : null;
    }

    private static int Number(Match hunk, string group, int missing) =>
        int.TryParse(hunk.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : missing;

    [GeneratedRegex(@"^\+\+\+ b/(?<path>[A-Za-z0-9_+\-][A-Za-z0-9_+\-./]*)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Header();

    [GeneratedRegex(@"^@@ -[0-9]{1,7}(,(?<oldCount>[0-9]{1,5}))? \+(?<new>[0-9]{1,7})(,(?<newCount>[0-9]{1,5}))? @@", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Hunk();
}
