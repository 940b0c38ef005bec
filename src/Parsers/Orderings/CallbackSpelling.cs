using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>What the spelling of a name says of its being a callback.</summary>
internal static partial class CallbackSpelling
{
    /// <summary>Whether the name is spelled as notifier callbacks, their blocks and hotplug states are, and little else.</summary>
    public static bool IsCertain(string name) => Certain().IsMatch(name);

    /// <summary>Whether the name is spelled as callbacks of a driver, initcalls and handlers are; other functions are spelled so as well.</summary>
    public static bool IsLikely(string name) => Likely().IsMatch(name);

    /// <summary>The event that the name itself tells, or null.</summary>
    public static string? EventOf(string name) =>
        EventTail().Match(name) is { Success: true } tail ? tail.Groups["event"].Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"_(notify|notifier|notifier_call|nb|panic|reboot|restart|die|pm|pm_notify|mce|cpu_callback)\d?$|^CPUHP_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(_|^)(notify_\w{1,20}|(un)?event|callback|call|cb|handler|hook|init|exit|initcall|probe|remove|suspend|resume|shutdown|prepare|freeze|thaw|restore|poweroff|power_off|cpu|online|offline|starting|dying|dead|up|down|setup|coming|going)(_(early|late|noirq|handler|callback|event))?\d?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Likely();

    [GeneratedRegex(@"_(?<event>panic|reboot|restart|die|suspend|resume|shutdown|probe|init)(_(early|late|noirq))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex EventTail();
}
