using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds functions whose initcall level a diff changes.</summary>
/// <remarks>Source: <c>include/linux/init.h</c>.</remarks>
internal static partial class InitcallReader
{
    /// <summary>The functions of added initcall lines.</summary>
    public static IEnumerable<string> Read(DiffFile file)
    {
        foreach (DiffHunk hunk in file.Hunks)
        {
            foreach (DiffLine line in hunk.Lines)
            {
                Match match = line.Sign == '+' && line.Text.Length < 200 && MayBeInitcall(line.Text) ? Initcall().Match(line.Text) : Match.Empty;
                if (match.Success)
                {
                    yield return match.Groups["name"].Value;
                }
            }
        }
    }

    private static bool MayBeInitcall(string text) => text.Contains("_initcall", StringComparison.Ordinal) || text.Contains("module_init", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(\w+_initcall(_sync)?|module_init)\s*\(\s*(?<name>\w+)\s*\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Initcall();
}
