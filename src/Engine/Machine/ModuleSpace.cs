namespace TriageBot.Engine.Machine;

/// <summary>The memory that modules and trampolines are given: lowest free place first, a guard page behind each piece.</summary>
/// <remarks>Source: <c>module_alloc()</c> over <c>__vmalloc_node_range()</c>. Freed memory is used again at once, as for mappings that are flushed on free.</remarks>
public sealed class ModuleSpace(GuestMemory memory, GuestAddress start, long size)
{
    private readonly SortedList<ulong, int> _used = [];

    /// <summary>Maps memory at the lowest place that fits.</summary>
    /// <param name="length">Bytes; rounded up to pages.</param>
    /// <exception cref="GuestFaultException">There is no room.</exception>
    public GuestAddress Allocate(int length, PagePermissions permissions)
    {
        int pages = Math.Max(1, (length + GuestMemory.PageSize - 1) / GuestMemory.PageSize) * GuestMemory.PageSize;
        ulong at = start.Value;
        foreach ((ulong used, int usedLength) in _used)
        {
            if (at + (ulong)pages + GuestMemory.PageSize <= used)
            {
                break;
            }

            at = used + (ulong)usedLength + GuestMemory.PageSize;
        }

        if (at + (ulong)pages > start.Value + (ulong)size)
        {
            throw new GuestFaultException(GuestFaultKind.NotMapped, new GuestAddress(at), "module memory is used up");
        }

        GuestAddress place = new(at);
        memory.Map(place, pages, permissions);
        _used.Add(at, pages);
        return place;
    }

    /// <summary>Unmaps a piece by its start; nothing happens when it is not one.</summary>
    public void Free(GuestAddress place)
    {
        if (_used.Remove(place.Value, out int length))
        {
            memory.Unmap(place, length);
        }
    }
}
