using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Modules;

/// <summary>A module in memory: <c>struct module</c>.</summary>
/// <remarks>Not modelled: per-cpu data, exported-symbol versions, holders other than the reference count.</remarks>
public sealed class KernelModule(ModuleDefinition definition, long loadId)
{
    private readonly Dictionary<string, string> _parameters = definition.Parameters.ToDictionary(p => p.Name, p => p.Default, StringComparer.Ordinal);

    /// <summary>The file that it was loaded from.</summary>
    public ModuleDefinition Definition { get; } = definition;

    /// <summary>Name.</summary>
    public string Name => Definition.Name;

    /// <summary>Counts loads, so that a reload of a name is another module.</summary>
    public long LoadId { get; } = loadId;

    /// <summary><c>mod-&gt;state</c>.</summary>
    public ModuleState State { get; set; } = ModuleState.Unformed;

    /// <summary>True once text is read-only (M11, X27).</summary>
    public bool TextProtected { get; set; }

    /// <summary><c>mod-&gt;klp_alive</c> (L67).</summary>
    public bool KlpAlive { get; set; }

    /// <summary>References beyond the initial one.</summary>
    public int References { get; set; }

    /// <summary>Where it was linked to; null before layout and after free.</summary>
    public ModulePlace? Place { get; set; }

    /// <summary>Blocks that it registered.</summary>
    public List<NotifierBlock> Blocks { get; } = [];

    /// <summary>Text of a parameter; empty when there is none of that name.</summary>
    public string Parameter(string? name) => name is not null && _parameters.TryGetValue(name, out string? text) ? text : "";

    /// <summary>Sets the text of a parameter.</summary>
    public void SetParameter(string name, string text) => _parameters[name] = text;

    /// <summary>True when the address lies in its core or init memory.</summary>
    public bool Contains(GuestAddress address) => Place is ModulePlace layout && (layout.InCore(address) || layout.InInit(address));
}

/// <summary>A module's place in guest memory.</summary>
/// <param name="Link">Section and symbol addresses.</param>
/// <param name="CoreText">Executable part of the core, which <c>complete_formation()</c> makes read-only; the rest follows.</param>
/// <param name="InitTextLength">Executable part of <paramref name="Init"/>, in bytes from its start.</param>
public sealed record ModulePlace(LinkResult Link, GuestRange Core, GuestRange CoreText, GuestRange Init, int InitTextLength)
{
    /// <summary>In the part that stays.</summary>
    public bool InCore(GuestAddress address) => Core.Contains(address);

    /// <summary>In the part that is dropped when the module is LIVE.</summary>
    public bool InInit(GuestAddress address) => Init.Contains(address);
}

/// <summary>Start and length of a piece of guest memory.</summary>
public readonly record struct GuestRange(GuestAddress Start, int Length)
{
    /// <summary>Nothing.</summary>
    public static GuestRange Empty { get; }

    /// <summary>True when the address lies inside.</summary>
    public bool Contains(GuestAddress address) => Length > 0 && address.Value >= Start.Value && address.Value < Start.Value + (ulong)Length;
}

/// <summary>A module's state changed.</summary>
public sealed record ModuleStateChanged(long Tick, string Module, long LoadId, ModuleState State) : TraceEvent(Tick);

/// <summary>A module's memory was given back; nothing may refer to it from now on (I8).</summary>
public sealed record ModuleFreed(long Tick, string Module, long LoadId) : TraceEvent(Tick);
