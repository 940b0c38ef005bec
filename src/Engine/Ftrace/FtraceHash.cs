using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Ftrace;

/// <summary><c>struct ftrace_hash</c>: a set of call sites.</summary>
/// <remarks>Facts F11, F24, F56. Entries of a released module stay as stale ones: they match nothing and keep the hash from being empty.</remarks>
public sealed class FtraceHash
{
    private readonly HashSet<GuestAddress> _sites = [];
    private int _stale;

    /// <summary>A <c>:mod:</c> filter for a module that is not loaded is cached (<c>FTRACE_HASH_FL_MOD</c>): the hash then matches nothing instead of everything.</summary>
    public bool HasModuleFilter { get; set; }

    /// <summary><c>ftrace_hash_empty()</c>: as a filter, everything matches.</summary>
    public bool IsEmpty => _sites.Count + _stale == 0 && !HasModuleFilter;

    /// <summary>The sites in it.</summary>
    public IReadOnlyCollection<GuestAddress> Sites => _sites;

    /// <summary>True when the site is in it.</summary>
    public bool Contains(GuestAddress site) => _sites.Contains(site);

    /// <summary>Adds a site; an equal one is kept once.</summary>
    public void Add(GuestAddress site) => _sites.Add(site);

    /// <summary>Removes a site; false when it was not there.</summary>
    public bool Remove(GuestAddress site) => _sites.Remove(site);

    /// <summary><c>clear_mod_from_hash()</c>: the entry stays with address 0.</summary>
    public void MakeStale(GuestAddress site)
    {
        if (_sites.Remove(site))
        {
            _stale++;
        }
    }

    /// <summary>A copy.</summary>
    public FtraceHash Copy()
    {
        FtraceHash copy = new() { HasModuleFilter = HasModuleFilter, _stale = _stale };
        copy._sites.UnionWith(_sites);
        return copy;
    }
}
