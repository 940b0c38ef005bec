using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>System states as guest code sees them: a <c>struct klp_state</c> for each state that a patch declares.</summary>
/// <remarks>Source: <c>kernel/livepatch/state.c</c>; facts L81, L82.</remarks>
internal sealed class KlpStates(KlpCore core, GuestHeap heap, GuestMemory memory, KernelLog log)
{
    // struct klp_state: unsigned long id; unsigned int version; void *data.
    private const int VersionOffset = 8;
    private const int Size = 24;

    private readonly Dictionary<(KernelModule Module, ulong Id), GuestAddress> _places = [];

    /// <summary><c>klp_get_state()</c>: the state of that number in a patch module, or the null address.</summary>
    public GuestAddress Get(KernelModule module, ulong id)
    {
        if (module.Definition.Livepatch?.States.FirstOrDefault(s => s.Id == id) is not KlpStateDefinition state)
        {
            return GuestAddress.Null;
        }

        if (!_places.TryGetValue((module, id), out GuestAddress place))
        {
            place = heap.Allocate(Size, zeroed: true);
            memory.WriteUInt64(place, state.Id);
            memory.WriteUInt32(place + VersionOffset, state.Version);
            _places.Add((module, id), place);
        }

        return place;
    }

    /// <summary><c>klp_get_prev_state()</c>: the state as the newest patch before the one in transition has it, or the null address.</summary>
    public GuestAddress GetPrevious(ulong id)
    {
        if (core.Transition.Patch is not KlpPatch newest)
        {
            log.WarnOnce("kernel/livepatch/state.c", "klp_get_prev_state");
            return GuestAddress.Null;
        }

        return core.Patches.TakeWhile(p => p != newest).Select(p => Get(p.Module, id)).LastOrDefault(p => p != GuestAddress.Null);
    }
}
