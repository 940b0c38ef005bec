using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds functions to which a diff gives another place among those that run: a level of the boot, a hook of shutdown or power-off, a state of CPU hotplug.</summary>
/// <remarks>Source: <c>include/linux/init.h</c>, <c>include/linux/pm.h</c> (<c>pm_power_off</c>), <c>include/linux/cpuhotplug.h</c> (<c>cpuhp_setup_state()</c> and its kin).
/// Not modelled: macros of drivers (<c>module_platform_driver()</c>), tables of CPU hotplug states, hooks other than <c>.shutdown</c>.</remarks>
internal static partial class PlacedFunctions
{
    private const int MaxLine = 300;

    /// <summary>Without one of these a diff places no function.</summary>
    public static readonly SearchValues<string> Words = SearchValues.Create(["initcall", "module_init", ".shutdown", "pm_power_off", "cpuhp_setup_state"], StringComparison.Ordinal);

    /// <summary>Reads all diffs in the author's own text; each function once.</summary>
    public static ImmutableArray<CallbackFact> Read(BodyLayout layout, int maxFacts)
    {
        IEnumerable<(string Name, int Line)> placed = UnifiedDiff.Read(layout, Words).SelectMany(file => Levels(file).Concat(file.Hunks.SelectMany(Hooks)));
        return [.. placed.Where(found => found.Name is not "NULL").DistinctBy(found => found.Name, StringComparer.Ordinal).Take(maxFacts).Select(found =>
            new CallbackFact(found.Name, null, null, null, [], found.Line, layout.Body.LineSpan(found.Line)) { IsPlain = true })];
    }

    // What comes or goes with module_init() alone is a new driver or one that goes; with another level in its place, or a level of its own, it is the order that is meant.
    private static IEnumerable<(string Name, int Line)> Levels(DiffFile file)
    {
        List<Initcall> calls = [.. InitcallReader.Read(file)];
        return calls.Where(call => call.Level is not "module_init" || calls.Exists(other => other.Name.Equals(call.Name, StringComparison.Ordinal) && other.Sign != call.Sign))
            .Select(call => (call.Name, call.Line));
    }

    private static IEnumerable<(string Name, int Line)> Hooks(DiffHunk hunk)
    {
        for (int i = 0; i < hunk.Lines.Length; i++)
        {
            DiffLine line = hunk.Lines[i];
            if (line.Sign == ' ' || line.Text.Length > MaxLine)
            {
                continue;
            }

            bool setsUp = line.Sign == '+' && line.Text.Contains("cpuhp_setup_state", StringComparison.Ordinal);
            bool hooks = line.Text.Contains(".shutdown", StringComparison.Ordinal) || line.Text.Contains("pm_power_off", StringComparison.Ordinal);
            Match match = setsUp ? SetUp().Match(hunk.Added(i)) : hooks ? Hook().Match(line.Text) : Match.Empty;
            foreach (Capture name in match.Groups["name"].Captures)
            {
                yield return (name.Value, line.Line);
            }
        }
    }

    [GeneratedRegex(@"^\s*(\.shutdown|pm_power_off)\s*=\s*&?(?<name>[a-zA-Z_]\w*)\s*[,;]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Hook();

    [GeneratedRegex(@"\bcpuhp_setup_state\w*\(\s*[^,""]{1,80},\s*""[^""]{0,80}"",\s*(?<name>\w+),\s*(?<name>\w+)\s*\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SetUp();
}
