using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>What livepatch does when the modules that it patches come and go.</summary>
/// <remarks>Source: <c>klp_module_coming()</c>, <c>klp_module_going()</c>, <c>klp_cleanup_module_patches_limited()</c>, and <c>klp_module_notify()</c> of 4.5;
/// facts L60 to L69 with L63, L74.</remarks>
internal sealed class KlpModules(
    LivepatchRules rules, KlpCore core, KlpPatcher patcher, KlpCallbacks callbacks, KlpObjectLookup lookup, TraceLog trace, KernelLog log)
{
    /// <summary>Applies every patch that names the module.</summary>
    /// <returns>0, or the error that refuses the load where the caller takes it.</returns>
    public int Coming(KernelModule module)
    {
        if (module.State != ModuleState.Coming)
        {
            log.Warn("kernel/livepatch/core.c", "klp_module_coming");
            return Errno.Einval;
        }

        if (module.Name == "vmlinux")
        {
            log.Print("livepatch: vmlinux.ko: invalid module name");
            return Errno.Einval;
        }

        module.KlpAlive = true;
        foreach (KlpPatch patch in core.Patches.ToArray())
        {
            if (ObjectFor(patch, module) is KlpObject target && Apply(patch, target, module) is int error and not 0)
            {
                Failed(patch, target, module);
                if (rules.ComingRefuses)
                {
                    return error;
                }
            }
        }

        return 0;
    }

    /// <summary>Reverts every patch that names the module, in the same forward order (L66).</summary>
    public void Going(KernelModule module)
    {
        if (module.State is not (ModuleState.Going or ModuleState.Coming))
        {
            log.Warn("kernel/livepatch/core.c", "klp_module_going");
            return;
        }

        module.KlpAlive = false;
        Revert(module, limit: null);
    }

    private int Apply(KlpPatch patch, KlpObject target, KernelModule module)
    {
        target.Module = module;
        int error = lookup.InitLoaded(patch, target);
        if (error < 0)
        {
            log.Print($"livepatch: failed to initialize patch '{patch.Name}' for module '{module.Name}' ({error})");
            return error;
        }

        if (rules.Reenable && !patch.Enabled)
        {
            return 0;
        }

        log.Print($"livepatch: applying patch '{patch.Name}' to loading module '{module.Name}'");
        error = callbacks.PrePatch(patch, target);
        if (error != 0)
        {
            log.Print($"livepatch: pre-patch callback failed for object '{target.Label}'");
            return error;
        }

        error = patcher.PatchObject(patch, target);
        if (error < 0)
        {
            log.Print($"livepatch: failed to apply patch '{patch.Name}' to module '{module.Name}' ({error})");
            callbacks.PostUnpatch(patch, target);
            return error;
        }

        trace.Append(new KlpObjectChanged(trace.NextTick, patch.Name, module.Name, module.LoadId, true));
        if (patch != core.Transition.Patch)
        {
            callbacks.PostPatch(patch, target);
        }

        return 0;
    }

    private void Failed(KlpPatch patch, KlpObject target, KernelModule module)
    {
        if (!rules.ComingRefuses)
        {
            log.Print($"livepatch: patch '{patch.Name}' is in an inconsistent state!");
            target.Module = null;
            return;
        }

        log.Print($"livepatch: patch '{patch.Name}' failed for module '{module.Name}', refusing to load module '{module.Name}'");
        module.KlpAlive = false;
        target.Module = null;
        if (rules.RevertsEarlier)
        {
            Revert(module, limit: patch);
        }
        else
        {
            KlpObjectLookup.Forget(target);
        }
    }

    private void Revert(KernelModule module, KlpPatch? limit)
    {
        foreach (KlpPatch patch in core.Patches.TakeWhile(p => p != limit).ToArray())
        {
            if (ObjectFor(patch, module) is not KlpObject target)
            {
                continue;
            }

            if (rules.Reenable && !patch.Enabled)
            {
                KlpObjectLookup.Forget(target);
                continue;
            }

            if (patch != core.Transition.Patch)
            {
                callbacks.PreUnpatch(patch, target);
            }

            // A lost module pointer prints as the kernel prints a bad string.
            log.Print($"livepatch: reverting patch '{patch.Name}' on unloading module '{target.Module?.Name ?? "(efault)"}'");
            patcher.UnpatchObject(patch, target);
            callbacks.PostUnpatch(patch, target);
            KlpObjectLookup.Forget(target);
            trace.Append(new KlpObjectChanged(trace.NextTick, patch.Name, module.Name, module.LoadId, false));
        }
    }

    private static KlpObject? ObjectFor(KlpPatch patch, KernelModule module) => patch.Objects.Find(o => o.Name == module.Name);
}
