using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Livepatch;

/// <summary>Runs an object's callbacks in its patch module's code.</summary>
/// <remarks>Source: <c>kernel/livepatch/core.h</c>; facts L70, L71.</remarks>
internal sealed class KlpCallbacks(LivepatchRules rules, ModuleMemory memory, KlpHandles handles)
{
    /// <summary><c>klp_pre_patch_callback()</c>: 0 lets post_unpatch run later.</summary>
    public int PrePatch(KlpPatch patch, KlpObject target)
    {
        int error = Run(patch, target, target.Definition?.PrePatch);
        target.PostUnpatchEnabled = error == 0;
        return error;
    }

    /// <summary><c>klp_post_patch_callback()</c>.</summary>
    public void PostPatch(KlpPatch patch, KlpObject target) => Run(patch, target, target.Definition?.PostPatch);

    /// <summary><c>klp_pre_unpatch_callback()</c>.</summary>
    public void PreUnpatch(KlpPatch patch, KlpObject target) => Run(patch, target, target.Definition?.PreUnpatch);

    /// <summary><c>klp_post_unpatch_callback()</c>: once for each pre_patch that succeeded.</summary>
    public void PostUnpatch(KlpPatch patch, KlpObject target)
    {
        if (target.PostUnpatchEnabled)
        {
            Run(patch, target, target.Definition?.PostUnpatch);
        }

        target.PostUnpatchEnabled = false;
    }

    private int Run(KlpPatch patch, KlpObject target, string? function) =>
        rules.Callbacks && function is not null ? memory.Call(patch.Module, function, handles.Of(target).Value) : 0;
}
