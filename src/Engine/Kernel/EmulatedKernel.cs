using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Patching;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>One booted kernel of a profile: all subsystems, wired as the profile says.</summary>
/// <remarks>The composition root of the engine. A kernel is used by one thread; the same calls give the same trace.</remarks>
public sealed class EmulatedKernel
{
    private const int StackSize = 8 * GuestMemory.PageSize;
    private const int StringsOffset = 0x1000;
    private const int StringsSize = 0x2000;
    private static readonly GuestAddress StackBottom = new(0xffffc90000000000);

    private readonly ModuleMemory _moduleMemory;
    private readonly KernelExports _exports;
    private readonly FtraceCode _ftraceCode;

    /// <summary>Boots a kernel.</summary>
    /// <param name="schedule">What is left to chance; null for the usual.</param>
    /// <exception cref="ProfileException">The profile names a step or an action that no subsystem knows.</exception>
    public EmulatedKernel(KernelProfile profile, BootSchedule? schedule = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        Log = new KernelLog(Trace);
        Machine = NewMachine();
        KernelText text = new(Machine);
        GuestHeap heap = new(Machine.Memory, KernelText.HeapArea, KernelText.HeapSize);
        Scheduler = new KernelScheduler(Machine);
        _exports = new KernelExports(Machine, Log, heap);
        _exports.BindTo(text);
        new TaskExports(Machine, Scheduler, new WorkQueue(Scheduler, Machine.Memory)).BindTo(text);
        GuestFiles = new GuestFiles(Machine, heap, _exports);
        GuestFiles.BindTo(text);
        ConsoleLevels = new ConsoleLevels(Machine.Memory, text);
        DynamicDebug = new DynamicDebug(Log);
        Patcher = NewPatcher(profile);
        Machine.Interpreter.BreakpointHandler = cpu => Patcher.HandleBreakpoint(cpu, Machine.Memory);

        FtraceState = new FtraceState(profile.Ftrace, Trace, Log) { Stub = text.Ftrace.Stub, TraceFunction = text.Ftrace.Stub, SavedTraceFunction = text.Ftrace.Stub };
        FtraceState.Pages.Add(new FtracePage(null, 0, [.. text.AddPatchableFunctions()]));
        FtraceEntries = new FtraceEntries(FtraceState, Machine, Patcher, text.Ftrace);
        _ftraceCode = new FtraceCode(FtraceState, Machine.Memory, Machine.Symbols, Patcher, FtraceEntries, new TextProtection(this));
        FtraceAccounting accounting = new(FtraceState, _ftraceCode);
        Ftrace = new FtraceRegistry(FtraceState, _ftraceCode, accounting, FtraceEntries, Machine.Symbols);
        Tracer = new FunctionTracer(FtraceState, Machine.Symbols, Buffer, text.Reserve("function_trace_call", 0xf0));
        Tracer.Attach(Ftrace);
        Kprobes = new KprobeRegistry(Ftrace, Machine, Buffer, Log, text.Reserve("kprobe_ftrace_handler", 0x180));

        ModuleChain = new NotifierChain("module_notify_list", ChainKind.Blocking, Trace, KernelActions.EraOf(profile.DoubleRegistration));
        _moduleMemory = new ModuleMemory(Machine);
        ModuleParameters parameters = new(Machine, Log, _moduleMemory);
        Dictionary<string, LoaderAction> actions = new(StringComparer.Ordinal);
        Loader = new ModuleLoader(profile, Trace, Log, ModuleChain, _moduleMemory, parameters, actions, schedule ?? BootSchedule.Usual);
        Parameters = parameters;

        List<KlpPatch> patches = [];
        KlpHandles handles = new(KernelText.HandleArea);
        KlpPatcher klpPatcher = new(Ftrace, Machine.Memory, profile.Livepatch, Scheduler, Trace, Log, text.Reserve("klp_ftrace_handler", 0xf0));
        KlpCallbacks callbacks = new(profile.Livepatch, _moduleMemory, handles);
        KlpObjectLookup lookup = new(profile.Livepatch, Machine.Symbols, Log);
        KlpTransition transition = new(Machine, Scheduler, klpPatcher, callbacks, patches, Log, DynamicDebug);
        Livepatch = new KlpCore(profile.Livepatch, Loader, klpPatcher, callbacks, lookup, transition, patches, Log);
        KlpModules klpModules = new(profile.Livepatch, Livepatch, klpPatcher, callbacks, lookup, Trace, Log);
        GuestStrings strings = new(Machine.Memory, KernelText.DataStart + StringsOffset, StringsSize);
        KlpStates states = new(Livepatch, heap, Machine.Memory, Log);
        new LivepatchExports(Machine, handles, strings, new KlpShadow(heap, Machine, Log), states).BindTo(text, ModuleOf, EnablePatch);
        new KprobeExports(Machine, Kprobes).BindTo(text);

        FtraceModules ftraceModules = new(FtraceState, _ftraceCode, accounting, Tracer);
        KernelActions.Add(actions, Trace, ftraceModules, klpModules, Kprobes);
        KernelActions.RegisterBuiltIn(profile, ModuleChain, actions);
        _ = Loader.Programs;
        Observers = new ModuleObservers(this);
    }

    /// <summary>The profile it was booted from.</summary>
    public KernelProfile Profile { get; }

    /// <summary>Everything that happened.</summary>
    public TraceLog Trace { get; } = new();

    /// <summary>The kernel log.</summary>
    public KernelLog Log { get; }

    /// <summary>Memory, CPU, symbols.</summary>
    public GuestMachine Machine { get; }

    /// <summary><c>module_notify_list</c>.</summary>
    public NotifierChain ModuleChain { get; }

    /// <summary>The module loader.</summary>
    public ModuleLoader Loader { get; }

    /// <summary>ftrace's registration interface.</summary>
    public FtraceRegistry Ftrace { get; }

    /// <summary>The function tracer.</summary>
    public FunctionTracer Tracer { get; }

    /// <summary>Kprobe events.</summary>
    public KprobeRegistry Kprobes { get; }

    /// <summary>The trace buffer.</summary>
    public TraceBuffer Buffer { get; } = new();

    /// <summary>Livepatch.</summary>
    public KlpCore Livepatch { get; }

    /// <summary>Tasks, and the time that passes for them.</summary>
    public KernelScheduler Scheduler { get; }

    /// <summary>The <c>pr_debug()</c> sites.</summary>
    public DynamicDebug DynamicDebug { get; }

    /// <summary>ftrace's records and switches.</summary>
    public FtraceState FtraceState { get; }

    /// <summary>Files that modules made.</summary>
    internal GuestFiles GuestFiles { get; }

    /// <summary><c>console_printk[]</c>.</summary>
    internal ConsoleLevels ConsoleLevels { get; }

    /// <summary>The code that call sites call.</summary>
    internal FtraceEntries FtraceEntries { get; }

    /// <summary>The code patcher.</summary>
    internal ICodePatcher Patcher { get; }

    /// <summary>Parameters of modules.</summary>
    internal ModuleParameters Parameters { get; }

    /// <summary>Modules that observe the loader.</summary>
    internal ModuleObservers Observers { get; }

    /// <summary>Lines of <c>enabled_functions</c>.</summary>
    public IEnumerable<string> EnabledFunctions() => new EnabledFunctions(FtraceState, Machine.Symbols, FtraceEntries).Lines();

    /// <summary>Lets time pass: tasks run, timers fire, and a livepatch transition under way tries again at the end (L53).</summary>
    public void PassTime(long milliseconds)
    {
        Scheduler.PassTime(milliseconds);
        Livepatch.Tick();
    }

    /// <summary>Reads a file of <c>/proc</c> that the kernel fills by calling a function of its own, patched or not.</summary>
    /// <returns>The text, or null when there is no such symbol.</returns>
    public string? ReadSequence(string symbol)
    {
        if (Machine.Symbols.Find(symbol, null) is not [KernelSymbol function, ..])
        {
            return null;
        }

        Machine.Interpreter.Call(Machine.Cpu, function.Address, [0, 0]);
        return _exports.TakeSequence();
    }

    /// <summary>The five bytes that a record says its site holds.</summary>
    internal System.Collections.Immutable.ImmutableArray<byte> BytesByRecord(DynFtrace record) => _ftraceCode.BytesByRecord(record);

    /// <summary>True when a probe could be put on a function of the kernel proper: its sites are ftrace's, so ftrace must be alive.</summary>
    internal bool CanProbe() => !FtraceState.Dead;

    private static GuestMachine NewMachine()
    {
        GuestMemory memory = new();
        memory.Map(StackBottom, StackSize, PagePermissions.Read | PagePermissions.Write);
        HostFunctionTable host = new();
        ModuleSpace space = new(memory, KernelText.ModuleStart, KernelText.ModuleSize);
        return new GuestMachine(memory, host, new X64Interpreter(memory, host), new VirtualCpu(0, StackBottom + StackSize), new KernelSymbolTable(), space);
    }

    private ICodePatcher NewPatcher(KernelProfile profile) => profile.Patching == PatchingMethod.TextPoke
        ? new TextPoke(Machine.Memory)
        : new BreakpointPatcher(Machine.Memory, KernelText.IsCore, a => FtraceState?.Find(a) is not null);

    private KernelModule? ModuleOf(GuestAddress handle) => Loader.Modules.FirstOrDefault(m => m.Place?.Core.Start == handle);

    /// <summary><c>klp_enable_patch()</c>; a parameter may decide about replacing.</summary>
    private int EnablePatch(KernelModule module)
    {
        KlpPatchDefinition? definition = module.Definition.Livepatch;
        bool replace = definition is not null
            && (definition.Replace || ModuleParameters.ParseBool(module.Parameter(definition.ReplaceParameter)) == true);
        return Livepatch.EnablePatch(module, replace);
    }

    /// <summary>Lifts write protection of all formed modules' text for patchers that write at the module's own address (X60, X61).</summary>
    private sealed class TextProtection(EmulatedKernel kernel) : ITextProtection
    {
        private readonly bool _needed = kernel.Profile.Patching == PatchingMethod.Breakpoints;

        public void MakeTextWritable() => Set(true);

        public void MakeTextReadOnly() => Set(false);

        private void Set(bool writable)
        {
            foreach (KernelModule module in _needed ? kernel.Loader.Modules : [])
            {
                if (module.State != ModuleState.Unformed)
                {
                    kernel._moduleMemory.SetWritable(module, writable);
                }
            }
        }
    }
}
