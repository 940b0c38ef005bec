using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Ftrace;

/// <summary>The function tracer and its filter: <c>current_tracer</c>, <c>set_ftrace_filter</c>.</summary>
/// <remarks>Source: <c>kernel/trace/trace_functions.c</c>, <c>ftrace_set_regex()</c>, <c>cache_mod()</c>, <c>process_cached_mods()</c>; facts F52, F56.
/// Modelled filters: a function name, <c>*</c>, <c>name*</c>, and <c>[func]:mod:MODULE</c>. Not modelled: notrace, triggers, PIDs.</remarks>
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

    /// <summary>Write to <c>set_ftrace_filter</c>.</summary>
    /// <param name="append">Opened for appending: the filter is added to, otherwise replaced.</param>
    /// <returns>0; <c>-ENODEV</c> dead; <c>-EINVAL</c> when a function name matches nothing.</returns>
    public int SetFilter(string pattern, bool append)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (_state.Dead)
        {
            return Errno.Enodev;
        }

        FtraceHash filter = append ? Ops.Filter.Copy() : new FtraceHash();
        int error = 0;
        foreach (string word in pattern.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            error = error < 0 ? error : Add(filter, word);
        }

        return error < 0 ? error : _registry!.SetFilter(Ops, filter);
    }

    /// <summary>What <c>set_ftrace_filter</c> reads.</summary>
    public IEnumerable<string> FilterLines()
    {
        if (Ops.Filter.IsEmpty)
        {
            return ["#### all functions enabled ####"];
        }

        IEnumerable<string> sites = _state.Records.Where(r => Ops.Filter.Contains(r.Ip)).Select(r => NameOf(r.Ip));
        return sites.Concat(_cached.Select(c => $"{c.Function}:mod:{c.Module}"));
    }

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

    /// <summary>Sites of a released module stay in the filter as stale entries (F56).</summary>
    internal void Forget(IEnumerable<GuestAddress> sites)
    {
        foreach (GuestAddress site in sites)
        {
            Ops.Filter.MakeStale(site);
        }
    }

    private int Add(FtraceHash filter, string word)
    {
        string[] parts = word.Split(':');
        if (parts is [string function, "mod", string module])
        {
            if (!Match(filter, AnyIfEmpty(function), module))
            {
                // Kept as written: set_ftrace_filter shows ":mod:x" and "*:mod:x" apart.
                _cached.Add((function, module));
                filter.HasModuleFilter = true;
            }

            return 0;
        }

        return parts.Length == 1 && Match(filter, word, null) ? 0 : Errno.Einval;
    }

    private static string AnyIfEmpty(string function) => function.Length == 0 ? "*" : function;

    private bool Match(FtraceHash filter, string function, string? module)
    {
        bool any = false;
        foreach (FtracePage page in _state.Pages.Where(p => module is null || p.Module == module))
        {
            foreach (DynFtrace record in page.Records.Where(r => !r.Has(FtraceRecordFlags.Disabled)))
            {
                if (_symbols.Containing(record.Ip) is KernelSymbol symbol && Glob(function, symbol.Name))
                {
                    filter.Add(record.Ip);
                    any = true;
                }
            }
        }

        return any;
    }

    private static bool Glob(string pattern, string name) =>
        pattern == "*" || pattern == name || (pattern.EndsWith('*') && name.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private void Hit(GuestAddress ip, GuestAddress parent, FtraceOps ops, Patching.PtRegsFrame regs, X64.VirtualCpu cpu)
    {
        if (!Silent)
        {
            _buffer.Write($"{BareName(ip)} <-{BareName(parent)}");
        }
    }

    private string NameOf(GuestAddress site) =>
        _symbols.Containing(site) is KernelSymbol symbol
            ? symbol.Module is null ? symbol.Name : $"{symbol.Name} [{symbol.Module}]"
            : site.ToString();

    private string BareName(GuestAddress address) => _symbols.Containing(address)?.Name ?? address.ToString();
}
