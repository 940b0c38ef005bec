using TriageBot.Engine.Machine;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Ftrace;

/// <summary>Counts which ops reference which record.</summary>
/// <remarks>Source: <c>__ftrace_hash_rec_update()</c>, <c>__ftrace_hash_update_ipmodify()</c>, <c>referenced_filters()</c>; facts F16, F30 to F32, F44, F45, F53,
/// F54. A count that would leave its bits kills ftrace (F18).</remarks>
internal sealed class FtraceAccounting(FtraceState state, FtraceCode code)
{
    /// <summary>Adds or takes one ops to or from the count of every record that it matches.</summary>
    /// <returns>True when some record's text must change.</returns>
    public bool Update(FtraceOps ops, bool add)
    {
        if (!ops.Has(FtraceOpsFlags.Enabled))
        {
            return false;
        }

        bool all = ops.Filter.IsEmpty;
        bool update = false;
        foreach (DynFtrace record in MatchingRecords(ops.Filter, all))
        {
            if (record.IsSkipped || ops.Notrace.Contains(record.Ip))
            {
                continue;
            }

            if (add)
            {
                Add(record, ops);
            }
            else if (record.Count == 0)
            {
                state.WarnAndKill("__ftrace_hash_rec_update");
                return false;
            }
            else
            {
                Take(record, ops);
            }

            update |= code.Check(record, enable: true, update: false, out _) != FtraceUpdate.Ignore;
        }

        return update;
    }

    /// <summary>Marks records as used or unused by an IPMODIFY ops.</summary>
    /// <param name="before">Sites so far; null for all functions.</param>
    /// <param name="after">Sites from now on; null for all functions.</param>
    /// <returns>0, <c>-EBUSY</c> when another such ops has a record, or <c>-EINVAL</c> for all functions (F30).</returns>
    public int UpdateIpModify(FtraceOps ops, FtraceHash? before, FtraceHash? after)
    {
        // Nothing is checked before an ops is registered (F31).
        if (!ops.Has(FtraceOpsFlags.Enabled) || !ops.Has(FtraceOpsFlags.IpModify))
        {
            return 0;
        }

        if (before is null || after is null)
        {
            return Modules.Errno.Einval;
        }

        List<(DynFtrace Record, bool Set)> done = [];
        foreach (DynFtrace record in Sorted(before.Sites.Concat(after.Sites)))
        {
            bool inBefore = before.Contains(record.Ip);
            bool inAfter = after.Contains(record.Ip);
            if (inBefore == inAfter || (state.Rules.IpmodifySkipsDisabled && record.Has(FtraceRecordFlags.Disabled)))
            {
                continue;
            }

            if (inAfter && record.Has(FtraceRecordFlags.IpModify))
            {
                foreach ((DynFtrace undone, bool set) in done)
                {
                    undone.Set(FtraceRecordFlags.IpModify, !set);
                }

                return Modules.Errno.Ebusy;
            }

            record.Set(FtraceRecordFlags.IpModify, inAfter);
            done.Add((record, inAfter));
        }

        return 0;
    }

    /// <summary>Counts the enabled ops that reference a record of a module that is being enabled, and takes over what they need.</summary>
    /// <remarks>A livepatch that came first is warned about and left out (F55), or with the accounting of 2016 counted without what it needs (F73 to F75);
    /// only a fresh registration on an enabled record repairs that (F76). What was registered before counts here (F77).</remarks>
    public void CountAtEnable(DynFtrace record)
    {
        int count = 0;
        bool assign = state.Rules.Accounting == EnableAccounting.Assign;
        foreach (FtraceOps ops in state.StartUp > 0 ? state.Ops : [])
        {
            if (!ops.Has(FtraceOpsFlags.Enabled) || !ops.Matches(record.Ip))
            {
                continue;
            }

            if (!assign && ops.Has(FtraceOpsFlags.IpModify))
            {
                state.WarnOnce("ftrace_module_enable", "referenced_filters IPMODIFY");
                continue;
            }

            count++;
            if (!assign)
            {
                record.Set(FtraceRecordFlags.Regs, record.Has(FtraceRecordFlags.Regs) || ops.Has(FtraceOpsFlags.SaveRegs));
                record.Set(FtraceRecordFlags.Trampoline, count == 1 && ops.Trampoline != GuestAddress.Null);
            }
        }

        if (assign)
        {
            record.Flags = FtraceRecordFlags.None;
            record.Count = count;
        }
        else
        {
            record.Set(FtraceRecordFlags.Disabled, false);
            record.Count += count;
        }
    }

    private static void Add(DynFtrace record, FtraceOps ops)
    {
        record.Count++;
        record.Set(FtraceRecordFlags.Trampoline, record.Count == 1 && ops.Trampoline != GuestAddress.Null);
        if (ops.Has(FtraceOpsFlags.SaveRegs))
        {
            record.Set(FtraceRecordFlags.Regs, true);
        }
    }

    private void Take(DynFtrace record, FtraceOps ops)
    {
        record.Count--;
        if (record.Count > 0 && record.Has(FtraceRecordFlags.Regs) && ops.Has(FtraceOpsFlags.SaveRegs))
        {
            bool stillWanted = state.Ops.Exists(o => o.Has(FtraceOpsFlags.SaveRegs) && o.Matches(record.Ip));
            record.Set(FtraceRecordFlags.Regs, stillWanted);
        }

        record.Set(FtraceRecordFlags.Trampoline, record.Count == 1 && code.AnyWithTrampoline(record.Ip, otherThan: ops) is not null);
    }

    private IEnumerable<DynFtrace> MatchingRecords(FtraceHash filter, bool all) => all ? state.Records : Sorted(filter.Sites);

    private IEnumerable<DynFtrace> Sorted(IEnumerable<GuestAddress> sites) =>
        sites.Distinct().Order().Select(s => state.Find(s)).OfType<DynFtrace>();
}
