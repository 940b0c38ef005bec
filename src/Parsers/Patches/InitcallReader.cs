using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>A line of a diff that gives a function a level of the boot.</summary>
/// <param name="Level">The macro: <c>late_initcall</c>, <c>module_init</c>.</param>
/// <param name="Sign"><c>+</c> or <c>-</c>.</param>
/// <param name="Line">Line of the mail, from 1.</param>
internal readonly record struct Initcall(string Name, string Level, char Sign, int Line);

/// <summary>Finds functions whose initcall level a diff changes.</summary>
/// <remarks>Source: <c>include/linux/init.h</c>.</remarks>
internal static partial class InitcallReader
{
    /// <summary>The initcall lines that come and go.</summary>
    public static IEnumerable<Initcall> Read(DiffFile file)
    {
        foreach (DiffHunk hunk in file.Hunks)
        {
            foreach (DiffLine line in hunk.Lines)
            {
                Match match = line.Sign != ' ' && line.Text.Length < 200 && MayBeInitcall(line.Text) ? Pattern().Match(line.Text) : Match.Empty;
                if (match.Success)
                {
                    yield return new Initcall(match.Groups["name"].Value, match.Groups["level"].Value, line.Sign, line.Line);
                }
            }
        }
    }

    private static bool MayBeInitcall(string text) => text.Contains("_initcall", StringComparison.Ordinal) || text.Contains("module_init", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?<level>\w+_initcall(_sync)?|module_init)\s*\(\s*(?<name>\w+)\s*\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Pattern();
}
