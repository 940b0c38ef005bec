using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds the macros that define and register a block in one go: callback and priority are their arguments.</summary>
/// <remarks>Source: <c>include/linux/memory.h</c> <c>hotplug_memory_notifier()</c>, <c>include/linux/suspend.h</c> <c>pm_notifier()</c>, and
/// <c>include/linux/cpu.h</c> <c>cpu_notifier()</c> up to v4.9.</remarks>
internal static partial class MacroReader
{
    /// <summary>Callbacks that are registered anew, and those whose priority changes.</summary>
    public static IEnumerable<(string Callback, NotifierChangeKind Kind, string? From, string? To, int Line)> Read(DiffFile file)
    {
        List<(char Sign, string Callback, string Priority, int Line)> uses = [];
        foreach (DiffLine line in file.Hunks.SelectMany(hunk => hunk.Lines).Where(line => line.Sign != ' ' && line.Text.Length < 300))
        {
            if (line.Text.Contains("_notifier(", StringComparison.Ordinal) && Macro().Match(line.Text) is { Success: true } use)
            {
                uses.Add((line.Sign, use.Groups["callback"].Value, use.Groups["priority"].Value.Trim(), line.Line));
            }
        }

        Dictionary<string, string> old = new(StringComparer.Ordinal);
        foreach ((_, string callback, string priority, _) in uses.Where(use => use.Sign == '-'))
        {
            old.TryAdd(callback, priority);
        }

        foreach ((_, string callback, string priority, int line) in uses.Where(use => use.Sign == '+'))
        {
            string? before = old.GetValueOrDefault(callback);
            if (before is null)
            {
                yield return (callback, NotifierChangeKind.Registered, null, null, line);
            }
            else if (!before.Equals(priority, StringComparison.Ordinal))
            {
                yield return (callback, NotifierChangeKind.Priority, before, priority, line);
            }
        }
    }

    [GeneratedRegex(@"^\s+(\w+\s*=\s*|return\s+|if\s*\()?(__)?(hotplug_memory|pm|cpu|hotcpu)_notifier\(\s*(?<callback>[a-z_]\w*)\s*,\s*(?<priority>[^,()]{1,60})\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Macro();
}
