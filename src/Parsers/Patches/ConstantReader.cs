using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Reads the constants that one side of a patch shows: macros and members of enums.</summary>
internal static partial class ConstantReader
{
    private const int MaxConstants = 1_000;

    /// <summary>Values by name, as written; a member of an enum without a value is one more than the one above it.</summary>
    public static Dictionary<string, string> Read(IEnumerable<DiffFile> files, char sign)
    {
        Dictionary<string, string> constants = new(StringComparer.Ordinal);
        foreach (DiffHunk hunk in files.SelectMany(file => file.Hunks))
        {
            string? base_ = null;
            int next = 0;
            foreach (DiffLine line in hunk.Lines.Where(line => (line.Sign == ' ' || line.Sign == sign) && line.Text.Length < 300 && constants.Count < MaxConstants))
            {
                Match define = Define().Match(line.Text);
                if (define.Success)
                {
                    constants[define.Groups["name"].Value] = define.Groups["value"].Value.Trim();
                    continue;
                }

                Match member = Member().Match(line.Text);
                (base_, next) = !member.Success ? (Ends(line.Text) ? null : base_, next)
                    : member.Groups["value"].Success ? (member.Groups["value"].Value.Trim(), 0)
                    : (base_, next + 1);
                if (member.Success && base_ is not null)
                {
                    constants[member.Groups["name"].Value] = next == 0 ? base_ : string.Create(CultureInfo.InvariantCulture, $"{base_} + {next}");
                }
            }
        }

        return constants;
    }

    /// <summary>A name in capitals.</summary>
    [GeneratedRegex(@"\b[A-Z][A-Z0-9]*_[A-Z0-9_]*\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    public static partial Regex Name();

    private static bool Ends(string text) => text.Contains('}', StringComparison.Ordinal) || text.Contains('{', StringComparison.Ordinal);

    [GeneratedRegex(@"^#\s*define\s+(?<name>[A-Z][A-Z0-9_]*)\s+(?<value>[^/]{1,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Define();

    [GeneratedRegex(@"^\s+(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]*)\s*(=\s*(?<value>[^,/]{1,80}))?,\s*(/\*.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Member();
}
