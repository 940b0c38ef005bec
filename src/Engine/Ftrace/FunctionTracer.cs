using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Ftrace;

/// <summary>The function tracer and its filters: <c>current_tracer</c>, <c>set_ftrace_filter</c>, <c>set_ftrace_notrace</c>.</summary>
/// <remarks>Source: <c>kernel/trace/trace_functions.c</c>, <c>ftrace_set_regex()</c>, <c>ftrace_mod_callback()</c>, <c>cache_mod()</c>,
/// <c>process_cached_mods()</c>; facts F11, F52, F56. Modelled filters: patterns of names, each with <c>!</c> in front to take it out, and
/// <c>[PATTERN]:mod:MODULE</c>. Not modelled: triggers (<c>func:traceon</c>), PIDs.</remarks>
public sealed class FunctionTracer
{
    private readonly FtraceState _state;
    private readonly KernelSymbolTable _symbols;
    private readonly TraceBuffer _buffer;
    private readonly List<(string Function, string Module)> _cached = [];
    private FtraceRegistry? _registry;

    internal FunctionTracer(FtraceState state, KernelSymbolTable symbols, TraceBuffer buffer, GuestAddress function)
    {
        _state = state;
        _symbols = symbols;
        _buffer = buffer;
        Ops = new FtraceOps("function_trace_call", function, Hit, FtraceOpsFlags.None);
    }

    /// <summary><c>global_ops</c>: part of the kernel's data, so not dynamic.</summary>
    public FtraceOps Ops { get; }

    /// <summary>Name in <c>current_tracer</c>.</summary>
    public string Current { get; private set; } = "nop";

    /// <summary>Set while the kernel looks at text without running it for real: hits then leave no line.</summary>
    public bool Silent { get; set; }

    internal void Attach(FtraceRegistry registry) => _registry = registry;

    /// <summary>Write to <c>current_tracer</c>.</summary>
    /// <returns>0, or <c>-EINVAL</c> for a tracer that is not modelled.</returns>
    public int Select(string name)
    {
        if (name is not ("nop" or "function"))
        {
            return Errno.Einval;
        }

        if (name == Current)
        {
            return 0;
        }

        if (Current == "function")
        {
            _registry!.Unregister(Ops);
        }

        _buffer.Clear();
        Current = name;
        if (name == "function")
        {
            // function_trace_init() drops the error: the tracer is then selected and traces nothing.
            _registry!.Register(Ops);
        }

        return 0;
    }

    /// <summary>Write to <c>set_ftrace_filter</c>. A refused word ends the write; what was read before it takes effect when the file is closed.</summary>
    /// <param name="append">Opened for appending: the filter is added to, otherwise it is empty when it is opened.</param>
    /// <returns>0; <c>-ENODEV</c> dead; <c>-EINVAL</c> when a word matches no function.</returns>
    public int SetFilter(string pattern, bool append)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        if (!append)
        {
            _cached.Clear();
        }

        FtraceHash filter = append ? Ops.Filter.Copy() : new FtraceHash();
        int error = Parse(filter, pattern, cache: true);
        int moved = _registry!.SetFilter(Ops, filter);
        return error < 0 ? error : moved;
    }

    /// <summary>Write to <c>set_ftrace_notrace</c>.</summary>
    /// <returns>As <see cref="SetFilter"/>.</returns>
    public int SetNotrace(string pattern, bool append)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        FtraceHash notrace = append ? Ops.Notrace.Copy() : new FtraceHash();
        int error = Parse(notrace, pattern, cache: false);
        int moved = _registry!.SetNotrace(Ops, notrace);
        return error < 0 ? error : moved;
    }

    /// <summary>What <c>set_ftrace_filter</c> reads.</summary>
    public IEnumerable<string> FilterLines() =>
        Ops.Filter.IsEmpty
            ? ["#### all functions enabled ####"]
            : Names(r => Ops.Filter.Contains(r.Ip)).Concat(_cached.Select(c => $"{c.Function}:mod:{c.Module}"));

    /// <summary>What <c>set_ftrace_notrace</c> reads.</summary>
    public IEnumerable<string> NotraceLines() =>
        Ops.Notrace.IsEmpty ? ["#### no functions disabled ####"] : Names(r => Ops.Notrace.Contains(r.Ip));

    /// <summary>What <c>available_filter_functions</c> reads: DISABLED records are hidden (F09).</summary>
    public IEnumerable<string> AvailableFunctions() => Names(r => !r.Has(FtraceRecordFlags.Disabled));

    /// <summary><c>process_cached_mods()</c>: a cached module filter takes effect and is used up.</summary>
    internal void ModuleEnabled(KernelModule module)
    {
        List<(string Function, string Module)> mine = _cached.FindAll(c => c.Module == module.Name);
        if (mine.Count == 0 || _state.Dead)
        {
            return;
        }

        _cached.RemoveAll(c => c.Module == module.Name);
        FtraceHash filter = Ops.Filter.Copy();
        filter.HasModuleFilter = _cached.Count > 0;
        foreach ((string function, string _) in mine)
        {
            Match(filter, AnyIfEmpty(function), module.Name);
        }

        _registry!.SetFilter(Ops, filter);
    }

    /// <summary>Sites of a released module stay in the filters as stale entries (F56).</summary>
    internal void Forget(IEnumerable<GuestAddress> sites)
    {
        foreach (GuestAddress site in sites)
        {
            Ops.Filter.MakeStale(site);
            Ops.Notrace.MakeStale(site);
        }
    }

    private int Parse(FtraceHash hash, string pattern, bool cache)
    {
        foreach (string word in pattern.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split(':');
            bool known = parts is [string function, "mod", string module] ? AddModule(hash, function, module, cache) : parts.Length == 1 && Match(hash, word, null);
            if (!known)
            {
                return Errno.Einval;
            }
        }

        return 0;
    }

    private bool AddModule(FtraceHash hash, string function, string module, bool cache)
    {
        if (Match(hash, AnyIfEmpty(function), module))
        {
            return true;
        }

        if (cache && !function.StartsWith('!'))
        {
            // Kept as written: set_ftrace_filter shows ":mod:x" and "*:mod:x" apart.
            _cached.Add((function, module));
            hash.HasModuleFilter = true;
        }

        return cache;
    }

    private static string AnyIfEmpty(string function) => function.Length == 0 ? "*" : function;

    /// <summary>Adds the functions that match, or with <c>!</c> in front takes them out; false when none did.</summary>
    private bool Match(FtraceHash hash, string pattern, string? module)
    {
        bool remove = pattern.StartsWith('!');
        string names = remove ? pattern[1..] : pattern;
        bool any = false;
        foreach (DynFtrace record in _state.Pages.Where(p => module is null || p.Module == module).SelectMany(p => p.Records).Where(r => !r.Has(FtraceRecordFlags.Disabled)))
        {
            if (_symbols.Containing(record.Ip) is KernelSymbol symbol && FunctionGlob.Matches(names, symbol.Name))
            {
                any = true;
                if (remove)
                {
                    hash.Remove(record.Ip);
                }
                else
                {
                    hash.Add(record.Ip);
                }
            }
        }

        return any;
    }

    private void Hit(GuestAddress ip, GuestAddress parent, FtraceOps ops, Patching.PtRegsFrame regs, X64.VirtualCpu cpu)
    {
        if (!Silent)
        {
            _buffer.Write($"{BareName(ip)} <-{BareName(parent)}");
        }
    }

    private IEnumerable<string> Names(Func<DynFtrace, bool> wanted) => _state.Records.Where(wanted).Select(r => NameOf(r.Ip));

    private string NameOf(GuestAddress site) =>
        _symbols.Containing(site) is KernelSymbol symbol
            ? symbol.Module is null ? symbol.Name : $"{symbol.Name} [{symbol.Module}]"
            : site.ToString();

    private string BareName(GuestAddress address) => _symbols.Containing(address)?.Name ?? address.ToString();
}
