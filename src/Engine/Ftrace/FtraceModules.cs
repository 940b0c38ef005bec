using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Ftrace;

/// <summary>What ftrace does when modules come and go.</summary>
/// <remarks>Source: <c>ftrace_module_init()</c>, <c>ftrace_module_enable()</c>, <c>ftrace_release_mod()</c>, <c>ftrace_free_mem()</c>; facts F50 to F57.</remarks>
internal sealed class FtraceModules(FtraceState state, FtraceCode code, FtraceAccounting accounting, FunctionTracer tracer)
{
    /// <summary><c>ftrace_module_init()</c>: makes records and turns the compiler's calls into nops. Errors do not stop the load.</summary>
    public void Init(KernelModule module)
    {
        List<GuestAddress> sites = CallSites(module);
        if (state.Dead || sites.Count == 0)
        {
            return;
        }

        FtraceRecordFlags initial = state.Rules.RecordsStartDisabled ? FtraceRecordFlags.Disabled : FtraceRecordFlags.None;
        AddPage(module, sites.Where(module.Place!.InCore), initial);
        AddPage(module, sites.Where(module.Place!.InInit), initial);
        List<DynFtrace> records = RecordsOf(module);
        foreach (DynFtrace record in records)
        {
            if (state.Dead || !code.InitialNop(record))
            {
                return;
            }
        }

        if (state.Rules.ModuleInitAppliesTracers)
        {
            EnableRecords(records);
        }
    }

    /// <summary><c>ftrace_module_enable()</c>: takes DISABLED off and applies the ops that are registered (F52).</summary>
    public void Enable(KernelModule module)
    {
        if (!state.Dead)
        {
            EnableRecords(RecordsOf(module));
        }

        tracer.ModuleEnabled(module);
    }

    /// <summary><c>ftrace_release_mod()</c>: drops the records. A dead ftrace leaks them on purpose; twice is harmless (F56).</summary>
    public void Release(KernelModule module)
    {
        if (state.Dead)
        {
            return;
        }

        foreach (FtracePage page in state.Pages.Where(p => p.LoadId == module.LoadId).ToArray())
        {
            state.Pages.Remove(page);
            tracer.Forget(page.Records.Select(r => r.Ip));
        }

        state.Trace.Append(new RecordsReleased(state.Trace.NextTick, module.Name, module.LoadId));
    }

    /// <summary><c>ftrace_free_mem()</c>: drops the records of init text (F43).</summary>
    public void FreeInit(KernelModule module)
    {
        if (module.Place is not ModulePlace layout)
        {
            return;
        }

        foreach (FtracePage page in state.Pages.Where(p => p.LoadId == module.LoadId).ToArray())
        {
            tracer.Forget(page.Records.Where(r => layout.InInit(r.Ip)).Select(r => r.Ip));
            page.Records.RemoveAll(r => layout.InInit(r.Ip));
            if (page.Records.Count == 0)
            {
                state.Pages.Remove(page);
            }
        }
    }

    private List<DynFtrace> RecordsOf(KernelModule module) =>
        [.. state.Pages.Where(p => p.LoadId == module.LoadId).SelectMany(p => p.Records)];

    private List<GuestAddress> CallSites(KernelModule module) =>
        module.Place is not ModulePlace layout
            ? []
            : [.. layout.Link.McountSites.Where(s => state.Rules.InitFunctionsTraced || layout.InCore(s))];

    private void AddPage(KernelModule module, IEnumerable<GuestAddress> sites, FtraceRecordFlags flags)
    {
        List<DynFtrace> records = [.. sites.Order().Select(s => new DynFtrace(s, flags))];
        if (records.Count > 0)
        {
            state.Pages.Add(new FtracePage(module.Name, module.LoadId, records));
        }
    }

    private void EnableRecords(List<DynFtrace> records)
    {
        bool patching = state.StartUp > 0;
        if (patching)
        {
            code.PrepareModule();
        }

        foreach (DynFtrace record in records)
        {
            accounting.CountAtEnable(record);
            if (patching && record.Count > 0 && !code.EnableOne(record))
            {
                break;
            }
        }

        if (patching)
        {
            code.FinishModule();
        }
    }
}
