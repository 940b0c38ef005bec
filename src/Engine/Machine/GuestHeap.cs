namespace TriageBot.Engine.Machine;

/// <summary>The memory that <c>kmalloc()</c> gives: powers of two, the piece that was freed last first.</summary>
/// <remarks>Source: <c>mm/slab_common.c</c>, as far as guest code can tell. Freed memory stays mapped and keeps its content, as with a real slab.</remarks>
public sealed class GuestHeap(GuestMemory memory, GuestAddress start, int size)
{
    private const int Smallest = 16;
    private readonly Dictionary<GuestAddress, int> _used = [];
    private readonly Dictionary<int, Stack<GuestAddress>> _free = [];
    private int _next;
    private int _mapped;

    /// <summary>Pieces that are not freed.</summary>
    public int Count => _used.Count;

    /// <summary>Takes a piece.</summary>
    /// <param name="bytes">Its size; 0 takes the smallest piece.</param>
    /// <returns>Its address, or the null address when there is no room.</returns>
    public GuestAddress Allocate(ulong bytes, bool zeroed)
    {
        if (bytes > (ulong)size)
        {
            return GuestAddress.Null;
        }

        int length = Smallest;
        while ((ulong)length < bytes)
        {
            length *= 2;
        }

        GuestAddress place = _free.TryGetValue(length, out Stack<GuestAddress>? pieces) && pieces.Count > 0 ? pieces.Pop() : Carve(length);
        if (place == GuestAddress.Null)
        {
            return place;
        }

        _used.Add(place, length);
        if (zeroed)
        {
            memory.Write(place, new byte[length]);
        }

        return place;
    }

    /// <summary>Gives a piece back; nothing happens for the null address.</summary>
    /// <exception cref="GuestFaultException">No piece begins there, or it was given back already.</exception>
    public void Free(GuestAddress place)
    {
        if (place == GuestAddress.Null)
        {
            return;
        }

        if (!_used.Remove(place, out int length))
        {
            throw new GuestFaultException(GuestFaultKind.NotMapped, place, "kfree() of memory that is not allocated.");
        }

        if (!_free.TryGetValue(length, out Stack<GuestAddress>? pieces))
        {
            _free.Add(length, pieces = new Stack<GuestAddress>());
        }

        pieces.Push(place);
    }

    private GuestAddress Carve(int length)
    {
        int at = (_next + length - 1) / length * length;
        if (at + length > size)
        {
            return GuestAddress.Null;
        }

        _next = at + length;
        while (_mapped < _next)
        {
            memory.Map(start + _mapped, GuestMemory.PageSize, PagePermissions.Read | PagePermissions.Write);
            _mapped += GuestMemory.PageSize;
        }

        return start + at;
    }
}
