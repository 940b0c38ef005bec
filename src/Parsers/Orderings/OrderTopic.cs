using System.Buffers;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>Whether a mail or a sentence is about what the kernel calls in which order. Functions that are called before others are in every
/// second changelog; only on this topic are they an ordering.</summary>
internal static partial class OrderTopic
{
    private const string LoaderWords = "(klp|ftrace|livepatch|jump_label|static_call|tracepoint|trace|kprobes?|ddebug|dynamic_debug|module|do_init_module|load_module|prepare_coming_module|delete_module|free_module|bpf|apply_relocat)";

    // A part of everything that the pattern for subjects finds.
    private static readonly SearchValues<string> s_subject = SearchValues.Create(
        ["order", "notif", "callback", "initcall", "probe", "cpuhp", "hotplug state", "chain", "list", "handler", "priorit", "register vf"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the subject of the mail says so.</summary>
    public static bool IsInSubject(string subject) => subject.AsSpan().ContainsAny(s_subject) && Subject().IsMatch(subject);

    /// <summary>Whether the sentence speaks of notifiers, callbacks, initcalls or the like.</summary>
    public static bool IsInSentence(string sentence) => Called().IsMatch(sentence);

    /// <summary>How many words of a text may be, or be part of, a name on the path of <see cref="IsLoaderPath"/>.</summary>
    public static int CountLoaderNames(ReadOnlySpan<char> text) => LoaderWord().Count(text);

    /// <summary>Whether both names are of the path on which the module loader calls ftrace, livepatch and their kin.</summary>
    public static bool IsLoaderPath(string first, string second) => Loader().IsMatch(first) && Loader().IsMatch(second);

    [GeneratedRegex(@"\b(reorder|notifiers?|callbacks?|\w*initcalls?|probe|cpuhp|hotplug states?|(notifier|restart|reboot|panic|die|module|clk|mce|bus|netdev|decode) (chain|list|handlers?)|netdevice_notifier|(prob(e|ing)|suspend|resume|shutdown|init\w*|registration|call(ing)?|unload|load|boot|hotplug|power[- ]?off|handlers?|chain|wrong|teardown|pm|exit|restart|reboot|panic) order(ing)?|order(ing)? of (the )?((\w+ )?(callbacks?|notifiers?|handlers?|initcalls?|prob(e|ing)|suspend|resume|shutdown|hotplug|devices?)))\b|\border on (the |cpu )?\w+|(?<!\b(lock|byte|sort|alphabetic|alphabetical|page|memory|lexical|patch) )\b(un)?load(ing)? order|\b(priority|priorities)\b|_notifier\b|_notify\b|\bregister VF\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b(notifiers?|callbacks?|initcalls?|cpuhp|(init\w*|prob(e|ing)|registration|suspend|resume|shutdown) order(ing)?)\b|_notifier\b|_notify\b|_initcall\b|_notify_list\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Called();

    [GeneratedRegex("^" + LoaderWords + @"\w*$|_module_(coming|going|notify)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Loader();

    [GeneratedRegex(@"(?<!\w)" + LoaderWords + @"|_module_(coming|going|notify)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LoaderWord();
}
