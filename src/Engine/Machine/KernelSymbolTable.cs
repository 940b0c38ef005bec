using System.Collections.Immutable;

namespace TriageBot.Engine.Machine;

/// <summary>One symbol as <c>/proc/kallsyms</c> shows it.</summary>
/// <param name="Name">Name without module.</param>
/// <param name="Address">Address of the first byte.</param>
/// <param name="Size">Bytes; 0 when unknown, and then no address lies in it.</param>
/// <param name="Module">Owning module, or null for the kernel proper (vmlinux).</param>
public sealed record KernelSymbol(string Name, GuestAddress Address, int Size, string? Module);

/// <summary>Names of addresses, in the kernel proper and in modules. Names may repeat, as static functions do.</summary>
/// <remarks>Source: <c>kernel/kallsyms.c</c>, <c>lib/vsprintf.c</c> (<c>%pS</c>).</remarks>
public sealed class KernelSymbolTable
{
    private readonly List<KernelSymbol> _byAddress = [];
    private readonly Dictionary<string, List<KernelSymbol>> _byName = new(StringComparer.Ordinal);

    /// <summary>Size of the largest symbol ever added: no symbol further below an address can hold it.</summary>
    private int _largest;

    /// <summary>Adds a symbol; of symbols at one address the first added comes first.</summary>
    public void Add(KernelSymbol s)
    {
        ArgumentNullException.ThrowIfNull(s);
        _byAddress.Insert(Behind(s.Address), s);
        _largest = Math.Max(_largest, s.Size);
        if (!_byName.TryGetValue(s.Name, out List<KernelSymbol>? same))
        {
            same = [];
            _byName.Add(s.Name, same);
        }

        same.Add(s);
    }

    /// <summary>Removes every symbol of a module; nothing happens when there is none.</summary>
    public void RemoveModule(string module)
    {
        ArgumentNullException.ThrowIfNull(module);
        RemoveWhere(s => string.Equals(s.Module, module, StringComparison.Ordinal));
    }

    /// <summary>Removes every symbol whose address lies in a piece of memory: init text that is given back.</summary>
    /// <param name="length">Bytes.</param>
    public void RemoveRange(GuestAddress start, int length) => RemoveWhere(s => s.Address >= start && s.Address < start + (long)length);

    /// <summary>Every symbol of that name in one object (null: vmlinux), in address order.</summary>
    public ImmutableArray<KernelSymbol> Find(string name, string? module)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out List<KernelSymbol>? same)
            ? [.. same.Where(s => string.Equals(s.Module, module, StringComparison.Ordinal)).OrderBy(s => s.Address)]
            : [];
    }

    /// <summary>The first symbol of that name anywhere: vmlinux first, then by address; null when there is none.</summary>
    public KernelSymbol? FindAny(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out List<KernelSymbol>? same)
            ? same.OrderBy(s => s.Module is not null).ThenBy(s => s.Address).First()
            : null;
    }

    /// <summary>The symbol that the address lies in, or null. Of nested symbols the one that starts last.</summary>
    public KernelSymbol? Containing(GuestAddress a)
    {
        for (int i = Behind(a) - 1; i >= 0; i--)
        {
            KernelSymbol candidate = _byAddress[i];
            if (a - candidate.Address < candidate.Size)
            {
                return FirstAt(i, a);
            }

            if (a - candidate.Address >= _largest)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>The <c>%pS</c> form: <c>name+0xoff/0xsize [module]</c>, or the bare address.</summary>
    public string Format(GuestAddress a)
    {
        KernelSymbol? symbol = Containing(a);
        if (symbol is null)
        {
            return a.ToString();
        }

        string place = $"{symbol.Name}+0x{a - symbol.Address:x}/0x{symbol.Size:x}";
        return symbol.Module is null ? place : $"{place} [{symbol.Module}]";
    }

    /// <summary>Every symbol of one object (null: vmlinux), in address order.</summary>
    public IEnumerable<KernelSymbol> OfModule(string? module) =>
        _byAddress.Where(s => string.Equals(s.Module, module, StringComparison.Ordinal));

    private KernelSymbol FirstAt(int index, GuestAddress a)
    {
        GuestAddress start = _byAddress[index].Address;
        KernelSymbol best = _byAddress[index];
        for (int i = index - 1; i >= 0 && _byAddress[i].Address == start; i--)
        {
            best = a - start < _byAddress[i].Size ? _byAddress[i] : best;
        }

        return best;
    }

    private int Behind(GuestAddress a)
    {
        int low = 0;
        int high = _byAddress.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_byAddress[middle].Address <= a)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void RemoveWhere(Predicate<KernelSymbol> isGone)
    {
        foreach (KernelSymbol gone in _byAddress.FindAll(isGone))
        {
            List<KernelSymbol> same = _byName[gone.Name];
            same.Remove(gone);
            if (same.Count == 0)
            {
                _byName.Remove(gone.Name);
            }
        }

        _byAddress.RemoveAll(isGone);
    }
}
