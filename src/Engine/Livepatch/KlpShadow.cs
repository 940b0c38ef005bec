using System.Globalization;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Livepatch;

/// <summary>Shadow variables: memory attached to an object of somebody else by its address and a number.</summary>
/// <remarks>Source: <c>kernel/livepatch/shadow.c</c>; fact L83. Not modelled: the lock, RCU: memory is freed at once.</remarks>
internal sealed class KlpShadow(GuestHeap heap, GuestMachine machine, KernelLog log)
{
    private const int HashBits = 12;
    private const ulong GoldenRatio = 0x61C8864680B583EB;

    /// <summary>Size of <c>struct klp_shadow</c> before its data.</summary>
    private const int HeaderSize = 48;

    private readonly List<Variable> _variables = [];

    /// <summary><c>klp_shadow_get()</c>.</summary>
    /// <returns>The data, or the null address.</returns>
    public GuestAddress Get(ulong owner, ulong id) => _variables.Find(v => v.Is(owner, id))?.Data ?? GuestAddress.Null;

    /// <summary><c>__klp_shadow_get_or_alloc()</c>: memory is zeroed; the constructor may fill it or refuse.</summary>
    /// <param name="mayExist">Gives a variable that is there; otherwise that is warned about.</param>
    /// <returns>The data, or the null address.</returns>
    public GuestAddress Allocate(VirtualCpu cpu, (ulong Owner, ulong Id) key, ulong size, GuestAddress constructor, ulong constructorData, bool mayExist)
    {
        GuestAddress found = Get(key.Owner, key.Id);
        if (found != GuestAddress.Null)
        {
            if (!mayExist)
            {
                log.Print(string.Create(CultureInfo.InvariantCulture, $"Duplicate shadow variable <{key.Owner:x16}, {key.Id:x}>"));
                log.Warn("kernel/livepatch/shadow.c", "__klp_shadow_get_or_alloc");
            }

            return mayExist ? found : GuestAddress.Null;
        }

        GuestAddress place = heap.Allocate(size + HeaderSize, zeroed: true);
        if (place == GuestAddress.Null)
        {
            return place;
        }

        Variable added = new(key.Owner, key.Id, place);
        int error = constructor == GuestAddress.Null ? 0 : unchecked((int)machine.Interpreter.Call(cpu, constructor, [key.Owner, added.Data.Value, constructorData]));
        if (error != 0)
        {
            log.Print(string.Create(CultureInfo.InvariantCulture, $"livepatch: Failed to construct shadow variable <{key.Owner:x16}, {key.Id:x}> ({error})"));
            heap.Free(place);
            return GuestAddress.Null;
        }

        _variables.Insert(0, added);
        return added.Data;
    }

    /// <summary><c>klp_shadow_free()</c>: nothing happens when there is none.</summary>
    public void Free(VirtualCpu cpu, ulong owner, ulong id, GuestAddress destructor)
    {
        if (_variables.Find(v => v.Is(owner, id)) is Variable found)
        {
            Free(cpu, found, destructor);
        }
    }

    /// <summary><c>klp_shadow_free_all()</c>: in the order of the hash table, newest first within a bucket.</summary>
    public void FreeAll(VirtualCpu cpu, ulong id, GuestAddress destructor)
    {
        foreach (Variable variable in _variables.Where(v => v.Id == id).OrderBy(v => unchecked(v.Owner * GoldenRatio) >> (64 - HashBits)).ToArray())
        {
            Free(cpu, variable, destructor);
        }
    }

    private void Free(VirtualCpu cpu, Variable variable, GuestAddress destructor)
    {
        _variables.Remove(variable);
        if (destructor != GuestAddress.Null)
        {
            machine.Interpreter.Call(cpu, destructor, [variable.Owner, variable.Data.Value]);
        }

        heap.Free(variable.Place);
    }

    private sealed record Variable(ulong Owner, ulong Id, GuestAddress Place)
    {
        public GuestAddress Data => Place + HeaderSize;

        public bool Is(ulong owner, ulong id) => Owner == owner && Id == id;
    }
}
