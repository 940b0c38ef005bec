using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Modules;

/// <summary>Loads and unloads modules by the programs of a profile.</summary>
/// <remarks>Source: <c>load_module()</c>, <c>do_init_module()</c>, <c>delete_module()</c> in <c>kernel/module/main.c</c>; facts M01 to M52; the
/// order of steps is in the profiles.
/// Not modelled: signatures beyond the taint, versions, dependencies between modules, forced unload, waiting for another load.</remarks>
public sealed class ModuleLoader
{
    private const int StepLimit = 1_000;
    private readonly KernelProfile _profile;
    private readonly TraceLog _trace;
    private readonly KernelLog _log;
    private readonly NotifierChain _chain;
    private readonly ModuleMemory _memory;
    private readonly ModuleParameters _parameters;
    private readonly IReadOnlyDictionary<string, LoaderAction> _actions;
    private readonly BootSchedule _schedule;
    private readonly List<KernelModule> _modules = [];
    private LoaderPrograms? _programs;
    private long _loads;

    /// <summary>Creates the loader of one kernel.</summary>
    /// <param name="actions">What the dotted actions of programs do; the loader itself knows only its own steps.</param>
    internal ModuleLoader(
        KernelProfile profile, TraceLog trace, KernelLog log, NotifierChain chain, ModuleMemory memory, ModuleParameters parameters, IReadOnlyDictionary<string, LoaderAction> actions, BootSchedule schedule)
    {
        _profile = profile;
        _trace = trace;
        _log = log;
        _chain = chain;
        _memory = memory;
        _parameters = parameters;
        _actions = actions;
        _schedule = schedule;
    }

    /// <summary>The programs; read when all subsystems have added their actions.</summary>
    /// <exception cref="ProfileException">A step cannot be done.</exception>
    internal LoaderPrograms Programs => _programs ??= LoaderPrograms.Of(_profile, _actions);

    /// <summary>Modules that are not yet freed, oldest first.</summary>
    public IReadOnlyList<KernelModule> Modules => _modules;

    /// <summary>How many loads were tried that got as far as taking memory.</summary>
    public long Loads => _loads;

    /// <summary><c>find_module()</c>: UNFORMED ones are invisible (M03).</summary>
    public KernelModule? Find(string name) => _modules.Find(m => m.Name == name && m.State != ModuleState.Unformed);

    /// <summary><c>finit_module()</c>.</summary>
    /// <param name="arguments">Parameters as on the command line of insmod.</param>
    /// <returns>0 or a negative errno.</returns>
    public int Load(ModuleDefinition definition, IReadOnlyList<KeyValuePair<string, string>> arguments)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (_modules.Find(m => m.Name == definition.Name) is KernelModule other)
        {
            return other.State == ModuleState.Going && _profile.Loader.GoingIsBusy ? Errno.Ebusy : Errno.Eexist;
        }

        LoadRun load = Begin(definition, arguments);
        int error = Run("load", load);
        _memory.ReleaseInit(load.Module.LoadId, InitRelease.AfterNextLoad);
        return error;
    }

    /// <summary>The same load one step at a time: each is announced before it is done.</summary>
    internal IEnumerable<LoaderStep> LoadSteps(ModuleDefinition definition, IReadOnlyList<KeyValuePair<string, string>> arguments) =>
        Steps("load", Begin(definition, arguments));

    /// <summary><c>delete_module()</c>.</summary>
    /// <returns>0 or a negative errno (M50).</returns>
    public int Unload(string name)
    {
        KernelModule? module = Find(name);
        if (module is null)
        {
            return Errno.Enoent;
        }

        if (module.State != ModuleState.Live || (module.Definition.Init is not null && module.Definition.Exit is null))
        {
            return Errno.Ebusy;
        }

        return module.References > 0 ? Errno.Eagain : Run("unload", new LoadRun(module, []));
    }

    private LoadRun Begin(ModuleDefinition definition, IReadOnlyList<KeyValuePair<string, string>> arguments)
    {
        KernelModule module = new(definition, ++_loads);
        _modules.Add(module);
        SetState(module, ModuleState.Unformed);
        Taint(definition);
        return new LoadRun(module, arguments);
    }

    private int Run(string label, LoadRun run)
    {
        foreach (LoaderStep _ in Steps(label, run))
        {
            // Each move of the enumerator does the step before.
        }

        return run.Error;
    }

    /// <summary>Comes to each step of a program before it is done, so that other CPUs can run in between.</summary>
    private IEnumerable<LoaderStep> Steps(string label, LoadRun run)
    {
        LoaderStep[] program = Programs[label];
        for (int at = 0, steps = 0; at < program.Length; at++, steps++)
        {
            if (steps > StepLimit)
            {
                throw new ProfileException($"profile {_profile.Name}: program {label} does not end");
            }

            LoaderStep step = program[at];
            yield return step;
            string? next = step.Action == "goto" ? step.Arguments[0] : null;
            int result = next is null ? Do(step, run) : 0;

            // Only init may return a positive value and go on (M40).
            if ((result < 0 || (result > 0 && step.Action != "do_init_module")) && step.OnError is not null)
            {
                run.Error = run.Error == 0 ? result : run.Error;
                next = step.OnError;
            }

            if (next is not null)
            {
                (program, at) = (Programs[next], -1);
            }
        }
    }

    private int Do(LoaderStep step, LoadRun run)
    {
        KernelModule module = run.Module;
        switch (step.Action)
        {
            case "layout":
                int unlinked = _memory.Layout(module, _log.Print);
                _memory.ReleaseInit(module.LoadId, InitRelease.DuringNextLoad);
                return unlinked;
            case "protect_text":
                _memory.ProtectText(module);
                return 0;
            case "set_state":
                SetState(module, ModuleStateNames.Parse(step.Arguments[0]));
                return 0;
            case "chain":
                return CallChain(step, module);
            case "parse_args":
                return _parameters.Parse(module, run.Arguments);
            case "do_init_module":
                Enter("do_init_module", module, $"[{module.State.Name()}]");
                return Init(module);
            // The module is GOING and still patched (M51, M52).
            case "exit":
                _memory.Call(module, module.Definition.Exit);
                return 0;
            case "free_init":
                _memory.FreeInit(module, _schedule.Of(module.LoadId));
                return 0;
            // The modelled part of M44: memory and symbols go, and with them the name.
            case "free_module":
                Enter("free_module", module, $"[{module.State.Name()}]");
                Free(module);
                return 0;
            case "deallocate":
                Free(module);
                return 0;
            default:
                return _actions[step.Action](module);
        }
    }

    /// <summary>A positive result is complained about and taken as success (M40).</summary>
    private int Init(KernelModule module)
    {
        int result = _memory.Call(module, module.Definition.Init);
        if (result > 0)
        {
            _log.Print($"do_init_module: '{module.Name}'->init suspiciously returned {result}, it should follow 0/-E convention");
            _log.Print("do_init_module: loading module anyway...");
        }

        return result;
    }

    /// <summary><c>chain STATE</c>, <c>chain UP robust DOWN</c>, each with <c>reverse</c> at the end for the traversals of the 2026 proposal.</summary>
    private int CallChain(LoaderStep step, KernelModule module)
    {
        ModuleState up = ModuleStateNames.Parse(step.Arguments[0]);
        bool reverse = step.Arguments[^1] == "reverse";
        if (step.Arguments.Length > 2 && step.Arguments[1] == "robust")
        {
            ModuleState down = ModuleStateNames.Parse(step.Arguments[2]);
            Enter("blocking_notifier_call_chain_robust", module, $"({up.Name()} up, {down.Name()} down)");
            return _chain.CallRobust(Action(up), Action(down), module, module.Name, reverse).ToErrno();
        }

        Enter(reverse ? "blocking_notifier_call_chain_reverse" : "blocking_notifier_call_chain", module, $"({up.Name()})");
        NotifyResult result = reverse ? _chain.CallReverse(Action(up), module, module.Name) : _chain.Call(Action(up), module, module.Name);
        return result.ToErrno();
    }

    private static ChainAction Action(ModuleState state) => new((int)state, state.Name());

    private void Taint(ModuleDefinition definition)
    {
        if (definition.OutOfTree)
        {
            _log.PrintOnce("taint O", $"{definition.Name}: loading out-of-tree module taints kernel.");
        }

        if (definition.Livepatch is not null && _profile.Livepatch.TaintByLoader)
        {
            _log.PrintOnce("taint K", $"{definition.Name}: tainting kernel with TAINT_LIVEPATCH");
        }

        if (_profile.Loader.Signatures)
        {
            _log.PrintOnce("taint E", $"{definition.Name}: module verification failed: signature and/or required key missing - tainting kernel");
        }
    }

    private void SetState(KernelModule module, ModuleState state)
    {
        module.State = state;
        _trace.Append(new ModuleStateChanged(_trace.NextTick, module.Name, module.LoadId, state));
    }

    private void Free(KernelModule module)
    {
        _modules.Remove(module);
        _memory.Free(module);
        _trace.Append(new ModuleFreed(_trace.NextTick, module.Name, module.LoadId));
    }

    private void Enter(string function, KernelModule module, string detail) =>
        _trace.Append(new KernelFunctionEntered(_trace.NextTick, function, module.Name, detail));

    private sealed record LoadRun(KernelModule Module, IReadOnlyList<KeyValuePair<string, string>> Arguments)
    {
        /// <summary>The first error that a step with an error path gave.</summary>
        public int Error { get; set; }
    }
}

/// <summary>What a dotted action of a program does for a module.</summary>
/// <returns>0 or a negative errno.</returns>
public delegate int LoaderAction(KernelModule module);
