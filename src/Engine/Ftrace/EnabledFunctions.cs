using System.Text;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Ftrace;

/// <summary>Renders <c>enabled_functions</c>.</summary>
/// <remarks>Source: <c>t_show()</c>, <c>add_trampoline_func()</c>, <c>arch_ftrace_trampoline_func()</c>. The function behind <c>-&gt;</c> is read out of the call's bytes.</remarks>
internal sealed class EnabledFunctions(FtraceState state, KernelSymbolTable symbols, FtraceEntries entries)
{
    /// <summary>A line for each record that is enabled, in the order of the records; a dead ftrace shows none.</summary>
    public IEnumerable<string> Lines() =>
        state.Dead ? [] : state.Records.Where(r => r.Has(FtraceRecordFlags.Enabled)).Select(Line);

    private string Line(DynFtrace record)
    {
        StringBuilder line = new();
        line.Append(Name(record.Ip));
        line.Append($" ({record.Count})");
        line.Append(record.Has(FtraceRecordFlags.Regs) ? " R" : "  ");
        line.Append(record.Has(FtraceRecordFlags.IpModify) ? " I" : "  ");
        line.Append(record.Has(FtraceRecordFlags.Direct) ? " D" : "  ");
        if (!record.Has(FtraceRecordFlags.TrampolineEnabled))
        {
            bool regs = record.Has(FtraceRecordFlags.Regs);
            return line.Append(Called(regs ? entries.CallSiteOfRegsCaller : entries.CallSiteOfCaller)).ToString();
        }

        List<FtraceOps> all = state.Ops.FindAll(o => o.Trampoline != GuestAddress.Null && o.Matches(record.Ip));
        foreach (FtraceOps ops in all)
        {
            line.Append($"\ttramp: {symbols.Format(ops.Trampoline)} ({symbols.Format(ops.Function)})");
            line.Append(Called(ops.Trampoline + ops.TrampolineCallOffset));
        }

        return all.Count > 0 ? line.ToString() : line.Append("\ttramp: ERROR!").ToString();
    }

    private string Called(GuestAddress callSite) =>
        entries.TargetOf(callSite) is GuestAddress target ? $" ->{symbols.Format(target)}" : "";

    private string Name(GuestAddress site) =>
        symbols.Containing(site) is KernelSymbol symbol
            ? symbol.Module is null ? symbol.Name : $"{symbol.Name} [{symbol.Module}]"
            : site.ToString();
}
