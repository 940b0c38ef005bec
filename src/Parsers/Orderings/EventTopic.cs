using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>The event that a mail is about when a sentence names none: it follows from the kind of chain that the mail speaks of.</summary>
internal static partial class EventTopic
{
    private static readonly (Regex Pattern, string Event)[] Topics =
    [
        (Panic(), "panic"),
        (Reboot(), "reboot"),
        (Module(), "load"),
        (Shutdown(), "shutdown"),
        (Suspend(), "suspend"),
        (Hotplug(), "hotplug-up"),
        (Initcall(), "init"),
        (Probe(), "probe"),
    ];

    /// <summary>The event, or null when no topic is named. An event that is the only one of which the text gives the constant counts first, then the subject, then the
    /// text; earlier rows win.</summary>
    public static string? Of(string subject, string text)
    {
        if (EventVocabulary.OnlyConstant(text) is string only)
        {
            return only;
        }

        foreach (string source in new[] { subject, text.Length > 20_000 ? text[..20_000] : text })
        {
            foreach ((Regex pattern, string name) in Topics)
            {
                if (pattern.IsMatch(source))
                {
                    return name;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"\bpanic (notifiers?|list|callbacks?|path)\b|panic_notifier_list", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Panic();

    [GeneratedRegex(@"\b(reboot|restart) (notifiers?|handlers?|callbacks?)\b|reboot_notifier_list|register_(reboot_notifier|restart_handler)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Reboot();

    [GeneratedRegex(@"\bmodule notifiers?\b|module_notify_list|register_module_notifier|\bload_module\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Module();

    [GeneratedRegex(@"\.shutdown\b|\bshutdown (order(ing)?|callbacks?|sequence)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Shutdown();

    [GeneratedRegex(@"\bsuspend (order(ing)?|callbacks?|sequence)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Suspend();

    [GeneratedRegex(@"\bcpuhp|CPUHP_|\b(cpu|memory|mem)[ -]hotplug|\bhotplug memory\b|hotplug_memory_notifier", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Hotplug();

    [GeneratedRegex(@"\b\w*initcalls?\b|\binit(ialization)? order(ing)?\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Initcall();

    [GeneratedRegex(@"\bprob(e|ing) order(ing)?\b|\bre-?order devices\b|_probe\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Probe();
}
