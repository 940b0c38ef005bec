using System.Collections.Immutable;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;

namespace TriageBot.Engine.Ftrace;

/// <summary>What a record needs.</summary>
internal enum FtraceUpdate
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>A nop becomes a call.</summary>
    MakeCall,

    /// <summary>A call gets another target.</summary>
    ModifyCall,

    /// <summary>A call becomes a nop.</summary>
    MakeNop,
}

/// <summary>Which kind of change failed; the line of a report (F62).</summary>
internal enum FtraceBugType
{
    Unknown,
    Init,
    Nop,
    Call,
    Update,
}

/// <summary>Turns the flags of records into bytes of text.</summary>
/// <remarks>Source: <c>ftrace_check_record()</c>, <c>ftrace_get_addr_new()</c>, <c>ftrace_get_addr_curr()</c>, <c>ftrace_modify_all_code()</c>
/// in <c>kernel/trace/ftrace.c</c>; <c>ftrace_replace_code()</c> in <c>arch/x86/kernel/ftrace.c</c>; facts F40 to F45, X50 to X53.</remarks>
internal sealed class FtraceCode(FtraceState state, GuestMemory memory, KernelSymbolTable symbols, ICodePatcher patcher, FtraceEntries entries, ITextProtection protection)
{
    /// <summary>Tests what a record needs (F41, F42), and with <paramref name="update"/> takes it as done.</summary>
    public FtraceUpdate Check(DynFtrace record, bool enable, bool update, out FtraceBugType bugType)
    {
        bugType = FtraceBugType.Unknown;
        if (record.IsSkipped)
        {
            return FtraceUpdate.Ignore;
        }

        bool wanted = enable && record.Count > 0;
        bool regsDiffer = wanted && record.Has(FtraceRecordFlags.Regs) != record.Has(FtraceRecordFlags.RegsEnabled);
        bool trampolineDiffers = wanted && record.Has(FtraceRecordFlags.Trampoline) != record.Has(FtraceRecordFlags.TrampolineEnabled);
        bool enabled = record.Has(FtraceRecordFlags.Enabled);
        if (enabled == wanted && !regsDiffer && !trampolineDiffers)
        {
            return FtraceUpdate.Ignore;
        }

        if (wanted)
        {
            if (update)
            {
                record.Set(FtraceRecordFlags.Enabled, true);
                record.Set(FtraceRecordFlags.RegsEnabled, record.Has(FtraceRecordFlags.Regs));
                record.Set(FtraceRecordFlags.TrampolineEnabled, record.Has(FtraceRecordFlags.Trampoline));
                Report(record, enabled ? "call changed" : "call made");
            }

            bugType = enabled ? FtraceBugType.Update : FtraceBugType.Call;
            return enabled ? FtraceUpdate.ModifyCall : FtraceUpdate.MakeCall;
        }

        if (update)
        {
            record.Flags = record.Count == 0
                ? record.Flags & FtraceRecordFlags.Disabled
                : record.Flags & ~(FtraceRecordFlags.Enabled | FtraceRecordFlags.TrampolineEnabled | FtraceRecordFlags.RegsEnabled | FtraceRecordFlags.DirectEnabled);
            Report(record, "call off");
        }

        bugType = FtraceBugType.Nop;
        return FtraceUpdate.MakeNop;
    }

    /// <summary><c>ftrace_run_update_code()</c>: brings text in line with the records and the common callers in line with the ops.</summary>
    public void Run(bool calls, bool traceFunction, bool enable = true)
    {
        foreach (FtraceStep _ in Steps(calls, traceFunction, enable))
        {
            // Each move of the enumerator has done its step.
        }
    }

    /// <summary>The same one step at a time, so that other CPUs can run in between.</summary>
    public IEnumerable<FtraceStep> Steps(bool calls, bool traceFunction, bool enable = true)
    {
        yield return new FtraceStep("ops are counted", ChangesPermissionsNext: true);
        protection.MakeTextWritable();
        yield return new FtraceStep("text is made writable");
        if (traceFunction)
        {
            entries.CallFromCallers(entries.ListFunction);
        }

        foreach (PatchStep step in calls ? ReplaceAll(enable) : [])
        {
            yield return new FtraceStep(step.Site == GuestAddress.Null ? "all CPUs are serialised" : $"{step.Phase} at {symbols.Format(step.Site)}");
        }

        if (traceFunction && state.TraceFunction != entries.ListFunction)
        {
            entries.CallFromCallers(state.TraceFunction);
        }

        yield return new FtraceStep("sites are done", ChangesPermissionsNext: true);
        protection.MakeTextReadOnly();
    }

    /// <summary>Patches one record of a module that is being enabled; the bytes change when <see cref="FinishModule"/> is called (X22).</summary>
    /// <returns>False when the site did not hold what was expected; it was reported.</returns>
    public bool EnableOne(DynFtrace record)
    {
        FtraceUpdate what = Check(record, enable: true, update: false, out FtraceBugType bugType);
        if (what == FtraceUpdate.Ignore)
        {
            return true;
        }

        ImmutableArray<byte> expected = OldBytes(record, what);
        ImmutableArray<byte> bytes = CallEncoding.Call(record.Ip, NewTarget(record));
        Check(record, enable: true, update: true, out _);
        PatchResult queued = patcher.Queue(record.Ip, expected.AsSpan(), bytes.AsSpan());
        if (!queued.Ok)
        {
            Bug(queued, bugType, record, "ftrace_make_call");
        }

        return queued.Ok;
    }

    /// <summary><c>ftrace_arch_code_modify_prepare()</c>.</summary>
    public void PrepareModule() => protection.MakeTextWritable();

    /// <summary><c>ftrace_arch_code_modify_post_process()</c>: flushes what was queued.</summary>
    public void FinishModule()
    {
        PatchResult result = patcher.Finish();
        if (!result.Ok)
        {
            Bug(result, FtraceBugType.Call, state.Find(result.Site));
        }

        protection.MakeTextReadOnly();
    }

    /// <summary><c>ftrace_make_nop()</c> at initialisation: expects the compiler's call of <c>__fentry__</c> (X21).</summary>
    public bool InitialNop(DynFtrace record)
    {
        ImmutableArray<byte> expected = CallEncoding.Call(record.Ip, entries.Fentry);
        Span<byte> actual = stackalloc byte[CallSite.Size];
        memory.Read(record.Ip, actual);
        if (!actual.SequenceEqual(expected.AsSpan()))
        {
            PatchResult differs = new(PatchError.Differs, record.Ip, expected, [.. actual]);
            Bug(differs, FtraceBugType.Init, record, "ftrace_make_nop");
            return false;
        }

        patcher.WriteEarly(record.Ip, X86Nops.Nop5.AsSpan());
        return true;
    }

    /// <summary>First ops in the list, other than one, that matches the site and has a trampoline.</summary>
    public FtraceOps? AnyWithTrampoline(GuestAddress site, FtraceOps? otherThan = null) =>
        state.Ops.Find(o => o != otherThan && o.Trampoline != GuestAddress.Null && o.Matches(site));

    /// <summary>The bytes that the site must hold now by its record; null when the site was never converted.</summary>
    public ImmutableArray<byte> BytesByRecord(DynFtrace record) =>
        record.Has(FtraceRecordFlags.Enabled) && CurrentTarget(record, quiet: true) is GuestAddress target
            ? CallEncoding.Call(record.Ip, target)
            : X86Nops.Nop5;

    /// <summary>Verifies every site before it touches one (X50), and takes flags as done only when the bytes are queued (X52). Records come in the order
    /// of their groups (X54).</summary>
    private IEnumerable<PatchStep> ReplaceAll(bool enable)
    {
        List<DynFtrace> records = [.. state.Records];
        foreach (DynFtrace record in records)
        {
            FtraceUpdate what = Check(record, enable, update: false, out FtraceBugType bugType);
            if (what == FtraceUpdate.Ignore)
            {
                continue;
            }

            ImmutableArray<byte> expected = OldBytes(record, what);
            PatchResult verified = Verify(record.Ip, expected);
            if (!verified.Ok)
            {
                Bug(verified, bugType, record);
                yield break;
            }
        }

        foreach (DynFtrace record in records)
        {
            FtraceUpdate what = Check(record, enable, update: false, out _);
            if (what == FtraceUpdate.Ignore)
            {
                continue;
            }

            ImmutableArray<byte> expected = OldBytes(record, what);
            ImmutableArray<byte> bytes = what == FtraceUpdate.MakeNop ? X86Nops.Nop5 : CallEncoding.Call(record.Ip, NewTarget(record));
            patcher.Queue(record.Ip, expected.AsSpan(), bytes.AsSpan());
            Check(record, enable, update: true, out _);
        }

        foreach (PatchStep step in patcher.Steps())
        {
            yield return step;
        }

        PatchResult result = patcher.Outcome;
        if (!result.Ok)
        {
            Bug(result, FtraceBugType.Call, state.Find(result.Site));
        }
    }

    private void Bug(PatchResult failed, FtraceBugType type, DynFtrace? record, string verifiedIn = "ftrace_replace_code") =>
        FtraceBugReport.Print(
            state, symbols, failed, type, record, new FtraceBugContext(verifiedIn, r => CurrentTarget(r, quiet: false) ?? entries.Caller));

    private PatchResult Verify(GuestAddress site, ImmutableArray<byte> expected)
    {
        if (!memory.IsMapped(site, CallSite.Size))
        {
            return new PatchResult(PatchError.Faulted, site, expected, []);
        }

        Span<byte> actual = stackalloc byte[CallSite.Size];
        memory.Read(site, actual);
        return actual.SequenceEqual(expected.AsSpan()) ? PatchResult.Done : new PatchResult(PatchError.Differs, site, expected, [.. actual]);
    }

    private ImmutableArray<byte> OldBytes(DynFtrace record, FtraceUpdate what) =>
        what == FtraceUpdate.MakeCall ? X86Nops.Nop5 : CallEncoding.Call(record.Ip, CurrentTarget(record, quiet: false) ?? entries.Caller);

    private GuestAddress NewTarget(DynFtrace record)
    {
        if (!record.Has(FtraceRecordFlags.Trampoline))
        {
            return record.Has(FtraceRecordFlags.Regs) ? entries.RegsCaller : entries.Caller;
        }

        // The first ops that matches, whether it was the one that was counted or not: that is how the bug variant runs the right code by luck.
        FtraceOps? ops = state.Ops.Find(o => o.Matches(record.Ip));
        if (ops is null || ops.Trampoline == GuestAddress.Null)
        {
            state.WarnAndKill("ftrace_get_addr_new");
            state.Log.Print($"Bad trampoline accounting at: {record.Ip} ({symbols.Format(record.Ip)}) ({record.Raw:x})");
            return entries.Caller;
        }

        return ops.Trampoline;
    }

    private GuestAddress? CurrentTarget(DynFtrace record, bool quiet)
    {
        if (!record.Has(FtraceRecordFlags.TrampolineEnabled))
        {
            return record.Has(FtraceRecordFlags.RegsEnabled) ? entries.RegsCaller : entries.Caller;
        }

        FtraceOps? ops = CurrentTrampolineOps(record.Ip);
        if (ops is null && !quiet)
        {
            state.WarnAndKill("ftrace_get_addr_curr");
            state.Log.Print($"Bad trampoline accounting at: {record.Ip} ({symbols.Format(record.Ip)})");
            return entries.Caller;
        }

        return ops?.Trampoline;
    }

    /// <summary><c>ftrace_find_tramp_ops_curr()</c>: whose trampoline the site calls now, while an ops is being added, changed or removed.</summary>
    private FtraceOps? CurrentTrampolineOps(GuestAddress site)
    {
        if (state.Removed is FtraceOps removed && removed.MatchedBefore(site))
        {
            return removed;
        }

        foreach (FtraceOps ops in state.Ops)
        {
            if (ops.Trampoline == GuestAddress.Null || ops.Has(FtraceOpsFlags.Adding))
            {
                continue;
            }

            if (ops.MatchedBefore(site))
            {
                return ops;
            }
        }

        return null;
    }

    private void Report(DynFtrace record, string why) =>
        state.Trace.Append(new RecordChanged(state.Trace.NextTick, record.Ip, symbols.Format(record.Ip), record.Raw, why));
}

/// <summary>A step of <c>ftrace_run_update_code()</c> that was done.</summary>
/// <param name="Done">For people.</param>
/// <param name="ChangesPermissionsNext">The next step takes <c>module_mutex</c> (X60).</param>
internal readonly record struct FtraceStep(string Done, bool ChangesPermissionsNext = false);

/// <summary>Lifts and restores write protection of text, for kernels whose patcher needs it (X60 to X63).</summary>
public interface ITextProtection
{
    /// <summary><c>set_kernel_text_rw()</c>, <c>set_all_modules_text_rw()</c>.</summary>
    void MakeTextWritable();

    /// <summary><c>set_all_modules_text_ro()</c>, <c>set_kernel_text_ro()</c>.</summary>
    void MakeTextReadOnly();
}
