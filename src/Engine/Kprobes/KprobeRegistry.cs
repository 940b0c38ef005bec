using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Patching;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kprobes;

/// <summary>A kprobe event: a probe on the entry of a function, with or without a post-handler.</summary>
/// <param name="name">Name of the event.</param>
/// <param name="module">Module of the function, or null for the kernel proper.</param>
/// <param name="symbol">The function.</param>
/// <param name="hasPostHandler">A post-handler makes the probe an IPMODIFY user (F33).</param>
public sealed class KprobeEvent(string name, string? module, string symbol, bool hasPostHandler)
{
    /// <summary>Name of the event.</summary>
    public string Name { get; } = name;

    /// <summary>Module of the function, or null.</summary>
    public string? Module { get; } = module;

    /// <summary>The function.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>Has a post-handler.</summary>
    public bool HasPostHandler { get; } = hasPostHandler;

    /// <summary>Switched on by the user.</summary>
    public bool Enabled { get; set; }

    /// <summary>Site that it is registered on; null address while its module is not there.</summary>
    public GuestAddress Site { get; set; }

    /// <summary>Its site is in the filter of a registered ops.</summary>
    public bool Armed { get; set; }

    /// <summary>Run at a hit; null writes a line to the trace buffer, as probe events do.</summary>
    internal Action<VirtualCpu>? Handler { get; init; }
}

/// <summary>Kprobes on ftrace sites, as kprobe events make them.</summary>
/// <remarks>Source: <c>kernel/kprobes.c</c>, <c>arm_kprobe_ftrace()</c>, <c>kill_kprobe()</c>; <c>kernel/trace/trace_kprobe.c</c>; facts F33, X83, section 2.9.
/// Not modelled: breakpoint probes inside functions, return probes, optimised probes.</remarks>
public sealed class KprobeRegistry
{
    private readonly FtraceRegistry _ftrace;
    private readonly GuestMachine _machine;
    private readonly TraceBuffer _buffer;
    private readonly KernelLog _log;
    private readonly List<KprobeEvent> _events = [];
    private readonly FtraceOps _plain;
    private readonly FtraceOps _ipModify;
    private readonly Dictionary<FtraceOps, int> _armed = [];
    private bool _hasSlots;

    internal KprobeRegistry(FtraceRegistry ftrace, GuestMachine machine, TraceBuffer buffer, KernelLog log, GuestAddress handler)
    {
        _ftrace = ftrace;
        _machine = machine;
        _buffer = buffer;
        _log = log;
        _plain = new FtraceOps("kprobe_ftrace_handler", handler, Hit, FtraceOpsFlags.SaveRegs);
        _ipModify = new FtraceOps("kprobe_ftrace_handler", handler, Hit, FtraceOpsFlags.SaveRegs | FtraceOpsFlags.IpModify);
    }

    /// <summary>All events.</summary>
    public IReadOnlyList<KprobeEvent> Events => _events;

    /// <summary><c>kprobes_all_disarmed</c> is off: probes may be armed.</summary>
    public bool AllArmed { get; private set; } = true;

    /// <summary>Set while the kernel looks at text without running it for real.</summary>
    public bool Silent { get; set; }

    /// <summary>Defines an event: <c>p:NAME MODULE:SYMBOL</c> or <c>p:NAME SYMBOL</c>.</summary>
    /// <returns>0; <c>-EEXIST</c>; <c>-ENOENT</c> for an unknown function of the kernel proper or of a loaded module.</returns>
    public int Define(KprobeEvent wanted, bool moduleLoaded)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (_events.Exists(e => e.Name == wanted.Name))
        {
            return Errno.Eexist;
        }

        if (wanted.Module is not null && !moduleLoaded)
        {
            _log.Print("trace_kprobe: This probe might be able to register after target module is loaded. Continue.");
        }
        else if (!Locate(wanted))
        {
            return Errno.Enoent;
        }

        _events.Add(wanted);
        return 0;
    }

    /// <summary>Removes all events that are off, not the probes of modules; <c>-EBUSY</c> when one is on.</summary>
    public int Clear()
    {
        if (_events.Exists(e => e.Enabled && e.Handler is null))
        {
            return Errno.Ebusy;
        }

        _events.RemoveAll(e => e.Handler is null);
        return 0;
    }

    /// <summary>Removes one event; <c>-EBUSY</c> when it is on.</summary>
    internal int Delete(KprobeEvent probe)
    {
        if (probe.Enabled)
        {
            return Errno.Ebusy;
        }

        _events.Remove(probe);
        return 0;
    }

    /// <summary>Write to an event's <c>enable</c>.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int SetEnabled(KprobeEvent probe, bool on)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Enabled == on)
        {
            return 0;
        }

        int error = on ? ArmIfAllowed(probe) : Disarm(probe);
        probe.Enabled = on && error == 0;

        // disable_trace_kprobe() drops the error of disarming.
        return on ? error : 0;
    }

    /// <summary><c>register_kprobe()</c>: a probe that is armed at once.</summary>
    /// <returns>0; <c>-ENOENT</c> for an unknown function; the error of ftrace.</returns>
    internal int Register(KprobeEvent probe)
    {
        if (!Locate(probe))
        {
            return Errno.Enoent;
        }

        _events.Add(probe);
        int error = SetEnabled(probe, on: true);
        if (error < 0)
        {
            _events.Remove(probe);
        }

        return error;
    }

    /// <summary><c>unregister_kprobe()</c>.</summary>
    internal void Unregister(KprobeEvent probe)
    {
        SetEnabled(probe, on: false);
        _events.Remove(probe);
    }

    /// <summary>Write to <c>kprobes/enabled</c> in debugfs: <c>arm_all_kprobes()</c>, <c>disarm_all_kprobes()</c>.</summary>
    internal void SetAllArmed(bool on)
    {
        if (AllArmed == on)
        {
            return;
        }

        AllArmed = on;
        KprobeEvent[] wanted = [.. _events.Where(e => e.Enabled)];
        int done = wanted.Count(e => (on ? Arm(e) : Disarm(e)) == 0);
        string word = on ? "enable" : "disable";
        _log.Print(done == wanted.Length
            ? $"kprobes: Kprobes globally {word}d"
            : $"kprobes: Kprobes globally {word}d, but failed to {word} {wanted.Length - done} out of {wanted.Length} probes");
    }

    private int ArmIfAllowed(KprobeEvent probe) => AllArmed ? Arm(probe) : 0;

    /// <summary><c>trace_kprobe_module_callback()</c>, COMING: events on the module are registered anew.</summary>
    internal void ModuleComing(KernelModule module)
    {
        foreach (KprobeEvent probe in _events.Where(e => e.Module == module.Name && e.Handler is null))
        {
            probe.Armed = false;
            if (!Locate(probe))
            {
                _log.Print($"trace_kprobe: Failed to re-register probe {probe.Name} on {module.Name}: {Errno.Enoent}");
            }
            else if (probe.Enabled && ArmIfAllowed(probe) is int error and < 0)
            {
                _log.Print($"trace_kprobe: Failed to re-register probe {probe.Name} on {module.Name}: {error}");
            }
        }
    }

    /// <summary><c>kprobes_module_callback()</c>, GOING: probes in the module are disarmed and gone.</summary>
    internal void ModuleGoing(KernelModule module)
    {
        foreach (KprobeEvent probe in _events.Where(e => e.Module == module.Name))
        {
            Disarm(probe);
            probe.Armed = false;
            probe.Site = GuestAddress.Null;
        }
    }

    /// <summary>A breakpoint probe behind a call site. The first one takes a page for copied instructions and one for the detours of optimised probes; both stay.</summary>
    internal void PlaceBreakpoint()
    {
        for (int page = 0; page < 2 && !_hasSlots; page++)
        {
            _machine.Space.Allocate(GuestMemory.PageSize, PagePermissions.Read | PagePermissions.Execute);
        }

        _hasSlots = true;
    }

    private bool Locate(KprobeEvent probe)
    {
        KernelSymbol? symbol = _machine.Symbols.Find(probe.Symbol, probe.Module).FirstOrDefault();
        probe.Site = symbol is null ? GuestAddress.Null : symbol.Address;
        return symbol is not null;
    }

    private int Arm(KprobeEvent probe)
    {
        if (probe.Site == GuestAddress.Null || probe.Armed)
        {
            return 0;
        }

        FtraceOps ops = OpsOf(probe);
        int error = _ftrace.SetFilterIp(ops, probe.Site, remove: false);
        if (error == 0 && Users(ops) == 0)
        {
            error = _ftrace.Register(ops);
            if (error < 0)
            {
                _ftrace.SetFilterIp(ops, probe.Site, remove: true);
            }
        }

        probe.Armed = error == 0;
        _armed[ops] = Users(ops) + (probe.Armed ? 1 : 0);
        return error;
    }

    private int Disarm(KprobeEvent probe)
    {
        if (!probe.Armed)
        {
            return 0;
        }

        FtraceOps ops = OpsOf(probe);
        int error = Users(ops) > 1 ? 0 : _ftrace.Unregister(ops);
        if (error < 0)
        {
            _log.Warn("kernel/kprobes.c", "__disarm_kprobe_ftrace");
            return error;
        }

        probe.Armed = false;
        _armed[ops] = Users(ops) - 1;
        error = _ftrace.SetFilterIp(ops, probe.Site, remove: true);
        if (error < 0)
        {
            _log.WarnOnce("kernel/kprobes.c", "__disarm_kprobe_ftrace", "set_filter_ip");
        }

        return error;
    }

    /// <summary><c>kprobe_ftrace_enabled</c> and <c>kprobe_ipmodify_enabled</c>.</summary>
    private int Users(FtraceOps ops) => _armed.GetValueOrDefault(ops);

    private FtraceOps OpsOf(KprobeEvent probe) => probe.HasPostHandler ? _ipModify : _plain;

    private void Hit(GuestAddress ip, GuestAddress parent, FtraceOps ops, PtRegsFrame regs, VirtualCpu cpu)
    {
        if (Silent)
        {
            return;
        }

        foreach (KprobeEvent probe in _events.Where(e => e.Armed && e.Site == ip).ToArray())
        {
            if (probe.Handler is null)
            {
                _buffer.Write($"{probe.Name}: ({_machine.Symbols.Format(ip)})");
            }
            else
            {
                probe.Handler(cpu);
            }
        }
    }
}
