using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>What the spelling of a name says of its being a callback.</summary>
internal static partial class CallbackSpelling
{
    /// <summary>Whether the name is spelled as notifier callbacks, their blocks and hotplug states are, and little else.</summary>
    public static bool IsCertain(string name) => Certain().IsMatch(name);

    /// <summary>Whether the name is spelled as callbacks of a driver, initcalls and handlers are; other functions are spelled so as well.</summary>
    public static bool IsLikely(string name) => Likely().IsMatch(name);

    /// <summary>Whether two names are spelled alike, as those of one kind are: the same first word and the same last one, and that one is a callback's.</summary>
    public static bool AreAlike(string first, string second)
    {
        ReadOnlySpan<char> head = first.AsSpan(0, Math.Max(0, first.IndexOf('_', StringComparison.Ordinal)));
        ReadOnlySpan<char> tail = first.AsSpan(first.LastIndexOf('_') + 1);
        return head.Length > 0 && second.AsSpan().StartsWith(head) && second.Length > head.Length && second[head.Length] == '_'
            && second.AsSpan(second.LastIndexOf('_') + 1).SequenceEqual(tail) && IsLikely(first) && IsLikely(second);
    }

    /// <summary>The event that the name itself tells, or null.</summary>
    public static string? EventOf(string name) =>
        EventTail().Match(name) is { Success: true } tail ? tail.Groups["event"].Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"_(notify|notifier|notifier_call|nb|panic|reboot|restart|die|pm|pm_notify|mce|cpu_callback)\d?$|^CPUHP_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(_|^)(notify_\w{1,20}|(un)?event|callback|call|cb|handler|hook|init|exit|initcall|probe|remove|suspend|resume|shutdown|prepare|freeze|thaw|restore|poweroff|power_off|cpu|online|offline|starting|dying|dead|up|down|setup|release|crash|module|coming|going)(_(early|late|noirq|handler|callback|event))?\d?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Likely();

    [GeneratedRegex(@"_(?<event>panic|reboot|restart|die|suspend|resume|shutdown|probe|init)(_(early|late|noirq))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex EventTail();
}
