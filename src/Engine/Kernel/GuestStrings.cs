using System.Text;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Kernel;

/// <summary>Strings of the kernel proper that guest code may read, each stored once.</summary>
internal sealed class GuestStrings(GuestMemory memory, GuestAddress start, int size)
{
    private readonly Dictionary<string, GuestAddress> _places = new(StringComparer.Ordinal);
    private int _used;

    /// <summary>Address of a string that ends with a zero byte.</summary>
    /// <exception cref="GuestFaultException">There is no room left.</exception>
    public GuestAddress Of(string text)
    {
        if (_places.TryGetValue(text, out GuestAddress place))
        {
            return place;
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        if (_used + bytes.Length > size)
        {
            throw new GuestFaultException(GuestFaultKind.NotMapped, start + size, "the kernel's string area is full");
        }

        place = start + _used;
        memory.Write(place, bytes);
        _used += bytes.Length;
        _places.Add(text, place);
        return place;
    }
}
