using System.Collections.Frozen;

namespace TriageBot.Parsers.Orderings;

/// <summary>Identifiers that stand in sentences about order and are no callbacks: the calls that register and walk chains, memory and printing, and barriers.</summary>
/// <remarks>Source: <c>include/linux/notifier.h</c>, <c>include/asm-generic/barrier.h</c>.</remarks>
internal static class NonCallbacks
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "notifier_block", "notifier_call", "notifier_call_chain", "blocking_notifier_call_chain", "atomic_notifier_call_chain", "raw_notifier_call_chain",
        "srcu_notifier_call_chain", "blocking_notifier_chain_register", "atomic_notifier_chain_register", "raw_notifier_chain_register",
        "srcu_notifier_chain_register", "notifier_chain_register", "register_module_notifier", "unregister_module_notifier",
        "kfree", "kvfree", "vfree", "kmalloc", "kzalloc", "kcalloc", "printk", "msleep", "memcpy", "memset",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the identifier can not be a callback.</summary>
    public static bool Contains(string name) =>
        Names.Contains(name) || (name.EndsWith("mb", StringComparison.Ordinal) && name.StartsWith("smp_", StringComparison.Ordinal))
        || name.StartsWith("smp_mb__", StringComparison.Ordinal);
}
