using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>Enables and disables patches.</summary>
/// <remarks>Source: <c>kernel/livepatch/core.c</c>, <c>klp_enable_patch()</c>, <c>__klp_enable_patch()</c>, <c>__klp_disable_patch()</c>, <c>enabled_store()</c>;
/// facts L40 to L46 with L41, L42, L43, L56 to L59, L68, L73, L80, L81. Not modelled: kobjects beyond their names; patches are freed at once, not by a work item.</remarks>
public sealed class KlpCore
{
    private readonly LivepatchRules _rules;
    private readonly ModuleLoader _loader;
    private readonly KlpPatcher _patcher;
    private readonly KlpCallbacks _callbacks;
    private readonly KlpObjectLookup _lookup;
    private readonly KernelLog _log;
    private readonly List<KlpPatch> _patches;

    internal KlpCore(
        LivepatchRules rules, ModuleLoader loader, KlpPatcher patcher, KlpCallbacks callbacks, KlpObjectLookup lookup, KlpTransition transition, List<KlpPatch> patches, KernelLog log)
    {
        _rules = rules;
        _loader = loader;
        _patcher = patcher;
        _callbacks = callbacks;
        _lookup = lookup;
        Transition = transition;
        _patches = patches;
        _log = log;
    }

    /// <summary>Patches that are enabled or in transition, and in the older model registered ones; in the order of enabling (L04).</summary>
    public IReadOnlyList<KlpPatch> Patches => _patches;

    /// <summary>The transition machinery.</summary>
    internal KlpTransition Transition { get; }

    /// <summary>Redirections leave no event while set.</summary>
    internal bool Silent
    {
        get => _patcher.Silent;
        set => _patcher.Silent = value;
    }

    /// <summary>The originals that are patched.</summary>
    internal IReadOnlyList<KlpOps> Ops => _patcher.Ops;

    /// <summary><c>klp_enable_patch()</c>, called from a patch module's init.</summary>
    /// <returns>0 or a negative errno, which the module's init returns.</returns>
    public int EnablePatch(KernelModule module, bool replace)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.Definition.Livepatch is not KlpPatchDefinition definition)
        {
            _log.Print($"livepatch: module {module.Name} is not marked as a livepatch module");
            return Errno.Einval;
        }

        KlpPatch patch = new(module, definition) { Replace = replace && _rules.Replace };
        _patcher.Adopt(patch);
        if (_patches.Exists(p => !IsCompatible(patch, p)))
        {
            _log.Print($"livepatch: Livepatch patch ({patch.Name}) is not compatible with the already installed livepatches.");
            return Errno.Einval;
        }

        if (module.State == ModuleState.Going)
        {
            // try_module_get() gives no reference on a module that goes.
            return Errno.Enodev;
        }

        HoldModule(patch);
        int error = InitPatch(patch);
        if (error == 0)
        {
            _patches.Add(patch);
            patch.InSysfs = true;
            error = _rules.Model == LivepatchModel.Transition ? EnableWithTransition(patch) : EnableAtOnce(patch);
        }

        if (error < 0)
        {
            Free(patch);
        }

        return error;
    }

    /// <summary>Write to <c>enabled</c> in sysfs.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int SetEnabled(KlpPatch patch, bool on)
    {
        ArgumentNullException.ThrowIfNull(patch);
        if (patch.Enabled == on)
        {
            return Errno.Einval;
        }

        if (_rules.Model == LivepatchModel.Immediate)
        {
            return on ? EnableAtOnce(patch) : DisableAtOnce(patch);
        }

        if (Transition.Patch == patch)
        {
            Transition.Reverse();
            return 0;
        }

        return on ? Errno.Einval : DisableWithTransition(patch);
    }

    /// <summary>Time passed: a transition under way tries again, as its delayed work does (L53).</summary>
    public void Tick() => Finish(Transition.TryComplete());

    /// <summary>Write to <c>force</c>; 0 does nothing (L58).</summary>
    /// <returns>0, or <c>-EINVAL</c> when that patch is not in transition.</returns>
    public int Force(KlpPatch patch, bool on)
    {
        if (!on)
        {
            return 0;
        }

        if (Transition.Patch != patch)
        {
            return Errno.Einval;
        }

        Transition.Force();
        return 0;
    }

    private int InitPatch(KlpPatch patch)
    {
        if (patch.Replace)
        {
            AddNops(patch);
        }

        foreach (KlpObject target in patch.Objects)
        {
            if (target.Name is not null)
            {
                // klp_find_object_module(): modules whose COMING livepatch has not seen yet are left to that event (L67).
                target.Module = _loader.Find(target.Name) is { KlpAlive: true } loaded ? loaded : null;
            }

            if (target.IsLoaded && _lookup.InitLoaded(patch, target) is int error and < 0)
            {
                return error;
            }
        }

        return 0;
    }

    private int EnableWithTransition(KlpPatch patch)
    {
        if (Transition.Patch is not null)
        {
            return Errno.Ebusy;
        }

        _log.Print($"livepatch: enabling patch '{patch.Name}'");
        Transition.Init(patch, KlpTaskState.Patched);
        foreach (KlpObject target in patch.Objects.Where(o => o.IsLoaded))
        {
            int error = _callbacks.PrePatch(patch, target);
            if (error != 0)
            {
                _log.Print($"livepatch: pre-patch callback failed for object '{target.Label}'");
            }
            else if ((error = _patcher.PatchObject(patch, target)) != 0)
            {
                _log.Print($"livepatch: failed to patch object '{target.Label}'");
            }

            if (error != 0)
            {
                _log.Print($"livepatch: failed to enable patch '{patch.Name}'");
                Transition.Cancel();
                return error;
            }
        }

        Transition.Start();
        patch.Enabled = true;
        Finish(Transition.TryComplete());
        return 0;
    }

    private int DisableWithTransition(KlpPatch patch)
    {
        if (Transition.Patch is not null)
        {
            return Errno.Ebusy;
        }

        Transition.Init(patch, KlpTaskState.Unpatched);
        foreach (KlpObject target in patch.Objects.Where(o => o.Patched))
        {
            _callbacks.PreUnpatch(patch, target);
        }

        Transition.Start();
        patch.Enabled = false;
        Finish(Transition.TryComplete());
        return 0;
    }

    private int EnableAtOnce(KlpPatch patch)
    {
        int index = _patches.IndexOf(patch);
        if (index > 0 && !_patches[index - 1].Enabled)
        {
            return Errno.Ebusy;
        }

        if (!_rules.TaintByLoader)
        {
            _log.PrintOnce("taint K", "livepatch: tainting kernel with TAINT_LIVEPATCH");
        }

        _log.Print($"livepatch: enabling patch '{patch.Name}'");
        foreach (KlpObject target in patch.Objects.Where(o => o.IsLoaded))
        {
            int error = _patcher.PatchObject(patch, target);
            if (error < 0)
            {
                UnpatchAtOnce(patch);
                return error;
            }
        }

        patch.Enabled = true;
        return 0;
    }

    private int DisableAtOnce(KlpPatch patch)
    {
        int index = _patches.IndexOf(patch);
        if (index >= 0 && index + 1 < _patches.Count && _patches[index + 1].Enabled)
        {
            return Errno.Ebusy;
        }

        _log.Print($"livepatch: disabling patch '{patch.Name}'");
        UnpatchAtOnce(patch);
        patch.Enabled = false;
        return 0;
    }

    private void UnpatchAtOnce(KlpPatch patch)
    {
        foreach (KlpObject target in patch.Objects.Where(o => o.Patched))
        {
            _patcher.UnpatchObject(patch, target);
        }
    }

    private void Finish(KlpPatch? patch)
    {
        if (patch is null)
        {
            return;
        }

        if (!patch.Enabled)
        {
            Free(patch);
        }
        else if (patch.Replace)
        {
            foreach (KlpPatch replaced in _patches.TakeWhile(p => p != patch).ToArray())
            {
                Free(replaced);
            }
        }
    }

    private static void HoldModule(KlpPatch patch)
    {
        patch.HoldsModule = true;
        patch.Module.References++;
    }

    private void Free(KlpPatch patch)
    {
        _patches.Remove(patch);
        patch.InSysfs = false;
        if (patch.HoldsModule && !patch.Forced)
        {
            patch.HoldsModule = false;
            patch.Module.References--;
        }
    }

    /// <summary><c>klp_add_nops()</c>: functions that older patches replace and this one does not get a nop (L80).</summary>
    private void AddNops(KlpPatch patch)
    {
        foreach (KlpObject older in _patches.SelectMany(p => p.Objects).ToArray())
        {
            KlpObject? own = patch.Objects.Find(o => o.Name == older.Name);
            if (own is null)
            {
                own = new KlpObject(older.Name, null);
                patch.Objects.Add(own);
            }

            foreach (KlpFunc function in older.Functions.Where(f => !own.Functions.Exists(o => SameFunction(o, f))))
            {
                own.Functions.Add(new KlpFunc(function.Definition, nop: true));
            }
        }
    }

    private static bool SameFunction(KlpFunc left, KlpFunc right) =>
        left.Definition.OldName == right.Definition.OldName
        && Math.Max(1, left.Definition.SymbolPosition) == Math.Max(1, right.Definition.SymbolPosition);

    /// <summary><c>klp_is_patch_compatible()</c> (L81).</summary>
    private static bool IsCompatible(KlpPatch newest, KlpPatch installed) => installed.States.All(old =>
        newest.States.FirstOrDefault(s => s.Id == old.Id) is KlpStateDefinition own ? own.Version >= old.Version : !newest.Replace);
}
