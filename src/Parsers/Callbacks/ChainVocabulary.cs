using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Callbacks;

/// <summary>A notifier chain that a text names.</summary>
/// <param name="Name">The list (<c>panic_notifier_list</c>) or the word in front of "notifier" (<c>panic</c>).</param>
internal readonly record struct ChainMention(string Name, int Start);

/// <summary>Finds the names of notifier chains.</summary>
internal static partial class ChainVocabulary
{
    private const int MaxMentions = 200;

    /// <summary>All mentions, in order.</summary>
    public static List<ChainMention> Find(string text)
    {
        List<ChainMention> mentions = [];
        foreach (Match match in Chain().Matches(text))
        {
            if (mentions.Count == MaxMentions)
            {
                break;
            }

            Group name = match.Groups["name"];
            mentions.Add(new ChainMention(Canonical(name.Value), name.Index));
        }

        return mentions;
    }

    /// <summary>One word for a chain however it is written: <c>panic_notifier_list</c> and <c>panic</c> are the same.</summary>
    public static string Root(string name)
    {
        string word = name.ToLowerInvariant().Split('_')[0];
        return word switch
        {
            "netdevice" or "net" => "netdev",
            "restart" => "restart",
            _ => word,
        };
    }

    private static string Canonical(string name) => name.Contains('_', StringComparison.Ordinal) ? name : name.ToLowerInvariant();

    [GeneratedRegex(@"\b(?<name>\w{1,40}_(notifier_list|notify_list|handler_list|notifier_chain|chain_head|notifier_head))\b|\bregister_(?<name>reboot|restart|module|netdevice|die|pm|inetaddr|cpu|memory|oom|keyboard|vt|panic)_(notifier|handler)\b|\b(?<name>panic|reboot|restart|module|netdev|netdevice|die|pm|cpu|memory hotplug|cpufreq|oom|keyboard|suspend|inetaddr|netlink|clk|regulator|usb|power[- ]off|thermal|mce|idle|bus|memory|cpu_pm|decode|iommu|fb|devfreq|netevent|switchdev|hotplug)\s+((notifier|notification) )?(notifiers?|chain|list|callbacks?)\b|\b(?<name>restart|reboot|power[- ]off|die|panic)\s+handlers?\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Chain();
}
