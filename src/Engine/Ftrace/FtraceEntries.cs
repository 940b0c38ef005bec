using System.Collections.Immutable;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Ftrace;

/// <summary>The code that call sites call: common callers, private trampolines, the list function.</summary>
/// <remarks>Source: <c>arch/x86/kernel/ftrace_64.S</c>, <c>create_trampoline()</c>, <c>arch_ftrace_ops_list_func()</c>; facts X07, X53, X70 to X76
/// with X71, F15.</remarks>
public sealed class FtraceEntries
{
    private const int OpsPointerStride = 0x100;
    private readonly FtraceState _state;
    private readonly GuestMachine _machine;
    private readonly ICodePatcher _patcher;
    private readonly Dictionary<ulong, FtraceOps> _byPointer = [];
    private readonly HashSet<GuestAddress> _bound = [];
    private readonly FtraceEntry _caller;
    private readonly FtraceEntry _regsCaller;

    /// <summary>Lays the common callers out in kernel text.</summary>
    /// <param name="symbols">Addresses of the kernel symbols that belong to it.</param>
    internal FtraceEntries(FtraceState state, GuestMachine machine, ICodePatcher patcher, FtraceSymbols symbols)
    {
        _state = state;
        _machine = machine;
        _patcher = patcher;
        Symbols = symbols;
        _caller = EntryTemplates.Caller(symbols.Caller, symbols.OpsCell, symbols.Stub, saveRegisters: false);
        _regsCaller = EntryTemplates.Caller(symbols.RegsCaller, symbols.OpsCell, symbols.Stub, saveRegisters: true);
        if (_caller.Code.Length > symbols.EntryRoom || _regsCaller.Code.Length > symbols.EntryRoom)
        {
            throw new System.Diagnostics.UnreachableException("the common callers do not fit the room that kernel text gives them");
        }

        machine.Memory.Poke(symbols.Caller, _caller.Code.AsSpan());
        machine.Memory.Poke(symbols.RegsCaller, _regsCaller.Code.AsSpan());
        machine.Host.Bind(symbols.ListFunction, "arch_ftrace_ops_list_func", RunList);
    }

    /// <summary>Addresses of the kernel symbols.</summary>
    internal FtraceSymbols Symbols { get; }

    /// <summary><c>ftrace_caller</c>.</summary>
    public GuestAddress Caller => Symbols.Caller;

    /// <summary><c>ftrace_regs_caller</c>.</summary>
    public GuestAddress RegsCaller => Symbols.RegsCaller;

    /// <summary><c>arch_ftrace_ops_list_func</c>.</summary>
    public GuestAddress ListFunction => Symbols.ListFunction;

    /// <summary><c>__fentry__</c>.</summary>
    public GuestAddress Fentry => Symbols.Fentry;

    /// <summary><c>ftrace_call</c>: the inner call of the common caller.</summary>
    public GuestAddress CallSiteOfCaller => Symbols.Caller + _caller.CallSiteOffset;

    /// <summary><c>ftrace_regs_call</c>.</summary>
    public GuestAddress CallSiteOfRegsCaller => Symbols.RegsCaller + _regsCaller.CallSiteOffset;

    /// <summary>Patches the inner calls of both common callers (X53).</summary>
    public void CallFromCallers(GuestAddress target)
    {
        Span<byte> now = stackalloc byte[CallSite.Size];
        foreach (GuestAddress site in (GuestAddress[])[CallSiteOfCaller, CallSiteOfRegsCaller])
        {
            _machine.Memory.Read(site, now);
            ImmutableArray<byte> wanted = CallEncoding.Call(site, target);
            if (!now.SequenceEqual(wanted.AsSpan()))
            {
                _patcher.Queue(site, now, wanted.AsSpan());
            }
        }

        _patcher.Finish();
    }

    /// <summary>Where the inner call at an address goes.</summary>
    public GuestAddress? TargetOf(GuestAddress callSite)
    {
        Span<byte> bytes = stackalloc byte[CallSite.Size];
        _machine.Memory.Read(callSite, bytes);
        return CallEncoding.Target(callSite, bytes);
    }

    /// <summary>Makes the ops known to the machine and gives it its trampoline (X74, X75).</summary>
    internal void Adopt(FtraceOps ops)
    {
        if (ops.Pointer == GuestAddress.Null)
        {
            ops.Pointer = Symbols.OpsArea + ((long)_byPointer.Count * OpsPointerStride);
            _byPointer.Add(ops.Pointer.Value, ops);
        }

        if (_bound.Add(ops.Function))
        {
            _machine.Host.Bind(ops.Function, ops.Name, RunOps);
        }

        if (_state.Rules.OpsTrampolines && ops.Trampoline == GuestAddress.Null)
        {
            MakeTrampoline(ops);
        }
    }

    /// <summary>Gives the trampoline of a dynamic ops back.</summary>
    internal void FreeTrampoline(FtraceOps ops)
    {
        if (ops.Trampoline != GuestAddress.Null)
        {
            _machine.Space.Free(ops.Trampoline);
            ops.Trampoline = GuestAddress.Null;
        }
    }

    private void MakeTrampoline(FtraceOps ops)
    {
        bool regs = ops.Has(FtraceOpsFlags.SaveRegs);
        GuestAddress start = _machine.Space.Allocate(GuestMemory.PageSize, PagePermissions.Read | PagePermissions.Write);
        FtraceEntry entry = EntryTemplates.Trampoline(start, ops.Pointer.Value, ops.Function, regs);
        _machine.Memory.Write(start, entry.Code.AsSpan());
        _machine.Memory.Protect(start, GuestMemory.PageSize, PagePermissions.Read | PagePermissions.Execute);
        ops.Trampoline = start;
        ops.TrampolineCallOffset = entry.CallSiteOffset;
    }

    /// <summary>An ops' own function, called by a trampoline: rdi site, rsi parent, rdx ops, rcx registers.</summary>
    private void RunOps(VirtualCpu cpu)
    {
        X64State state = cpu.State;
        if (_byPointer.TryGetValue(state[X64Register.Rdx], out FtraceOps? ops))
        {
            Invoke(ops, cpu);
        }
    }

    /// <summary>Calls each ops whose filter matches; one that wants registers is left out when there are none: the silent half of the 2016 report (F15).</summary>
    private void RunList(VirtualCpu cpu)
    {
        GuestAddress ip = new(cpu.State[X64Register.Rdi]);
        PtRegsFrame frame = new(_machine.Memory, new GuestAddress(cpu.State[X64Register.Rcx]));
        foreach (FtraceOps ops in _state.Ops.ToArray())
        {
            bool lacksRegs = ops.Has(FtraceOpsFlags.SaveRegs) && !frame.HoldsAllRegisters;
            if (!lacksRegs && ops.Has(FtraceOpsFlags.Enabled) && ops.Matches(ip))
            {
                Invoke(ops, cpu);
            }
        }
    }

    private void Invoke(FtraceOps ops, VirtualCpu cpu) => ops.Handler(
        new GuestAddress(cpu.State[X64Register.Rdi]),
        new GuestAddress(cpu.State[X64Register.Rsi]),
        ops,
        new PtRegsFrame(_machine.Memory, new GuestAddress(cpu.State[X64Register.Rcx])),
        cpu);
}

/// <summary>Addresses of ftrace's own kernel symbols.</summary>
/// <param name="OpsCell"><c>function_trace_op</c>: the ops pointer that the common callers load.</param>
/// <param name="OpsArea">Where ops structures are said to lie; nothing is stored there.</param>
/// <param name="EntryRoom">Bytes of text that each of the two common callers may take.</param>
internal sealed record FtraceSymbols(
    GuestAddress Caller, GuestAddress RegsCaller, GuestAddress Stub, GuestAddress Fentry, GuestAddress ListFunction, GuestAddress OpsCell, GuestAddress OpsArea, int EntryRoom);
