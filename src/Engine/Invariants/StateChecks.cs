using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Tasks;

namespace TriageBot.Engine.Invariants;

/// <summary>The invariants that are read off the state of the kernel: I1, I2, I4, I8.</summary>
internal sealed class StateChecks(EmulatedKernel kernel, ReportBreak report)
{
    private readonly CallProbe _probe = new(kernel);

    public void Check()
    {
        CheckReplacements();
        CheckReferences();
        CheckSites();
        CheckFreed();
    }

    /// <summary>I2, second half: records must not go while a livepatch still uses them.</summary>
    public void CheckRelease(RecordsReleased released)
    {
        foreach (KlpPatch patch in kernel.Livepatch.Patches)
        {
            KlpFunc? used = patch.Objects.Where(o => o.Name == released.Module && o.Module?.LoadId == released.LoadId).SelectMany(o => o.Functions).FirstOrDefault(f => f.Patched);
            if (used is not null)
            {
                report("I2", $"the call sites of {released.Module} were released while {patch.Name} still patched {used.Definition.OldName}");
            }
        }
    }

    /// <summary>I1: the newest enabled patch decides; what runs is found by running it.</summary>
    private void CheckReplacements()
    {
        List<KlpPatch> enabled = [.. kernel.Livepatch.Patches.Where(p => p.Enabled && p != kernel.Livepatch.Transition.Patch)];

        // Who runs what while a transition is under way depends on the task.
        HashSet<(string Module, string Function)> seen =
            [.. kernel.Livepatch.Transition.Patch?.Objects.SelectMany(o => o.Functions, (o, f) => (o.Label, f.Definition.OldName)) ?? []];
        foreach (KlpPatch patch in Enumerable.Reverse(enabled))
        {
            foreach (KlpObject target in patch.Objects.Where(o => o.Name is not null))
            {
                if (kernel.Loader.Find(target.Name!) is not { State: ModuleState.Live } module)
                {
                    continue;
                }

                foreach (KlpFunc function in target.Functions.Where(f => !f.IsNop && seen.Add((target.Name!, f.Definition.OldName))))
                {
                    CheckReplacement(patch, module, function);
                }
            }
        }
    }

    private void CheckReplacement(KlpPatch patch, KernelModule module, KlpFunc function)
    {
        string name = function.Definition.OldName;
        if (ModuleMemory.AddressOf(module, name) is not GuestAddress original
            || ModuleMemory.AddressOf(patch.Module, function.Definition.NewFunction) is not GuestAddress replacement)
        {
            return;
        }

        GuestAddress? reached = _probe.Reached(original, Replacements(name));
        if (reached != replacement)
        {
            string instead = reached is GuestAddress other ? kernel.Machine.Symbols.Format(other) : "nothing that is known";
            report("I1", $"a call of {name} in {module.Name} runs {instead}, not the replacement of {patch.Name}");
        }
    }

    private HashSet<GuestAddress> Replacements(string original) =>
        [.. kernel.Livepatch.Patches
            .SelectMany(p => p.Objects.SelectMany(o => o.Functions), (p, f) => (p, f))
            .Where(x => x.f.Definition.OldName == original && !x.f.IsNop)
            .Select(x => ModuleMemory.AddressOf(x.p.Module, x.f.Definition.NewFunction))
            .OfType<GuestAddress>()];

    /// <summary>I2, first half: every site in the filter of a registered ops has a record.</summary>
    private void CheckReferences()
    {
        foreach (FtraceOps ops in kernel.FtraceState.Ops)
        {
            foreach (GuestAddress site in ops.Filter.Sites.Where(s => kernel.FtraceState.Find(s) is null))
            {
                report("I2", $"the registered ops of {ops.Name} still names the call site {kernel.Machine.Symbols.Format(site)}, whose record is gone");
                return;
            }
        }
    }

    /// <summary>I4: a site holds the bytes that its record says. A dead ftrace no longer tells.</summary>
    private void CheckSites()
    {
        Span<byte> actual = stackalloc byte[CallSite.Size];
        foreach (DynFtrace record in kernel.FtraceState.Dead ? [] : kernel.FtraceState.Records)
        {
            if (!kernel.Machine.Memory.IsMapped(record.Ip, CallSite.Size))
            {
                report("I8", $"the record of the call site {record.Ip} outlives its module's memory");
                return;
            }

            kernel.Machine.Memory.Read(record.Ip, actual);
            if (!actual.SequenceEqual(kernel.BytesByRecord(record).AsSpan()))
            {
                report("I4", $"the call site {kernel.Machine.Symbols.Format(record.Ip)} holds other bytes than its record says");
                return;
            }
        }
    }

    /// <summary>I8: nothing refers to a module whose memory was given back.</summary>
    private void CheckFreed()
    {
        foreach (KlpPatch patch in kernel.Livepatch.Patches)
        {
            foreach (KlpObject target in patch.Objects.Where(o => o.Module is not null && !kernel.Loader.Modules.Contains(o.Module)))
            {
                report("I8", $"{patch.Name} still points to {target.Name}, whose memory is gone");
            }
        }

        foreach (NotifierBlock block in kernel.ModuleChain.Blocks.Where(b => b.Owner is not null && kernel.Loader.Find(b.Owner) is null))
        {
            report("I8", $"the block {block.Callback} of {block.Owner} is still on the chain and its memory is gone");
        }

        foreach (KernelTask task in kernel.Scheduler.Tasks)
        {
            if (StackUnwinder.Entries(kernel.Machine, task)?.FirstOrDefault(IsFreedText) is GuestAddress gone && gone != GuestAddress.Null)
            {
                report("I8", $"{task.Name} goes on at {gone}, in memory that is gone");
            }
        }

        foreach (KprobeEvent probe in kernel.Kprobes.Events.Where(e => e.Armed && kernel.FtraceState.Find(e.Site) is null && !kernel.FtraceState.Dead))
        {
            report("I8", $"the probe {probe.Name} is armed on memory that is gone");
        }
    }

    private bool IsFreedText(GuestAddress address) => !StackUnwinder.IsEntry(address) && !kernel.Machine.Memory.IsMapped(address, 1);
}
