using System.Buffers;

namespace TriageBot.Parsers.Text;

/// <summary>Words without which a family of facts cannot be in a text. Looking for them costs a fraction of reading the text.</summary>
internal static class Triggers
{
    private static readonly string[] s_order =
        ["notif", "callback", "call back", "priorit", "prio ", "order", "initcall", "sequence", "INT_M", "probing", "probe", "cpuhp", "_module_", "handler", ".shutdown", "chain",
         "_panic", "_reboot", "_restart", "_mce", "_die", "shutdown", "suspend"];

    /// <summary>Without one of these no callback, priority or ordering is stated.</summary>
    public static readonly SearchValues<string> Order = SearchValues.Create(s_order, StringComparison.OrdinalIgnoreCase);

    /// <summary><see cref="Order"/> for text as it stands, where a blank of running text may be a line end or a tab.</summary>
    public static readonly SearchValues<string> OrderInLines = SearchValues.Create(
        [.. s_order, .. s_order.Where(HasBlank).Select(word => word.Replace(' ', '\n')), .. s_order.Where(HasBlank).Select(word => word.Replace(' ', '\t'))],
        StringComparison.OrdinalIgnoreCase);


    /// <summary>Without one of these a sentence states no order.</summary>
    public static readonly SearchValues<string> Relation = SearchValues.Create(
        ["before", "after", "prior to", "earlier", "later", "ahead", "follow", "then", "preced", "until", "subsequent", "in front", "behind",
         "->", "=>", "\u2192", "\u21d2", "\u27f6", "\u2794", "order", "sequence", "first", "last", "rely", "relies", "depend", "as follows", "1st", "once", "when", "between", "finally", "next", "in turn", "sooner",
         "higher", "lower", "above", "below", "greater", "by the time", "need", "require", "beats", "precedence", "too late", "too early", "one after", "walked"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a sentence states no priority.</summary>
    public static readonly SearchValues<string> Priority = SearchValues.Create(["prio", "INT_M", "0x7f"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these no notifier block is pasted.</summary>
    public static readonly SearchValues<string> Block = SearchValues.Create([".notifier_call", ".priority", "NULL,"], StringComparison.Ordinal);

    /// <summary>Without one of these a sentence is not about callbacks.</summary>
    public static readonly SearchValues<string> Callback = SearchValues.Create(
        ["notif", "callback", "initcall", "_reboot(", "_panic(", "_restart(", "_die(", "_pm(", "opregion", "hotplug", "probe order", "probing order"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a sentence is neither about callbacks nor about the path of the module loader.</summary>
    public static readonly SearchValues<string> Topic = SearchValues.Create(
        ["notif", "callback", "initcall", "cpuhp", "klp", "ftrace", "livepatch", "jump_label", "static_call", "tracepoint", "kprobe", "ddebug", "dynamic_debug", "module"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a sentence names nothing that is spelled as a callback.</summary>
    public static readonly SearchValues<string> CallbackName = SearchValues.Create(
        ["_not", "_nb", "_panic", "_re", "_die", "_pm", "_mce", "CPUHP", "_cpu", "_event", "_call", "_cb", "_handler", "_hook", "_init", "_exit", "_prob", "_su", "_sh"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a diff changes no notifier block, initcall or loader call.</summary>
    public static readonly SearchValues<string> Diff = SearchValues.Create(
        ["notifier", ".priority", "_PRI", "initcall", "module_init", "kernel/module", "restart_handler"], StringComparison.Ordinal);

    /// <summary>Without one of these no version is named.</summary>
    public static readonly SearchValues<string> Version = SearchValues.Create(
        ["-rc", "v2.", "v3.", "v4.", "v5.", "v6.", "v7.", "v8.", "v9.", " 4.", " 5.", " 6.", " 7.", "linux ", "linux-", "kernel ", "version ", "next-20"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these nothing is said to go wrong.</summary>
    public static readonly SearchValues<string> Symptom = SearchValues.Create(
        ["fail", "broke", "break", "never", "not ", "n't ", "crash", "hang", "hung", "deadlock", "lock", "oops", "panic", "use-after", "null pointer", "corrupt",
         "too late", "stuck", "freez", "froze", "regression", "instead", "wrong", "lost", "leak", "splat", "stall"],
        StringComparison.OrdinalIgnoreCase);

    private static bool HasBlank(string word) => word.Contains(' ', StringComparison.Ordinal);
}
