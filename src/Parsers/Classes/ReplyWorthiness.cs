using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Classes;

/// <summary>Whether the facts of a mail suffice for a check whose outcome is worth a reply.</summary>
/// <remarks>Two participants of one notifier chain, or of the path on which the module loader calls ftrace and livepatch, must be told apart,
/// and their order or both priorities be stated, by a person, in that person's own text. When in doubt the answer is no.</remarks>
public static partial class ReplyWorthiness
{
    private static readonly string[] OtherEvents = ["init", "probe", "boot", "register", "unregister", "remove", "exit"];

    // Devices are called for these along their tree, and not by a chain (Documentation/driver-api/pm/devices.rst); "the machine driver's suspend callback" is one of a device.
    private static readonly string[] DeviceEvents = ["suspend", "resume", "shutdown"];

    /// <summary>Judges a mail by its facts alone; what was checked and whether delivery is allowed is decided elsewhere.</summary>
    public static bool Judge(MailFacts facts) => Judge(facts, out _);

    /// <summary>Judges a mail by its facts alone.</summary>
    /// <param name="reason">Why, in one sentence.</param>
    public static bool Judge(MailFacts facts, out string reason)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Class == MailClass.Bot)
        {
            reason = "A robot wrote it.";
            return false;
        }

        if (HasTwoPriorities(facts))
        {
            reason = "Two callbacks of one chain have different priorities stated.";
            return true;
        }

        OrderingFact? order = facts.Orderings.FirstOrDefault(fact => fact.Kind != OrderingKind.Derived && IsOfChain(facts, fact));
        reason = order is null
            ? "No two callbacks of one chain have their order or both priorities stated."
            : $"The order of {order.Sequence[0]} and {order.Sequence[1]} is stated.";
        return order is not null;
    }

    private static bool HasTwoPriorities(MailFacts facts)
    {
        List<CallbackFact> stated = [.. facts.Callbacks.Where(fact => fact.Priority is not null)];
        return stated.Exists(first => stated.Exists(second => first.Priority != second.Priority && SameChain(first, second)));
    }

    private static bool SameChain(CallbackFact first, CallbackFact second) =>
        first.Chain is not null && second.Chain is not null
        && ChainVocabulary.Root(first.Chain).Equals(ChainVocabulary.Root(second.Chain), StringComparison.Ordinal);

    private static bool IsOfChain(MailFacts facts, OrderingFact order)
    {
        if (OtherEvents.Contains(order.Event, StringComparer.Ordinal) || !order.IsSure)
        {
            return false;
        }

        bool loader = order.Event is "load" or "unload" && Loader().IsMatch(facts.Body.Text);
        return order.Sequence.Distinct(StringComparer.Ordinal).Count(name => IsCallback(facts, name, isOfDevices: DeviceEvents.Contains(order.Event, StringComparer.Ordinal)) || (loader && LoaderPart().IsMatch(name))) >= 2;
    }

    private static bool IsCallback(MailFacts facts, string name, bool isOfDevices) =>
        (Described().IsMatch(name) && !(isOfDevices && !name.Contains("notifier", StringComparison.OrdinalIgnoreCase)))
        || facts.Callbacks.Any(fact => fact.Chain is not null && (fact.PriorityText is not null || Spelled().IsMatch(name)) && fact.Name.Equals(name, StringComparison.Ordinal));

    [GeneratedRegex(@"^(klp|ftrace|livepatch|jump_label|jump labels?|static_call|tracepoint|kprobes?|ddebug|dynamic_debug|module_notify|do_init_module|prepare_coming_module)|_module_(coming|going|notify|init|enable)|^post_relocation$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LoaderPart();

    // Without a priority only the spelling tells a callback from any other function of the sentence.
    [GeneratedRegex(@"_(notify|notifier|nb|event|callback|cb|panic|reboot|restart|handler|call)(_\w{1,12})?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Spelled();

    [GeneratedRegex(@"\w \S*(notifier|callback)s?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Described();

    [GeneratedRegex(@"\b(module_notify_list|module notifiers?|klp_module_\w+|ftrace_module_\w+|ftrace_release_mod|prepare_coming_module)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Loader();
}
