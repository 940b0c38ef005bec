using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Ftrace;

/// <summary>Flags of an ops.</summary>
/// <remarks>Source: <c>include/linux/ftrace.h</c>; fact F10, those that the modelled paths read.</remarks>
[Flags]
public enum FtraceOpsFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary><c>FTRACE_OPS_FL_ENABLED</c>.</summary>
    Enabled = 1 << 0,

    /// <summary><c>FTRACE_OPS_FL_DYNAMIC</c>: allocated, not part of the kernel's data.</summary>
    Dynamic = 1 << 1,

    /// <summary><c>FTRACE_OPS_FL_SAVE_REGS</c>.</summary>
    SaveRegs = 1 << 2,

    /// <summary><c>FTRACE_OPS_FL_ADDING</c>.</summary>
    Adding = 1 << 8,

    /// <summary><c>FTRACE_OPS_FL_REMOVING</c>.</summary>
    Removing = 1 << 9,

    /// <summary><c>FTRACE_OPS_FL_MODIFYING</c>.</summary>
    Modifying = 1 << 10,

    /// <summary><c>FTRACE_OPS_FL_IPMODIFY</c>.</summary>
    IpModify = 1 << 12,

    /// <summary><c>FTRACE_OPS_FL_PERMANENT</c>.</summary>
    Permanent = 1 << 16,
}

/// <summary>What runs when a traced function is entered.</summary>
/// <param name="ip">Address of the call site.</param>
/// <param name="parent">Return address into the caller.</param>
/// <param name="ops">The ops that is called.</param>
/// <param name="regs">Saved registers; partial ones are marked in the frame (X70). Changing its RIP redirects the call.</param>
public delegate void FtraceHandler(GuestAddress ip, GuestAddress parent, FtraceOps ops, PtRegsFrame regs, VirtualCpu cpu);

/// <summary><c>struct ftrace_ops</c>.</summary>
/// <param name="name">For people.</param>
/// <param name="function">Address of the kernel function that is <c>ops-&gt;func</c>.</param>
/// <param name="handler">What that function does.</param>
/// <param name="flags">Initial flags.</param>
public sealed class FtraceOps(string name, GuestAddress function, FtraceHandler handler, FtraceOpsFlags flags)
{
    /// <summary>For people.</summary>
    public string Name { get; } = name;

    /// <summary><c>ops-&gt;func</c>.</summary>
    public GuestAddress Function { get; } = function;

    /// <summary>What <see cref="Function"/> does.</summary>
    public FtraceHandler Handler { get; } = handler;

    /// <summary>Flags.</summary>
    public FtraceOpsFlags Flags { get; set; } = flags;

    /// <summary>Address of the structure itself: what a trampoline passes as third argument. Given out at the first registration.</summary>
    public GuestAddress Pointer { get; internal set; }

    /// <summary>Private trampoline, or null address (X74).</summary>
    public GuestAddress Trampoline { get; internal set; }

    /// <summary>Offset of the inner call in the trampoline.</summary>
    public int TrampolineCallOffset { get; internal set; }

    /// <summary>Sites that it traces; empty for all (F11).</summary>
    public FtraceHash Filter { get; internal set; } = new();

    /// <summary>Sites that it leaves out; empty for none (F11).</summary>
    public FtraceHash Notrace { get; internal set; } = new();

    /// <summary>Filter before a change that is under way.</summary>
    public FtraceHash? OldFilter { get; internal set; }

    /// <summary><see cref="Notrace"/> before a change that is under way.</summary>
    public FtraceHash? OldNotrace { get; internal set; }

    /// <summary>True when the flags are set.</summary>
    public bool Has(FtraceOpsFlags flags) => (Flags & flags) == flags;

    /// <summary><c>hash_contains_ip()</c> on the current hashes: in the filter, or the filter is empty, and not left out (F12, F54).</summary>
    public bool Matches(GuestAddress site) => Matches(Filter, Notrace, site);

    /// <summary>The same on the hashes from before a change that is under way.</summary>
    internal bool MatchedBefore(GuestAddress site) => Matches(OldFilter ?? Filter, OldNotrace ?? Notrace, site);

    private static bool Matches(FtraceHash filter, FtraceHash notrace, GuestAddress site) =>
        (filter.IsEmpty || filter.Contains(site)) && !notrace.Contains(site);
}
