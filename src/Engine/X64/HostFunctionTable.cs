using System.Diagnostics.CodeAnalysis;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>A kernel function that the host implements. Arguments by the System V ABI (rdi, rsi, rdx, rcx, r8, r9), result in rax.</summary>
public delegate void HostFunction(VirtualCpu cpu);

/// <summary>Entries of kernel functions that the host implements. They run instead of the bytes at their address.</summary>
public sealed class HostFunctionTable
{
    private readonly Dictionary<GuestAddress, (string Name, HostFunction Function)> _entries = [];

    /// <summary>Changes with every bind and unbind: lets the interpreter remember that an address is no host function.</summary>
    internal long Version { get; private set; } = 1;

    /// <summary>Binds a function to its entry.</summary>
    /// <exception cref="ArgumentException">Another function is bound there.</exception>
    public void Bind(GuestAddress entry, string name, HostFunction f)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(f);
        if (!_entries.TryAdd(entry, (name, f)))
        {
            throw new ArgumentException($"{_entries[entry].Name} is bound to {entry} already; {name} cannot be.", nameof(entry));
        }

        Version++;
    }

    /// <summary>Forgets the function at an entry; nothing happens when there is none.</summary>
    public void Unbind(GuestAddress entry)
    {
        if (_entries.Remove(entry))
        {
            Version++;
        }
    }

    /// <summary>The function bound to exactly this address.</summary>
    public bool TryGet(GuestAddress entry, [NotNullWhen(true)] out HostFunction? f)
    {
        bool found = _entries.TryGetValue(entry, out (string Name, HostFunction Function) bound);
        f = found ? bound.Function : null;
        return found;
    }

    /// <summary>The name bound to exactly this address, or null.</summary>
    public string? NameAt(GuestAddress entry) =>
        _entries.TryGetValue(entry, out (string Name, HostFunction Function) bound) ? bound.Name : null;
}
