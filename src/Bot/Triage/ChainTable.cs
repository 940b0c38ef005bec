using System.Collections.Immutable;
using TriageBot.Engine.Notifiers;

namespace TriageBot.Bot.Triage;

/// <summary>A chain that mails name.</summary>
/// <param name="Words">All of them must be in the name; lower case.</param>
/// <param name="Kind">What kind of head it has.</param>
/// <param name="Name">For people.</param>
/// <param name="Event">What the constants of its events begin with, where mails name them; an event is sent on one chain only.</param>
internal sealed record KnownChain(ImmutableArray<string> Words, ChainKind Kind, string Name, string? Event = null);

/// <summary>Kinds of the chains that a mail may name.</summary>
/// <remarks>Source: the definitions of the heads in Linux 6.1 (<c>BLOCKING_NOTIFIER_HEAD(reboot_notifier_list)</c> in
/// <c>kernel/reboot.c</c>, <c>RAW_NOTIFIER_HEAD(netdev_chain)</c> in <c>net/core/dev.c</c>, and so on); for CPU hotplug
/// <c>RAW_NOTIFIER_HEAD(cpu_chain)</c> in <c>kernel/cpu.c</c> up to v4.9. Events: <c>include/linux/{netdevice,suspend,memory,reboot,module}.h</c>.</remarks>
internal static class ChainTable
{
    /// <summary>The module notifier chain.</summary>
    public static readonly KnownChain Module = new(["module"], ChainKind.Blocking, "module notifier chain", "MODULE_STATE_");

    /// <summary>The CPU hotplug chain, which newer kernels do not have.</summary>
    public static readonly KnownChain CpuHotplug = new(["cpu"], ChainKind.Raw, "CPU hotplug notifier chain");

    // Narrow names before wide ones: the first that fits counts.
    private static readonly ImmutableArray<KnownChain> s_all =
    [
        Module,
        new(["inet6addr", "validator"], ChainKind.Blocking, "inet6addr validator chain"),
        new(["inet6addr"], ChainKind.Atomic, "inet6addr notifier chain"),
        new(["inetaddr"], ChainKind.Blocking, "inetaddr notifier chain"),
        new(["netevent"], ChainKind.Atomic, "netevent notifier chain"),
        new(["netdevice"], ChainKind.Raw, "netdevice notifier chain", "NETDEV_"),
        new(["netdev"], ChainKind.Raw, "netdevice notifier chain"),
        new(["cpufreq", "policy"], ChainKind.Blocking, "cpufreq policy notifier chain"),
        new(["cpufreq", "transition"], ChainKind.Srcu, "cpufreq transition notifier chain"),
        new(["cpu", "pm"], ChainKind.Raw, "CPU PM notifier chain"),
        new(["reboot"], ChainKind.Blocking, "reboot notifier chain", "SYS_"),
        new(["restart", "prep"], ChainKind.Blocking, "restart prepare chain"),
        new(["restart"], ChainKind.Atomic, "restart handler chain"),
        new(["panic"], ChainKind.Atomic, "panic notifier chain"),
        new(["die"], ChainKind.Atomic, "die notifier chain"),
        new(["hotplug", "memory"], ChainKind.Blocking, "memory hotplug notifier chain"),
        new(["memory"], ChainKind.Blocking, "memory hotplug notifier chain", "MEM_"),
        CpuHotplug with { Words = ["cpuhp"] },
        CpuHotplug with { Words = ["hotcpu"] },
        CpuHotplug,
        new(["pm"], ChainKind.Blocking, "PM notifier chain", "PM_"),
        new(["suspend"], ChainKind.Blocking, "PM notifier chain"),
        new(["hibernation"], ChainKind.Blocking, "PM notifier chain"),
        new(["keyboard"], ChainKind.Atomic, "keyboard notifier chain"),
        new(["vt"], ChainKind.Atomic, "VT notifier chain"),
        new(["clk"], ChainKind.Srcu, "clk notifier chain"),
        new(["clock"], ChainKind.Srcu, "clk notifier chain"),
        new(["usb"], ChainKind.Blocking, "USB notifier chain"),
        new(["fb"], ChainKind.Blocking, "framebuffer notifier chain"),
        new(["framebuffer"], ChainKind.Blocking, "framebuffer notifier chain"),
        new(["oom"], ChainKind.Blocking, "OOM notifier chain"),
        new(["bus"], ChainKind.Blocking, "bus notifier chain"),
        new(["regulator"], ChainKind.Blocking, "regulator notifier chain"),
    ];

    /// <summary>The chain that a name means, or null. <c>reboot_notifier_list</c>, <c>register_reboot_notifier</c> and "reboot" are one.</summary>
    public static KnownChain? Find(string name)
    {
        string[] words = name.ToLowerInvariant().Split(
            [' ', '_', '-', '.', '(', ')', '&', '/'], StringSplitOptions.RemoveEmptyEntries);
        return s_all.FirstOrDefault(chain => chain.Words.All(word => words.Contains(word, StringComparer.Ordinal)));
    }

    /// <summary>The chain on which the events are sent whose constants begin so, or null.</summary>
    public static KnownChain? FindByEvent(string prefix) => s_all.FirstOrDefault(chain => string.Equals(chain.Event, prefix, StringComparison.Ordinal));
}
