using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Patching;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Livepatch;

/// <summary>Puts functions on and off their originals through ftrace.</summary>
/// <remarks>Source: <c>klp_patch_func()</c>, <c>klp_unpatch_func()</c>, <c>klp_patch_object()</c>, <c>klp_ftrace_handler()</c> in
/// <c>kernel/livepatch/patch.c</c>; facts L10 to L12, L30 to L34 with L32. Not modelled: recursion, RCU.</remarks>
internal sealed class KlpPatcher(FtraceRegistry ftrace, GuestMemory memory, LivepatchRules rules, KernelScheduler scheduler, TraceLog trace, KernelLog log, GuestAddress handler)
{
    private const int FunctionSize = 0x80;
    private const string SourceFile = "kernel/livepatch/patch.c";
    private readonly List<KlpOps> _ops = [];
    private readonly Dictionary<FtraceOps, KlpOps> _byOps = [];

    /// <summary>All patched originals; newest first.</summary>
    public IReadOnlyList<KlpOps> Ops => _ops;

    /// <summary>Set while the kernel looks at text without running it for real: redirections then leave no event.</summary>
    public bool Silent { get; set; }

    /// <summary>Gives the functions of a new patch their addresses. A lost stack that still points to one of these, left by a patch module that lay at
    /// the same place, points to the new function from now on: the structure is known by its address only (L02).</summary>
    public void Adopt(KlpPatch patch)
    {
        GuestAddress next = patch.Module.Place?.Core.Start ?? GuestAddress.Null;
        foreach (KlpFunc function in patch.Objects.Where(o => !o.IsDynamic).SelectMany(o => o.Functions))
        {
            function.Address = next;
            next += FunctionSize;
            foreach (KlpOps lost in _ops)
            {
                int at = lost.Stack.FindIndex(f => f.Address == function.Address);
                if (at >= 0)
                {
                    lost.Stack[at] = function;
                }
            }
        }
    }

    /// <summary>Patches all functions of an object; on an error those done are taken off again (L34).</summary>
    /// <returns>0 or a negative errno.</returns>
    public int PatchObject(KlpPatch patch, KlpObject target)
    {
        foreach (KlpFunc function in target.Functions)
        {
            int error = PatchFunction(patch, target, function);
            if (error < 0)
            {
                UnpatchObject(patch, target);
                return error;
            }
        }

        target.Patched = true;
        return 0;
    }

    /// <summary>Takes all patched functions of an object off. Failures warn and leave the function on (L33).</summary>
    public void UnpatchObject(KlpPatch patch, KlpObject target, bool nopsOnly = false)
    {
        foreach (KlpFunc function in target.Functions.Where(f => f.Patched && (!nopsOnly || f.IsNop)))
        {
            UnpatchFunction(patch, target, function);
        }

        if (!nopsOnly || target.IsDynamic)
        {
            target.Patched = false;
        }
    }

    private int PatchFunction(KlpPatch patch, KlpObject target, KlpFunc function)
    {
        // The warnings of this function name klp_patch_object(), into which it is inlined.
        if (function.OldFunction == GuestAddress.Null || function.Patched)
        {
            log.Warn(SourceFile, "klp_patch_object");
            return Errno.Einval;
        }

        if (Find(function.OldFunction) is KlpOps existing)
        {
            Push(existing, function);
            return Done(patch, target, function);
        }

        string name = function.Definition.OldName;
        GuestAddress location = rules.LocationStep ? ftrace.Location(function.OldFunction) : function.OldFunction;
        if (location == GuestAddress.Null)
        {
            log.Print($"livepatch: failed to find location for function '{name}'");
            return Errno.Einval;
        }

        KlpOps ops = new(NewOps());
        _byOps.Add(ops.Ftrace, ops);
        _ops.Insert(0, ops);
        Push(ops, function);
        int error = ftrace.SetFilterIp(ops.Ftrace, location, remove: false);
        if (error < 0)
        {
            log.Print($"livepatch: failed to set ftrace filter for function '{name}' ({error})");
        }
        else if ((error = ftrace.Register(ops.Ftrace)) < 0)
        {
            log.Print($"livepatch: failed to register ftrace handler for function '{name}' ({error})");
            ftrace.SetFilterIp(ops.Ftrace, location, remove: true);
        }

        if (error < 0)
        {
            _ops.Remove(ops);
            function.On = null;
            return error;
        }

        return Done(patch, target, function);
    }

    private static void Push(KlpOps ops, KlpFunc function)
    {
        // list_add() of a node that a lost stack holds already leaves it there once.
        ops.Stack.Remove(function);
        ops.Stack.Insert(0, function);
        function.On = ops;
    }

    private int Done(KlpPatch patch, KlpObject target, KlpFunc function)
    {
        function.Patched = true;
        trace.Append(new KlpFunctionChanged(trace.NextTick, patch.Name, target.Label, function.Definition.OldName, true));
        return 0;
    }

    private void UnpatchFunction(KlpPatch patch, KlpObject target, KlpFunc function)
    {
        const string self = "klp_unpatch_func";
        KlpOps? ops = function.OldFunction == GuestAddress.Null ? null : Find(function.OldFunction);
        if (ops is null)
        {
            log.Warn(SourceFile, self);
            return;
        }

        if (ops.Stack.Count == 1)
        {
            GuestAddress location = rules.LocationStep ? ftrace.Location(function.OldFunction) : function.OldFunction;
            if (location == GuestAddress.Null)
            {
                log.Warn(SourceFile, self);
                return;
            }

            WarnIf(ftrace.Unregister(ops.Ftrace) < 0, self);
            WarnIf(ftrace.SetFilterIp(ops.Ftrace, location, remove: true) < 0, self);
            _ops.Remove(ops);
        }

        // list_del() takes the function off the stack that it is on, which need not be that of the ops that was found.
        function.On?.Stack.Remove(function);
        function.On = null;
        function.Patched = false;
        trace.Append(new KlpFunctionChanged(trace.NextTick, patch.Name, target.Label, function.Definition.OldName, false));
    }

    private void WarnIf(bool failed, string function)
    {
        if (failed)
        {
            log.Warn(SourceFile, function);
        }
    }

    /// <summary><c>klp_find_ops()</c>: compares the first function of each stack (L02).</summary>
    /// <exception cref="GuestFaultException">A lost stack points into the memory of a patch module that is gone.</exception>
    private KlpOps? Find(GuestAddress original)
    {
        foreach (KlpOps ops in _ops.Where(o => o.Stack.Count > 0))
        {
            KlpFunc first = ops.Stack[0];
            if (first.Address != GuestAddress.Null && !memory.IsMapped(first.Address, sizeof(ulong)))
            {
                throw new GuestFaultException(GuestFaultKind.NotMapped, first.Address, "klp_find_ops() reads a function of a livepatch whose memory is gone");
            }

            if (first.OldFunction == original)
            {
                return ops;
            }
        }

        return null;
    }

    private FtraceOps NewOps()
    {
        FtraceOpsFlags flags = FtraceOpsFlags.Dynamic | FtraceOpsFlags.IpModify
            | (rules.SaveRegs ? FtraceOpsFlags.SaveRegs : 0)
            | (rules.Permanent ? FtraceOpsFlags.Permanent : 0);
        return new FtraceOps("klp_ftrace_handler", handler, Redirect, flags);
    }

    /// <summary><c>klp_ftrace_handler()</c>: sends the call to the active function by changing the saved RIP (X73).</summary>
    private void Redirect(GuestAddress ip, GuestAddress parent, FtraceOps ops, PtRegsFrame regs, VirtualCpu cpu)
    {
        KlpOps? owner = _byOps.GetValueOrDefault(ops);
        if (owner is null || owner.Stack.Count == 0)
        {
            log.WarnOnce(SourceFile, "klp_ftrace_handler");
            return;
        }

        KlpFunc? function = owner.Stack[0];
        if (function.InTransition)
        {
            KlpTaskState state = scheduler.Current.PatchState;
            if (state == KlpTaskState.Undefined)
            {
                log.WarnOnce(SourceFile, "klp_ftrace_handler", "patch_state");
            }
            else if (state == KlpTaskState.Unpatched)
            {
                function = owner.Stack.Count > 1 ? owner.Stack[1] : null;
            }
        }

        if (function is not null && !function.IsNop)
        {
            regs.Rip = function.NewFunction;
            if (!Silent)
            {
                trace.Append(new KlpRedirected(trace.NextTick, ip, function.NewFunction));
            }
        }
    }
}
