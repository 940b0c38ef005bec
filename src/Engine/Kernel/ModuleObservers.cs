using System.Globalization;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Patching;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Kernel;

/// <summary>Runs the observers of modules: their blocks on the module chain, their probes, their listings.</summary>
/// <remarks>What an observer does is stated in <see cref="ObserverDefinition"/>; it is run when its module's init has run, and undone before its exit.</remarks>
internal sealed class ModuleObservers
{
    private const int ShownBytes = 8;
    private readonly EmulatedKernel _kernel;
    private readonly Dictionary<long, Active> _active = [];

    public ModuleObservers(EmulatedKernel kernel)
    {
        _kernel = kernel;
        kernel.Trace.Appended += Seen;
    }

    private static ReadOnlySpan<char> Word(string? text, string otherwise) => text ?? otherwise;

    private void Seen(TraceEvent happened)
    {
        switch (happened)
        {
            // An observer's init registers its blocks just before do_init_module() ends, so it sees its own LIVE and not its own COMING.
            case KernelFunctionEntered { Function: "do_init_module" } entered:
                Print(entered);
                Start(entered.Module);
                break;
            case KernelFunctionEntered entered:
                Print(entered);
                break;
            case ModuleStateChanged { State: ModuleState.Going } going when _active.Remove(going.LoadId, out Active? stopped):
                stopped.Blocks.ForEach(b => _kernel.ModuleChain.Unregister(b));
                break;
            default:
                break;
        }
    }

    private void Start(string name)
    {
        KernelModule? module = _kernel.Loader.Find(name);
        if (module?.Definition.Observer is not ObserverDefinition observer)
        {
            return;
        }

        Active active = new(module, observer, _kernel.CanProbe());
        if (IsOn(module, observer.ListParameter, otherwise: false))
        {
            List(active, "before");
        }

        if (IsOn(module, observer.ProbeParameter, otherwise: false))
        {
            AddProbes(active);
        }

        _active.Add(module.LoadId, active);
        if (IsOn(module, observer.NotifyParameter, otherwise: true))
        {
            for (int i = 0; i < observer.Blocks.Length; i++)
            {
                int index = i;
                ObserverBlock block = observer.Blocks[i];
                NotifierBlock registered = new(observer.Callback, block.Priority, (action, data) => Notify(active, index, action, data), module.Name);
                active.Blocks.Add(registered);
                _kernel.ModuleChain.Register(registered);
            }
        }

        if (IsOn(module, observer.ListParameter, otherwise: false))
        {
            List(active, "after");
        }
    }

    private void AddProbes(Active active)
    {
        foreach (string function in active.Observer.Probes)
        {
            if (active.CanLookUp)
            {
                _kernel.Kprobes.PlaceBreakpoint();
                active.Probes.Add(function);
            }
            else
            {
                _kernel.Log.Print($"{active.Observer.Prefix}no {function}");
            }
        }
    }

    private void List(Active active, string when)
    {
        ObserverDefinition observer = active.Observer;
        foreach (NotifierBlock block in active.CanLookUp ? _kernel.ModuleChain.Blocks : [])
        {
            string owner = block.Owner is null ? "" : $" [{block.Owner}]";
            _kernel.Log.Print(string.Create(CultureInfo.InvariantCulture, $"{observer.Prefix}chain {when}: prio {block.Priority} {block.Callback}{owner}"));
        }
    }

    private NotifyResult Notify(Active active, int index, int action, object? data)
    {
        ObserverDefinition observer = active.Observer;
        if (data is not KernelModule module || !IsWanted(active, module.Name))
        {
            return NotifyResult.Done;
        }

        ObserverBlock block = observer.Blocks[index];
        if (!block.Silent)
        {
            _kernel.Log.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"{observer.Prefix}notify {module.Name} {((ModuleState)action).Name()} {block.Name} prio {block.Priority}"));
            ShowBytes(active, module.Name);
        }

        if (action != (int)ModuleState.Coming || module.Name != active.Module.Parameter(observer.TargetParameter))
        {
            return NotifyResult.Ok;
        }

        if (IsChosen(active, observer.RefuseParameter, index))
        {
            Say(block, $"{observer.Prefix}refusing {module.Name} in {block.Name}");
            return NotifyResult.FromErrno(observer.RefuseErrno);
        }

        if (IsChosen(active, observer.StopParameter, index))
        {
            Say(block, $"{observer.Prefix}stopping {module.Name} in {block.Name}");
            return NotifyResult.Stop;
        }

        return NotifyResult.Ok;
    }

    private void Say(ObserverBlock block, string line)
    {
        if (!block.Silent)
        {
            _kernel.Log.Print(line);
        }
    }

    private void Print(KernelFunctionEntered entered)
    {
        foreach (Active active in _active.Values.Where(a => a.Probes.Contains(entered.Function) && IsWanted(a, entered.Module)).ToArray())
        {
            bool chain = entered.Detail.StartsWith('(');
            _kernel.Log.Print(chain
                ? $"{active.Observer.Prefix}probe {entered.Function}{entered.Detail} {entered.Module}"
                : $"{active.Observer.Prefix}probe {entered.Function} {entered.Module} {entered.Detail}");
            ShowBytes(active, entered.Module);
        }
    }

    private void ShowBytes(Active active, string module)
    {
        ObserverDefinition observer = active.Observer;
        string function = active.Module.Parameter(observer.BytesFunctionParameter);
        if (!active.CanLookUp
            || !IsOn(active.Module, observer.BytesParameter, otherwise: false)
            || _kernel.Machine.Symbols.Find(function, module) is not [KernelSymbol symbol, ..])
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[ShownBytes];
        _kernel.Machine.Memory.Read(symbol.Address, bytes);
        string line = $"{observer.Prefix}text {function} {Hex(bytes)}";
        GuestAddress? target = bytes[0] == CallEncoding.CallOpcode ? CallEncoding.Target(symbol.Address, bytes) : null;
        _kernel.Log.Print(target is GuestAddress goes ? $"{line} call {_kernel.Machine.Symbols.Format(goes)}" : line);
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        string text = Convert.ToHexStringLower(bytes);
        return string.Join(' ', Enumerable.Range(0, text.Length / 2).Select(i => text.Substring(i * 2, 2)));
    }

    private static bool IsWanted(Active active, string module) =>
        module.AsSpan().StartsWith(Word(active.Module.Parameter(active.Observer.ModuleFilterParameter), ""), StringComparison.Ordinal);

    private static bool IsChosen(Active active, string? parameter, int index) =>
        parameter is not null && ModuleParameters.ParseInt(active.Module.Parameter(parameter)) == index;

    private static bool IsOn(KernelModule module, string? parameter, bool otherwise) =>
        parameter is null ? otherwise : ModuleParameters.ParseBool(module.Parameter(parameter)) == true;

    private sealed record Active(KernelModule Module, ObserverDefinition Observer, bool CanLookUp)
    {
        public List<NotifierBlock> Blocks { get; } = [];

        public HashSet<string> Probes { get; } = new(StringComparer.Ordinal);
    }
}
