using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Ftrace;

/// <summary>Registers ops and changes their filters.</summary>
/// <remarks>Source: <c>register_ftrace_function()</c>, <c>ftrace_startup()</c>, <c>ftrace_shutdown()</c>, <c>ftrace_set_filter_ip()</c>,
/// <c>ftrace_enable_sysctl()</c>; facts F13 to F24, F80. Not modelled: PID filters, recursion helpers, RCU waits.</remarks>
public sealed class FtraceRegistry
{
    private readonly FtraceState _state;
    private readonly FtraceCode _code;
    private readonly FtraceAccounting _accounting;
    private readonly FtraceEntries _entries;
    private readonly KernelSymbolTable _symbols;

    internal FtraceRegistry(FtraceState state, FtraceCode code, FtraceAccounting accounting, FtraceEntries entries, KernelSymbolTable symbols)
    {
        _state = state;
        _code = code;
        _accounting = accounting;
        _entries = entries;
        _symbols = symbols;
    }

    /// <summary><c>register_ftrace_function()</c>.</summary>
    /// <returns>0 or a negative errno: <c>-ENODEV</c> dead, <c>-EBUSY</c> registered already, switched off, or another IPMODIFY ops; <c>-EINVAL</c>.</returns>
    public int Register(FtraceOps ops)
    {
        ArgumentNullException.ThrowIfNull(ops);
        int error = Enlist(ops, out bool calls);
        if (error < 0)
        {
            return error;
        }

        RunIfNeeded(calls);
        if (_state.Dead && _state.Rules.DeadStartupFails)
        {
            RemoveFromList(ops);
            return Errno.Enodev;
        }

        ops.Flags &= ~FtraceOpsFlags.Adding;
        return 0;
    }

    /// <summary><see cref="Register"/> of an ops that can be registered, one step of changing text at a time.</summary>
    internal IEnumerable<FtraceStep> RegisterSteps(FtraceOps ops)
    {
        if (Enlist(ops, out bool calls) == 0)
        {
            foreach (FtraceStep step in StepsIfNeeded(calls))
            {
                yield return step;
            }

            ops.Flags &= ~FtraceOpsFlags.Adding;
        }
    }

    /// <summary><c>unregister_ftrace_function()</c>.</summary>
    /// <returns>0; <c>-ENODEV</c> when ftrace is dead; <c>-EBUSY</c> when the ops is not registered. 0 too when ftrace dies under it.</returns>
    public int Unregister(FtraceOps ops)
    {
        ArgumentNullException.ThrowIfNull(ops);
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        if (!ops.Has(FtraceOpsFlags.Enabled))
        {
            return Errno.Ebusy;
        }

        RemoveFromList(ops);
        _state.StartUp--;
        _accounting.UpdateIpModify(ops, ops.Filter, new FtraceHash());
        bool calls = _accounting.Update(ops, add: false);
        ops.Flags &= ~FtraceOpsFlags.Enabled;
        if (_state.Enabled && (calls || _state.SavedTraceFunction != _state.TraceFunction))
        {
            ops.Flags |= FtraceOpsFlags.Removing;
            _state.Removed = ops;
            RunIfNeeded(calls);
            WarnAboutLeftovers();
            _state.Removed = null;
            ops.Flags &= ~FtraceOpsFlags.Removing;
        }

        FreeIfDynamic(ops);
        return 0;
    }

    /// <summary><c>ftrace_set_filter_ip()</c>. It succeeds on DISABLED records too (F22); a symbol's address is stored as that of its site (F23).</summary>
    /// <param name="address">A call site, or where the kernel maps symbols to sites the start of a function.</param>
    /// <returns>0; <c>-ENODEV</c> dead; <c>-EINVAL</c> no site; <c>-ENOENT</c> removal of a site that is not in the filter; <c>-EBUSY</c> IPMODIFY conflict.</returns>
    public int SetFilterIp(FtraceOps ops, GuestAddress address, bool remove)
    {
        ArgumentNullException.ThrowIfNull(ops);
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        GuestAddress site = Location(address);
        if (site == GuestAddress.Null)
        {
            return Errno.Einval;
        }

        FtraceHash changed = ops.Filter.Copy();
        if (remove && !changed.Remove(site))
        {
            return Errno.Enoent;
        }

        if (!remove)
        {
            changed.Add(site);
        }

        return SetFilter(ops, changed);
    }

    /// <summary><c>ftrace_hash_move_and_update_ops()</c>: swaps a filter and, when the ops is registered, recounts and changes text at once (F21).</summary>
    public int SetFilter(FtraceOps ops, FtraceHash filter)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(filter);
        int error = _accounting.UpdateIpModify(ops, ops.Filter.IsEmpty ? null : ops.Filter, filter.IsEmpty ? null : filter);
        if (error < 0)
        {
            return error;
        }

        Move(ops, filter, ops.Notrace);
        return 0;
    }

    /// <summary>Swaps the hash of sites that an ops leaves out.</summary>
    /// <returns>0, or <c>-EINVAL</c> for an IPMODIFY ops (F20).</returns>
    public int SetNotrace(FtraceOps ops, FtraceHash notrace)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(notrace);
        if (ops.Has(FtraceOpsFlags.IpModify))
        {
            return Errno.Einval;
        }

        Move(ops, ops.Filter, notrace);
        return 0;
    }

    private void Move(FtraceOps ops, FtraceHash filter, FtraceHash notrace)
    {
        (ops.OldFilter, ops.OldNotrace) = (ops.Filter, ops.Notrace);
        _accounting.Update(ops, add: false);
        (ops.Filter, ops.Notrace) = (filter, notrace);
        _accounting.Update(ops, add: true);
        if (_state.Enabled && ops.Has(FtraceOpsFlags.Enabled))
        {
            ops.Flags |= FtraceOpsFlags.Modifying;
            _code.Run(calls: true, traceFunction: false);
            ops.Flags &= ~FtraceOpsFlags.Modifying;
        }

        (ops.OldFilter, ops.OldNotrace) = (null, null);
    }

    /// <summary><c>ftrace_location()</c>: the site of an address, or the null address (F08).</summary>
    public GuestAddress Location(GuestAddress address)
    {
        if (_state.Find(address) is DynFtrace exact && exact.Ip == address)
        {
            return exact.Ip;
        }

        if (!_state.Rules.LocationBySymbol || _symbols.Containing(address) is not KernelSymbol symbol || symbol.Address != address)
        {
            return GuestAddress.Null;
        }

        DynFtrace? inside = _state.Records.FirstOrDefault(r => r.Ip >= address && r.Ip < address + (long)symbol.Size);
        return inside?.Ip ?? GuestAddress.Null;
    }

    /// <summary>Write to <c>kernel.ftrace_enabled</c>.</summary>
    /// <returns>0; <c>-ENODEV</c> dead; <c>-EBUSY</c> when switching off while a PERMANENT ops is registered (F80).</returns>
    public int SetEnabled(bool on)
    {
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        if (_state.Enabled == on)
        {
            return 0;
        }

        if (!on && _state.Ops.Exists(o => o.Has(FtraceOpsFlags.Permanent)))
        {
            return Errno.Ebusy;
        }

        _state.Enabled = on;
        if (on)
        {
            ChooseTraceFunction();
            RunIfNeeded(calls: _state.StartUp > 0);
        }
        else
        {
            _state.TraceFunction = _state.Stub;
            if (_state.StartUp > 0)
            {
                _code.Run(calls: true, traceFunction: false, enable: false);
            }
        }

        return 0;
    }

    /// <summary>Everything of a registration that leaves text alone.</summary>
    private int Enlist(FtraceOps ops, out bool calls)
    {
        calls = false;
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        if (ops.Has(FtraceOpsFlags.Enabled) || (!_state.Enabled && ops.Has(FtraceOpsFlags.Permanent)))
        {
            return Errno.Ebusy;
        }

        _state.Ops.Insert(0, ops);
        _entries.Adopt(ops);
        ChooseTraceFunction();
        _state.StartUp++;
        ops.Flags |= FtraceOpsFlags.Enabled | FtraceOpsFlags.Adding;
        int error = _accounting.UpdateIpModify(ops, new FtraceHash(), ops.Filter.IsEmpty ? null : ops.Filter);
        if (error < 0)
        {
            RemoveFromList(ops);
            _state.StartUp--;
            ops.Flags &= ~(FtraceOpsFlags.Enabled | FtraceOpsFlags.Adding);
            FreeIfDynamic(ops);
            return error;
        }

        calls = _accounting.Update(ops, add: true);
        return 0;
    }

    private void RunIfNeeded(bool calls)
    {
        foreach (FtraceStep _ in StepsIfNeeded(calls))
        {
            // Each move of the enumerator has done its step.
        }
    }

    private IEnumerable<FtraceStep> StepsIfNeeded(bool calls)
    {
        bool function = _state.SavedTraceFunction != _state.TraceFunction;
        _state.SavedTraceFunction = _state.TraceFunction;
        return _state.Enabled && (calls || function) ? _code.Steps(calls, function) : [];
    }

    private void RemoveFromList(FtraceOps ops)
    {
        _state.Ops.Remove(ops);
        ChooseTraceFunction();
    }

    /// <summary><c>update_ftrace_function()</c> (F14).</summary>
    private void ChooseTraceFunction()
    {
        if (_state.Enabled)
        {
            _state.TraceFunction = _state.Ops switch
            {
                [] => _state.Stub,
                [FtraceOps only] when !only.Has(FtraceOpsFlags.Dynamic) => only.Function,
                _ => _entries.ListFunction,
            };
        }
    }

    private void WarnAboutLeftovers()
    {
        if (_state.Ops.Count > 0)
        {
            return;
        }

        foreach (DynFtrace record in _state.Records.Where(r => (r.Flags & ~FtraceRecordFlags.Disabled) != 0 || r.Count > 0))
        {
            _state.WarnAndKill("ftrace_shutdown", once: true);
            _state.Log.Print($"  {_symbols.Format(record.Ip)} flags:{record.Raw:x}");
        }
    }

    private void FreeIfDynamic(FtraceOps ops)
    {
        if (ops.Has(FtraceOpsFlags.Dynamic))
        {
            _entries.FreeTrampoline(ops);
        }
    }
}
