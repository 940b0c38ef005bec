using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Livepatch;

/// <summary>Addresses that stand for klp objects when guest code is given one. Nothing is stored there: guest code passes them back.</summary>
internal sealed class KlpHandles(GuestAddress start)
{
    private const int Stride = 0x80;
    private readonly Dictionary<KlpObject, GuestAddress> _addresses = [];
    private readonly Dictionary<GuestAddress, KlpObject> _objects = [];

    /// <summary>Address of an object.</summary>
    public GuestAddress Of(KlpObject target)
    {
        if (!_addresses.TryGetValue(target, out GuestAddress address))
        {
            address = start + ((long)_addresses.Count * Stride);
            _addresses.Add(target, address);
            _objects.Add(address, target);
        }

        return address;
    }

    /// <summary>The object at an address, or null.</summary>
    public KlpObject? At(GuestAddress address) => _objects.GetValueOrDefault(address);
}
