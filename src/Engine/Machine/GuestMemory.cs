using System.Buffers.Binary;
using System.Text;

namespace TriageBot.Engine.Machine;

/// <summary>Sparse memory of 4 KiB pages with permissions. Little endian, as x86-64.</summary>
/// <remarks>Not modelled: page tables, caches, user space, huge pages. Writes by the guest obey the page; a text poke does not (fact X26).</remarks>
public sealed class GuestMemory
{
    /// <summary>Bytes in a page.</summary>
    public const int PageSize = 4096;

    private const int RecentSize = 64;

    private readonly Dictionary<ulong, GuestPage> _pages = [];
    private readonly ulong[] _recentNumbers = new ulong[RecentSize];
    private readonly GuestPage?[] _recentPages = new GuestPage?[RecentSize];
    private long _stamp;

    /// <summary>Maps zeroed pages.</summary>
    /// <param name="start">Page-aligned, canonical address.</param>
    /// <param name="length">Bytes, more than 0; rounded up to whole pages.</param>
    /// <exception cref="ArgumentException">Not aligned, not canonical, empty, or a page is mapped already; nothing was mapped.</exception>
    public void Map(GuestAddress start, int length, PagePermissions p)
    {
        ulong first = FirstPage(start, length);
        int count = PageCount(length);
        RequireCanonical(start, count);
        for (int i = 0; i < count; i++)
        {
            if (_pages.ContainsKey(first + (ulong)i))
            {
                throw new ArgumentException($"A page of {start} and {length} bytes is mapped already.", nameof(start));
            }
        }

        for (int i = 0; i < count; i++)
        {
            _pages.Add(first + (ulong)i, new GuestPage(p) { Stamp = ++_stamp });
        }
    }

    /// <summary>Unmaps pages; those that are not mapped are passed over.</summary>
    public void Unmap(GuestAddress start, int length)
    {
        ulong first = FirstPage(start, length);
        for (int i = 0; i < PageCount(length); i++)
        {
            _pages.Remove(first + (ulong)i);
        }

        Array.Clear(_recentPages);
    }

    /// <summary>Sets the permissions of whole pages.</summary>
    /// <exception cref="GuestFaultException">A page is not mapped; nothing was changed.</exception>
    public void Protect(GuestAddress start, int length, PagePermissions p)
    {
        ulong first = FirstPage(start, length);
        int count = PageCount(length);
        Require(start, count * PageSize, PagePermissions.None, GuestFaultKind.NotMapped);
        for (int i = 0; i < count; i++)
        {
            GuestPage page = _pages[first + (ulong)i];
            page.Permissions = p;
            page.Stamp = ++_stamp;
        }
    }

    /// <summary>True when every byte of the range is mapped; true for an empty range.</summary>
    public bool IsMapped(GuestAddress start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return FirstRefused(start, length, PagePermissions.None, out _) is null;
    }

    /// <summary>Permissions of the page that holds the address; none when it is not mapped.</summary>
    public PagePermissions PermissionsAt(GuestAddress a) => Find(a.Value)?.Permissions ?? PagePermissions.None;

    /// <summary>Copies bytes out.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not readable.</exception>
    public void Read(GuestAddress a, Span<byte> into)
    {
        Require(a, into.Length, PagePermissions.Read, GuestFaultKind.NotReadable);
        CopyOut(a, into);
    }

    /// <summary>Reads one byte.</summary>
    /// <exception cref="GuestFaultException">The byte is not mapped or not readable.</exception>
    public byte ReadByte(GuestAddress a)
    {
        Span<byte> bytes = stackalloc byte[1];
        Read(a, bytes);
        return bytes[0];
    }

    /// <summary>Reads four bytes, little endian.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not readable.</exception>
    public uint ReadUInt32(GuestAddress a)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(a, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Reads eight bytes, little endian.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not readable.</exception>
    public ulong ReadUInt64(GuestAddress a)
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(a, bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Reads bytes up to a NUL, which is left out, or <paramref name="max"/> bytes; each byte becomes one Latin-1 character.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not readable.</exception>
    public string ReadCString(GuestAddress a, int max)
    {
        StringBuilder text = new();
        for (int i = 0; i < max; i++)
        {
            byte b = ReadByte(a + i);
            if (b == 0)
            {
                break;
            }

            text.Append((char)b);
        }

        return text.ToString();
    }

    /// <summary>Copies bytes in, as the guest would. The whole range is checked before the first byte is written.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not writable; nothing was written.</exception>
    public void Write(GuestAddress a, ReadOnlySpan<byte> bytes)
    {
        Require(a, bytes.Length, PagePermissions.Write, GuestFaultKind.NotWritable);
        CopyIn(a, bytes);
    }

    /// <summary>Writes four bytes, little endian.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not writable; nothing was written.</exception>
    public void WriteUInt32(GuestAddress a, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(a, bytes);
    }

    /// <summary>Writes eight bytes, little endian.</summary>
    /// <exception cref="GuestFaultException">A byte is not mapped or not writable; nothing was written.</exception>
    public void WriteUInt64(GuestAddress a, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Write(a, bytes);
    }

    /// <summary>Writes through a private alias mapping, so that the page's own permissions do not matter.</summary>
    /// <remarks>Source: <c>arch/x86/kernel/alternative.c</c>, <c>text_poke()</c>; fact X26.</remarks>
    /// <exception cref="GuestFaultException">A byte is not mapped; nothing was written.</exception>
    public void Poke(GuestAddress a, ReadOnlySpan<byte> bytes)
    {
        Require(a, bytes.Length, PagePermissions.None, GuestFaultKind.NotMapped);
        CopyIn(a, bytes);
    }

    /// <summary>Reads instruction bytes up to the first page that is not executable.</summary>
    /// <returns>Number of bytes read, at least 1.</returns>
    /// <exception cref="GuestFaultException">Not even the first byte can be fetched.</exception>
    public int Fetch(GuestAddress a, Span<byte> into)
    {
        GuestPage? page = Find(a.Value);
        if (page is null || (page.Permissions & PagePermissions.Execute) == 0)
        {
            throw Fault(a, page is null ? GuestFaultKind.NotMapped : GuestFaultKind.NotExecutable);
        }

        GuestAddress? refused = FirstRefused(a, into.Length, PagePermissions.Execute, out _);
        int count = refused is null ? into.Length : (int)(refused.Value - a);
        CopyOut(a, into[..count]);
        return count;
    }

    /// <summary>A number that changes with every write, poke, map, unmap and protect of the page; 0 when it is not mapped.</summary>
    public long PageStamp(GuestAddress a) => Find(a.Value)?.Stamp ?? 0;

    private static ulong FirstPage(GuestAddress start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (start.Value % PageSize != 0)
        {
            throw new ArgumentException($"{start} is not the start of a page.", nameof(start));
        }

        return start.Value / PageSize;
    }

    private static int PageCount(int length) => (int)(((long)length + PageSize - 1) / PageSize);

    private static void RequireCanonical(GuestAddress start, int pages)
    {
        long last = unchecked((long)(start.Value + ((ulong)pages * PageSize) - 1));
        long first = unchecked((long)start.Value);
        if (first >> 47 != last >> 47 || first >> 47 is not (0 or -1))
        {
            throw new ArgumentException($"{start} and {pages} page(s) are not canonical addresses.", nameof(start));
        }
    }

    private static GuestFaultException Fault(GuestAddress a, GuestFaultKind kind) => new(
        kind,
        a,
        kind switch
        {
            GuestFaultKind.NotMapped => "no page is mapped here.",
            GuestFaultKind.NotWritable => "the page is not writable.",
            GuestFaultKind.NotExecutable => "the page is not executable.",
            _ => "the page is not readable.",
        });

    private GuestPage? Find(ulong address)
    {
        ulong number = address / PageSize;
        int slot = (int)(number % RecentSize);
        GuestPage? recent = _recentPages[slot];
        if (recent is not null && _recentNumbers[slot] == number)
        {
            return recent;
        }

        if (!_pages.TryGetValue(number, out GuestPage? page))
        {
            return null;
        }

        _recentNumbers[slot] = number;
        _recentPages[slot] = page;
        return page;
    }

    private void Require(GuestAddress a, int length, PagePermissions needed, GuestFaultKind refusedKind)
    {
        GuestAddress? refused = FirstRefused(a, length, needed, out bool mapped);
        if (refused is not null)
        {
            throw Fault(refused.Value, mapped ? refusedKind : GuestFaultKind.NotMapped);
        }
    }

    private GuestAddress? FirstRefused(GuestAddress a, int length, PagePermissions needed, out bool mapped)
    {
        mapped = false;
        for (long done = 0; done < length;)
        {
            GuestAddress here = a + done;
            GuestPage? page = Find(here.Value);
            if (page is null || (page.Permissions & needed) != needed)
            {
                mapped = page is not null;
                return here;
            }

            done += PageSize - (int)(here.Value % PageSize);
        }

        return null;
    }

    private void CopyOut(GuestAddress a, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int offset = (int)(a.Value % PageSize);
            int count = Math.Min(into.Length, PageSize - offset);
            Find(a.Value)!.Read(offset, into[..count]);
            into = into[count..];
            a += count;
        }
    }

    private void CopyIn(GuestAddress a, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int offset = (int)(a.Value % PageSize);
            int count = Math.Min(bytes.Length, PageSize - offset);
            GuestPage page = Find(a.Value)!;
            page.Write(offset, bytes[..count]);
            page.Stamp = ++_stamp;
            bytes = bytes[count..];
            a += count;
        }
    }
}
