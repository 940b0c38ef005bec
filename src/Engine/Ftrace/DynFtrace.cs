using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Ftrace;

/// <summary>State bits of a record; the bits below are its count.</summary>
/// <remarks>Source: <c>include/linux/ftrace.h</c>; fact F02 (6.1 bits; 4.x has the same up to DISABLED, F03).</remarks>
[Flags]
public enum FtraceRecordFlags : uint
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary><c>FTRACE_FL_DIRECT_EN</c>.</summary>
    DirectEnabled = 1u << 23,

    /// <summary><c>FTRACE_FL_DIRECT</c>.</summary>
    Direct = 1u << 24,

    /// <summary><c>FTRACE_FL_DISABLED</c>.</summary>
    Disabled = 1u << 25,

    /// <summary><c>FTRACE_FL_IPMODIFY</c>.</summary>
    IpModify = 1u << 26,

    /// <summary><c>FTRACE_FL_TRAMP_EN</c>.</summary>
    TrampolineEnabled = 1u << 27,

    /// <summary><c>FTRACE_FL_TRAMP</c>.</summary>
    Trampoline = 1u << 28,

    /// <summary><c>FTRACE_FL_REGS_EN</c>.</summary>
    RegsEnabled = 1u << 29,

    /// <summary><c>FTRACE_FL_REGS</c>.</summary>
    Regs = 1u << 30,

    /// <summary><c>FTRACE_FL_ENABLED</c>.</summary>
    Enabled = 1u << 31,
}

/// <summary><c>struct dyn_ftrace</c>: one call site and what is known of it.</summary>
/// <remarks>Facts F01 to F04. <see cref="Ip"/> is the address of the five bytes, not of the symbol.</remarks>
public sealed class DynFtrace(GuestAddress ip, FtraceRecordFlags flags)
{
    /// <summary>Address of the five-byte site.</summary>
    public GuestAddress Ip { get; } = ip;

    /// <summary>State bits.</summary>
    public FtraceRecordFlags Flags { get; set; } = flags;

    /// <summary>Number of enabled ops that reference the record.</summary>
    public int Count { get; set; }

    /// <summary><c>rec-&gt;flags</c> as one number, for reports.</summary>
    public ulong Raw => (uint)Flags | (uint)Count;

    /// <summary><c>skip_record()</c>: DISABLED and not ENABLED (F40).</summary>
    public bool IsSkipped => Has(FtraceRecordFlags.Disabled) && !Has(FtraceRecordFlags.Enabled);

    /// <summary>True when all the bits are set.</summary>
    public bool Has(FtraceRecordFlags bits) => (Flags & bits) == bits;

    /// <summary>Sets or clears bits.</summary>
    public void Set(FtraceRecordFlags bits, bool on) => Flags = on ? Flags | bits : Flags & ~bits;
}

/// <summary><c>struct ftrace_page</c>: the records of the kernel proper, or of one module (F05).</summary>
/// <param name="Module">Name of the module, or null for the kernel proper.</param>
/// <param name="LoadId">Which load of it; 0 for the kernel proper.</param>
/// <param name="Records">Sorted by address.</param>
public sealed record FtracePage(string? Module, long LoadId, List<DynFtrace> Records);
