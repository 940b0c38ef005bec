using System.Buffers;

namespace TriageBot.Parsers.Text;

/// <summary>Words without which a family of facts cannot be in a whole text; <see cref="WordTable"/> holds those for its sentences. Looking for them costs
/// a fraction of reading the text.</summary>
internal static class Triggers
{
    private static readonly string[] s_order =
        ["notif", "callback", "call back", "priorit", "prio ", "order", "initcall", "sequence", "INT_M", "probing", "probe", "cpuhp", "_module_", "handler", ".shutdown", "chain",
         "_panic", "_reboot", "_restart", "_mce", "_die", "_pm(", "_event(", "_cb(", "_remove(", "_init(", "_cpu(", "_dying(", "hotplug", "shutdown", "suspend", "resum", "hibernat", "unload", "module load", "load module"];

    private static readonly string[] s_precedence = ["before", "after", "prior to", "earlier than", "later than", "ahead of", "in front of", "until", "wait for", "once ", "when ", "by the time", "depends on", "expects", "requires", "precede", "followed by", "at the time", " yet", "at this point"];

    /// <summary>Without one of these no callback, priority or ordering is stated.</summary>
    public static readonly SearchValues<string> Order = SearchValues.Create(s_order, StringComparison.OrdinalIgnoreCase);

    /// <summary><see cref="Order"/> for text as it stands, where a blank of running text may be a line end or a tab.</summary>
    public static readonly SearchValues<string> OrderInLines = SearchValues.Create(
        [.. s_order, .. s_order.Where(HasBlank).Select(word => word.Replace(' ', '\n')), .. s_order.Where(HasBlank).Select(word => word.Replace(' ', '\t'))],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a sentence states no priority.</summary>
    public static readonly SearchValues<string> Priority = SearchValues.Create(["prio", "INT_M", "0x7f"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these no notifier block is pasted.</summary>
    public static readonly SearchValues<string> Block = SearchValues.Create([".notifier_call", ".priority", "NULL,"], StringComparison.Ordinal);

    /// <summary>Without one of these a diff changes no notifier block, initcall or loader call.</summary>
    public static readonly SearchValues<string> Diff = SearchValues.Create(
        ["notifier", ".priority", "_PRI", "initcall", "module_init", "kernel/module", "restart_handler", "sys_off_handler", "power_off_handler"], StringComparison.Ordinal);

    /// <summary>Without one of these no order of functions is in a text: those of <see cref="Call"/>, or words that announce lines of code.</summary>
    public static readonly SearchValues<string> CallOrRow = SearchValues.Create([.. s_precedence, "first", "then ", "between ", "order", "sequence"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these no function or event is said to be called or to happen before another one.</summary>
    public static readonly SearchValues<string> Call = SearchValues.Create([.. s_precedence, "first"], StringComparison.OrdinalIgnoreCase);

    /// <summary><see cref="Call"/>, and the words of <c>CallForms</c>.</summary>
    public static readonly SearchValues<string> CallOrForm = SearchValues.Create([.. s_precedence, "first", "then ", "between "], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these no function is said to be called before another one.</summary>
    public static readonly SearchValues<string> Precedence = SearchValues.Create(s_precedence, StringComparison.OrdinalIgnoreCase);

    /// <summary>Who sends a patch to be applied signs it off.</summary>
    public static readonly SearchValues<string> Signed = SearchValues.Create(["Signed-off-by: "], StringComparison.OrdinalIgnoreCase);

    private static bool HasBlank(string word) => word.Contains(' ', StringComparison.Ordinal);
}
