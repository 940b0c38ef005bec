using System.Buffers;

namespace TriageBot.Parsers.Text;

/// <summary>Words without which a family of facts cannot be in a text. Looking for them costs a fraction of reading the text.</summary>
internal static class Triggers
{
    /// <summary>Without one of these no callback, priority or ordering is stated.</summary>
    public static readonly SearchValues<string> Order = SearchValues.Create(
        ["notif", "callback", "call back", "priorit", "prio ", "order", "initcall", "sequence", "INT_M", "probing", "probe", "cpuhp", "_module_", "handler", ".shutdown"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these a diff changes no notifier block, initcall or loader call.</summary>
    public static readonly SearchValues<string> Diff = SearchValues.Create(
        ["notifier", "_PRI", "initcall", "module_init", "kernel/module", "restart_handler"], StringComparison.Ordinal);

    /// <summary>Without one of these no version is named.</summary>
    public static readonly SearchValues<string> Version = SearchValues.Create(
        ["-rc", "v2.", "v3.", "v4.", "v5.", "v6.", "v7.", "v8.", "v9.", "linux ", "linux-", "kernel ", "version ", "next-20"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Without one of these nothing is said to go wrong.</summary>
    public static readonly SearchValues<string> Symptom = SearchValues.Create(
        ["fail", "broke", "break", "never", "not ", "n't ", "crash", "hang", "hung", "deadlock", "lock", "oops", "panic", "use-after", "null pointer", "corrupt",
         "too late", "stuck", "freez", "froze", "regression", "instead", "wrong", "lost", "leak", "splat", "stall"],
        StringComparison.OrdinalIgnoreCase);
}
