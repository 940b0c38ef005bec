using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>What livepatch offers to module code. A patch is named by its module's handle, <c>THIS_MODULE</c>.</summary>
/// <remarks>Source: <c>include/linux/livepatch.h</c>; facts L40, L82, L83. <c>klp_object_name()</c>, <c>klp_object_state()</c> and <c>klp_object_mod_state()</c>
/// stand for <c>obj-&gt;name</c> and <c>obj-&gt;mod-&gt;state</c>, since our compiler knows no structures.</remarks>
internal sealed class LivepatchExports(GuestMachine machine, KlpHandles handles, GuestStrings strings, KlpShadow shadow, KlpStates states)
{
    /// <summary>Binds them.</summary>
    /// <param name="moduleOf">The module of a handle, or null.</param>
    /// <param name="enable">Does the work of <c>klp_enable_patch()</c>.</param>
    public void BindTo(KernelText text, Func<GuestAddress, KernelModule?> moduleOf, Func<KernelModule, int> enable)
    {
        Bind("klp_enable_patch", call => call.Return(moduleOf(call.Pointer(0)) is KernelModule module ? enable(module) : Errno.Einval));
        Bind("klp_object_name", call => call.Return(Object(call)?.Name is string name ? strings.Of(name) : GuestAddress.Null));
        Bind("klp_object_state", call => call.Return(Object(call)?.Module is KernelModule module ? strings.Of(module.State.Name()) : GuestAddress.Null));
        Bind("klp_object_mod_state", call => call.Return(Object(call)?.Module is KernelModule module ? (int)module.State : -1));
        Bind("klp_get_state", call => call.Return(moduleOf(call.Pointer(0)) is KernelModule module ? states.Get(module, call[1]) : GuestAddress.Null));
        Bind("klp_get_prev_state", call => call.Return(states.GetPrevious(call[0])));
        Bind("klp_shadow_get", call => call.Return(shadow.Get(call[0], call[1])));
        Bind("klp_shadow_alloc", call => call.Return(shadow.Allocate(call.Cpu, (call[0], call[1]), call[2], call.Pointer(4), call[5], mayExist: false)));
        Bind("klp_shadow_get_or_alloc", call => call.Return(shadow.Allocate(call.Cpu, (call[0], call[1]), call[2], call.Pointer(4), call[5], mayExist: true)));
        Bind("klp_shadow_free", call => shadow.Free(call.Cpu, call[0], call[1], call.Pointer(2)));
        Bind("klp_shadow_free_all", call => shadow.FreeAll(call.Cpu, call[0], call.Pointer(1)));

        void Bind(string name, Action<GuestCall> function) => text.Bind(name, cpu => function(new GuestCall(machine.Memory, cpu)));
    }

    private KlpObject? Object(GuestCall call) => handles.At(call.Pointer(0));
}
