using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>The events in which callbacks are called, in the words of mails.</summary>
/// <remarks>Source: <c>include/linux/module.h</c> (module states), <c>include/linux/netdevice.h</c> (NETDEV_*),
/// <c>include/linux/suspend.h</c> (PM_*), <c>include/linux/reboot.h</c> (SYS_*), <c>include/linux/memory.h</c> (MEM_*).</remarks>
internal static partial class EventVocabulary
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["load"] = "load",
        ["loads"] = "load",
        ["loaded"] = "load",
        ["loading"] = "load",
        ["insmod"] = "load",
        ["modprobe"] = "load",
        ["coming"] = "load",
        ["unload"] = "unload",
        ["unloads"] = "unload",
        ["unloaded"] = "unload",
        ["unloading"] = "unload",
        ["rmmod"] = "unload",
        ["going"] = "unload",
        ["online"] = "online",
        ["onlining"] = "online",
        ["onlined"] = "online",
        ["offline"] = "offline",
        ["offlining"] = "offline",
        ["offlined"] = "offline",
        ["suspend"] = "suspend",
        ["suspends"] = "suspend",
        ["suspending"] = "suspend",
        ["suspended"] = "suspend",
        ["resume"] = "resume",
        ["resumes"] = "resume",
        ["resuming"] = "resume",
        ["resumed"] = "resume",
        ["hibernate"] = "hibernate",
        ["hibernation"] = "hibernate",
        ["thaw"] = "thaw",
        ["freeze"] = "freeze",
        ["reboot"] = "reboot",
        ["reboots"] = "reboot",
        ["rebooting"] = "reboot",
        ["restart"] = "restart",
        ["restarts"] = "restart",
        ["restarting"] = "restart",
        ["shutdown"] = "shutdown",
        ["shutdowns"] = "shutdown",
        ["poweroff"] = "power-off",
        ["power-off"] = "power-off",
        ["halt"] = "halt",
        ["panic"] = "panic",
        ["panics"] = "panic",
        ["panicking"] = "panic",
        ["panicked"] = "panic",
        ["probe"] = "probe",
        ["probes"] = "probe",
        ["probed"] = "probe",
        ["probing"] = "probe",
        ["removal"] = "remove",
        ["unbind"] = "remove",
        ["registration"] = "register",
        ["unregistration"] = "unregister",
        ["deregistration"] = "unregister",
        ["boot"] = "boot",
        ["initcall"] = "init",
        ["initcalls"] = "init",
        ["init"] = "init",
        ["initialization"] = "init",
        ["initialisation"] = "init",
        ["kexec"] = "kexec",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Words that mean an event only behind "on", "for the", "at", "during", or before "event", "case", "path", "order".
    private static readonly FrozenDictionary<string, string> GuardedWords = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["up"] = "up",
        ["down"] = "down",
        ["register"] = "register",
        ["unregister"] = "unregister",
        ["remove"] = "remove",
        ["exit"] = "exit",
        ["die"] = "die",
        ["oops"] = "die",
        ["bind"] = "probe",
        ["crash"] = "panic",
        ["teardown"] = "teardown",
        ["setup"] = "setup",
        ["add"] = "add",
        ["attach"] = "attach",
        ["detach"] = "detach",
        ["open"] = "open",
        ["close"] = "close",
        ["start"] = "start",
        ["stop"] = "stop",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Constants = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MODULE_STATE_COMING"] = "load",
        ["MODULE_STATE_GOING"] = "unload",
        ["MODULE_STATE_LIVE"] = "live",
        ["MODULE_STATE_UNFORMED"] = "unformed",
        ["PM_SUSPEND_PREPARE"] = "suspend",
        ["PM_POST_SUSPEND"] = "resume",
        ["PM_HIBERNATION_PREPARE"] = "hibernate",
        ["PM_POST_HIBERNATION"] = "thaw",
        ["PM_RESTORE_PREPARE"] = "restore",
        ["PM_POST_RESTORE"] = "post_restore",
        ["SYS_RESTART"] = "restart",
        ["SYS_DOWN"] = "restart",
        ["SYS_HALT"] = "halt",
        ["SYS_POWER_OFF"] = "power-off",
        ["UP"] = "up",
        ["DOWN"] = "down",
        ["COMING"] = "load",
        ["GOING"] = "unload",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Teardown = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["unload"] = "load",
        ["down"] = "up",
        ["offline"] = "online",
        ["resume"] = "suspend",
        ["unregister"] = "register",
        ["remove"] = "probe",
        ["exit"] = "init",
        ["detach"] = "attach",
        ["close"] = "open",
        ["stop"] = "start",
        ["teardown"] = "setup",
        ["thaw"] = "freeze",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The event that is undone by this one or undoes it, or null.</summary>
    public static string? OppositeOf(string name)
    {
        if (Teardown.TryGetValue(name, out string? set))
        {
            return set;
        }

        return Teardown.FirstOrDefault(pair => pair.Value.Equals(name, StringComparison.Ordinal)).Key;
    }

    /// <summary>The events that a sentence names, in order.</summary>
    public static List<EventMention> Find(string sentence)
    {
        List<EventMention> mentions = [];
        foreach (Match match in Word().Matches(sentence))
        {
            if (Of(sentence, match) is EventMention mention)
            {
                mentions.Add(mention);
            }
        }

        return mentions;
    }

    /// <summary>The event whose constant (<c>PM_SUSPEND_PREPARE</c>) a text holds, when it holds that of no other.</summary>
    public static string? OnlyConstant(string text)
    {
        string? only = null;
        foreach (Match match in ChainConstant().Matches(text))
        {
            string? name = Constants.TryGetValue(match.Value, out string? known) ? known : StateConstant().Match(match.Value) is { Success: true } state ? state.Groups["state"].Value.ToLowerInvariant() : null;
            if (name is null || (only is not null && !only.Equals(name, StringComparison.Ordinal)))
            {
                return null;
            }

            only = name;
        }

        return only;
    }

    /// <summary>All events for which a clause says the same: "on suspend and on resume".</summary>
    /// <param name="one">One of them.</param>
    /// <param name="own">Whether the first one that the clause names counts instead.</param>
    public static List<string?> Joined(string clause, string? one, bool own)
    {
        List<EventMention> mentions = Find(clause);
        one = own && mentions.Count > 0 ? mentions[0].Event : one;
        int at = mentions.FindIndex(mention => mention.Event.Equals(one, StringComparison.Ordinal));
        List<string?> joined = [one];
        for (int i = at + 1; at >= 0 && i < mentions.Count && Joint().IsMatch(clause.AsSpan(mentions[i - 1].End, mentions[i].Start - mentions[i - 1].End)); i++)
        {
            joined.Add(mentions[i].Event);
        }

        for (int i = at - 1; i >= 0 && Joint().IsMatch(clause.AsSpan(mentions[i].End, mentions[i + 1].Start - mentions[i].End)); i--)
        {
            joined.Add(mentions[i].Event);
        }

        return [.. joined.Distinct(StringComparer.Ordinal)];
    }

    private static EventMention? Of(string sentence, Match match)
    {
        string word = match.Value;
        int end = match.Index + match.Length;
        if (Constants.TryGetValue(word, out string? name))
        {
            return new EventMention(name, match.Index, end, Weak: false);
        }

        if (StateConstant().Match(word) is { Success: true } state)
        {
            return new EventMention(state.Groups["state"].Value.ToLowerInvariant(), match.Index, end, Weak: false);
        }

        if (word.Contains('_', StringComparison.Ordinal))
        {
            return null;
        }

        if (word.Equals("shut", StringComparison.OrdinalIgnoreCase) || word.Equals("shuts", StringComparison.OrdinalIgnoreCase))
        {
            return Follows(sentence, end, "down") ? new EventMention("shutdown", match.Index, end + 5, Weak: false) : null;
        }

        if (ModuleMoves().Match(sentence, match.Index) is { Success: true } move && sentence.AsSpan(0, match.Index).TrimEnd().EndsWith("module", StringComparison.OrdinalIgnoreCase))
        {
            return new EventMention(move.Groups["away"].Success ? "unload" : "load", match.Index, match.Index + move.Length, Weak: false);
        }

        if (word.Equals("power", StringComparison.OrdinalIgnoreCase) && Follows(sentence, end, "off"))
        {
            return new EventMention("power-off", match.Index, end + 4, Weak: false);
        }

        if (Words.TryGetValue(word, out name))
        {
            // "is going to" and "coming from" are about nothing that happens to a module.
            name = word is "removal" && Beside(sentence, match) ? "unload" : name;
            bool verb = word is "going" or "coming" && (Follows(sentence, end, "to") || Follows(sentence, end, "from") || !Beside(sentence, match));
            return verb ? null : new EventMention(name, match.Index, end, Weak: name is "init" or "probe" or "boot" or "online" or "offline" or "register" or "unregister");
        }

        return GuardedWords.TryGetValue(word, out name) && Guarded(sentence, match) ? new EventMention(name, match.Index, end, Weak: true) : null;
    }

    private static bool Follows(string sentence, int end, string word) =>
        end + word.Length < sentence.Length + 0 && string.Compare(sentence, end + 1, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool Beside(string sentence, Match match)
    {
        ReadOnlySpan<char> around = sentence.AsSpan(Math.Max(0, match.Index - 30), Math.Min(sentence.Length, match.Index + match.Length + 20) - Math.Max(0, match.Index - 30));
        return around.Contains("module", StringComparison.OrdinalIgnoreCase) || around.Contains("state", StringComparison.OrdinalIgnoreCase)
            || Guarded(sentence, match);
    }

    private static bool Guarded(string sentence, Match match) =>
        Before().IsMatch(sentence.AsSpan(0, match.Index)) || Behind().IsMatch(sentence.AsSpan(match.Index + match.Length));

    /// <summary>An event that no table knows: "on FOO", "for the X event".</summary>
    public static string? FindOther(string sentence)
    {
        Match match = Other().Match(sentence);
        return match.Success ? match.Groups["event"].Value.ToLowerInvariant() : null;
    }

    [GeneratedRegex(@"(?<![\w.])[A-Za-z][A-Za-z_]{0,60}(-off)?(?![\w(])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Word();

    // "when the module goes", but not "when the module goes live".
    [GeneratedRegex(@"\G((?<away>goes( away)?|is (taken out|removed))|comes( in)?|is inserted)(?=\W*$|[,;:.)]|\s(and|but)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ModuleMoves();

    [GeneratedRegex(@"^,?\s(and|as well as|and also|just as|or)\s((on|at|in|during|upon|for|when)\s)?((the|a)\s)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Joint();

    [GeneratedRegex(@"^(NETDEV|CPU_CLUSTER_PM|CPU_PM|CPU|MEM|NETLINK|INETADDR|DIE|CPUFREQ|CLK|FB_EVENT|MMC|USB|BUS_NOTIFY|NET_DEVICE)_(?<state>[A-Z][A-Z_]{1,40})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StateConstant();

    [GeneratedRegex(@"\b(MODULE_STATE|PM|SYS|NETDEV|CPU_CLUSTER_PM|CPU_PM|MEM)_[A-Z][A-Z_]{1,40}\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ChainConstant();

    [GeneratedRegex(@"\b(on|at|during|for|for the|for each|upon|in the|the|case|when \w{1,20} (comes|goes|is brought|is taken)|comes|goes|brought|brings|bring|bringing|taken|takes|taking|link|interface|way) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Before();

    [GeneratedRegex(@"^[ :]{0,2}(event|events|case|path|order|ordering|notification|side|:|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Behind();

    [GeneratedRegex(@"\b([Oo]n|[Ff]or( the)?|[Uu]pon|[Dd]uring|[Aa]t)( an?)? (?<event>((?!INT_M|CONFIG_|CPUHP_|\w*_?PRIO?(RITY)?(_|\b))[A-Z][A-Z0-9_]{2,40}(?= events?\b|[ ,:.]|$))|([A-Za-z][\w-]{1,40})(?= (event|events|notification)\b))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Other();
}
