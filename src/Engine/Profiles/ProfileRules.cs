namespace TriageBot.Engine.Profiles;

/// <summary>How <c>ftrace_module_enable()</c> accounts for ops that reference a record (F53).</summary>
public enum EnableAccounting
{
    /// <summary>2016: the flags are assigned the count; REGS, IPMODIFY and all else is lost.</summary>
    Assign,

    /// <summary>6.1: the count is added, REGS and TRAMP are set; IPMODIFY ops are warned about and not counted.</summary>
    Add,
}

/// <summary>Rules of dynamic ftrace in which kernels differ.</summary>
public sealed record FtraceRules
{
    /// <summary>Records of a module start DISABLED until <c>ftrace_module_enable()</c> (F51).</summary>
    public bool RecordsStartDisabled { get; set; } = true;

    /// <summary><c>ftrace_module_init()</c> itself counts and enables active tracers, while UNFORMED (section 2.3, P0).</summary>
    public bool ModuleInitAppliesTracers { get; set; }

    /// <summary>See <see cref="EnableAccounting"/>.</summary>
    public EnableAccounting Accounting { get; set; } = EnableAccounting.Add;

    /// <summary>The IPMODIFY pass leaves DISABLED records out (F32).</summary>
    public bool IpmodifySkipsDisabled { get; set; } = true;

    /// <summary><c>register_ftrace_function()</c> fails when ftrace died under it (F16).</summary>
    public bool DeadStartupFails { get; set; } = true;

    /// <summary><c>FTRACE_OPS_FL_PERMANENT</c> exists (F80, F81).</summary>
    public bool HasPermanent { get; set; } = true;

    /// <summary><c>ftrace_location()</c> maps the start of a symbol to its site (F08).</summary>
    public bool LocationBySymbol { get; set; } = true;

    /// <summary><c>__init</c> functions have call sites (F43).</summary>
    public bool InitFunctionsTraced { get; set; } = true;

    /// <summary>A private trampoline is made for each dynamic ops (X77).</summary>
    public bool OpsTrampolines { get; set; } = true;

    /// <summary>The splat comes behind the report, and the report has its banner (F61).</summary>
    public bool BugBanner { get; set; } = true;
}

/// <summary>The two consistency models.</summary>
public enum LivepatchModel
{
    /// <summary>Up to 4.11: a patch takes effect at once (L11).</summary>
    Immediate,

    /// <summary>From 4.12: tasks switch one by one (section 5.7).</summary>
    Transition,
}

/// <summary>Rules of livepatch in which kernels differ.</summary>
public sealed record LivepatchRules
{
    /// <summary>Consistency model.</summary>
    public LivepatchModel Model { get; set; } = LivepatchModel.Transition;

    /// <summary>The ops asks for saved registers (L12).</summary>
    public bool SaveRegs { get; set; }

    /// <summary>The ops is PERMANENT (L12).</summary>
    public bool Permanent { get; set; } = true;

    /// <summary>A location step precedes the filter step (L30, L31).</summary>
    public bool LocationStep { get; set; } = true;

    /// <summary>The message about a symbol that is there several times counts them (L21).</summary>
    public bool CountsAmbiguousSymbols { get; set; }

    /// <summary>A failing COMING reports that the load is refused, and returns the error (L61); otherwise the era of L64.</summary>
    public bool ComingRefuses { get; set; } = true;

    /// <summary>A failing COMING reverts earlier patches of the list (L61, L62).</summary>
    public bool RevertsEarlier { get; set; } = true;

    /// <summary>Callbacks exist (L70).</summary>
    public bool Callbacks { get; set; } = true;

    /// <summary>Atomic replace exists (L80).</summary>
    public bool Replace { get; set; } = true;

    /// <summary>The loader taints for a livepatch module (L45); otherwise enabling does.</summary>
    public bool TaintByLoader { get; set; } = true;

    /// <summary>A disabled patch may be enabled again, and only in stack order (L46).</summary>
    public bool Reenable { get; set; }

    /// <summary>sysfs has <c>transition</c> and <c>force</c> (L90).</summary>
    public bool SysfsTransition { get; set; } = true;

    /// <summary>sysfs has <c>patched</c> for each object (L90).</summary>
    public bool SysfsPatched { get; set; } = true;

    /// <summary>sysfs has <c>replace</c> and <c>stack_order</c> (section 5.2, 6.x later).</summary>
    public bool SysfsStackOrder { get; set; }
}

/// <summary>Rules of the loader that no program step expresses.</summary>
public sealed record LoaderRules
{
    /// <summary>Module signatures are checked: an unsigned module taints, once.</summary>
    public bool Signatures { get; set; }

    /// <summary>A load of a module that is GOING gives <c>-EBUSY</c>, otherwise <c>-EEXIST</c> (M05).</summary>
    public bool GoingIsBusy { get; set; } = true;
}
