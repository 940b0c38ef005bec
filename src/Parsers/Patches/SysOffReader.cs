using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds added calls that register a handler of power-off or restart without a block: the function is their argument.</summary>
/// <remarks>Source: <c>include/linux/reboot.h</c> (v5.19): <c>register_sys_off_handler()</c>, <c>devm_register_sys_off_handler()</c>,
/// <c>devm_register_power_off_handler()</c>, <c>devm_register_restart_handler()</c>.</remarks>
internal static partial class SysOffReader
{
    /// <summary>Whether a function registers such a handler.</summary>
    public static bool IsRegistrar(ReadOnlySpan<char> function) => function.EndsWith("register_sys_off_handler") || function is "devm_register_power_off_handler" or "devm_register_restart_handler";

    /// <summary>The functions, with the priority as written where there is one.</summary>
    public static IEnumerable<(string Callback, string? Priority, int Line)> Read(DiffFile file)
    {
        foreach (DiffHunk hunk in file.Hunks)
        {
            for (int i = 0; i < hunk.Lines.Length; i++)
            {
                DiffLine line = hunk.Lines[i];
                if (line.Sign == '+' && line.Text.Length < 300 && line.Text.Contains("_handler(", StringComparison.Ordinal) && Call().Match(hunk.Added(i)) is { Success: true } call)
                {
                    yield return (call.Groups["callback"].Value, call.Groups["priority"].Success ? call.Groups["priority"].Value.Trim() : null, line.Line);
                }
            }
        }
    }

    [GeneratedRegex(@"\b((devm_)?register_sys_off_handler\(([^,()]{1,80},)?\s*SYS_OFF_MODE_\w+,\s*(?<priority>[^,()]{1,60}),|devm_register_(power_off|restart)_handler\([^,()]{1,80},)\s*&?(?<callback>[a-z_]\w{1,80})\s*,", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Call();
}
