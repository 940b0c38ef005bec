using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Livepatch;

/// <summary><c>struct klp_patch</c>.</summary>
/// <remarks>Source: <c>include/linux/livepatch.h</c>; fact L01.</remarks>
public sealed class KlpPatch(KernelModule module, KlpPatchDefinition definition)
{
    /// <summary>Module that holds the patch.</summary>
    public KernelModule Module { get; } = module;

    /// <summary>Objects: those of the definition in array order, then dynamic ones (L72).</summary>
    public List<KlpObject> Objects { get; } = [.. definition.Objects.Select(o => new KlpObject(o.Name, o))];

    /// <summary>Atomic replace.</summary>
    public bool Replace { get; set; } = definition.Replace;

    /// <summary>States (L81).</summary>
    public IReadOnlyList<KlpStateDefinition> States { get; } = definition.States;

    /// <summary><c>enabled</c>.</summary>
    public bool Enabled { get; set; }

    /// <summary><c>forced</c>: the module is never put (L58).</summary>
    public bool Forced { get; set; }

    /// <summary>The patch's directory stands in sysfs.</summary>
    public bool InSysfs { get; set; }

    /// <summary>A reference on the module is held.</summary>
    public bool HoldsModule { get; set; }

    /// <summary>Name of the patch's module.</summary>
    public string Name => Module.Name;
}

/// <summary><c>struct klp_object</c>: the functions of one module, or of the kernel proper.</summary>
/// <param name="name">Module name; null for vmlinux.</param>
/// <param name="definition">The declared object, or null for a dynamic one.</param>
public sealed class KlpObject(string? name, KlpObjectDefinition? definition)
{
    /// <summary>Module name; null for vmlinux.</summary>
    public string? Name { get; } = name;

    /// <summary>Callbacks; null for a dynamic object.</summary>
    public KlpObjectDefinition? Definition { get; } = definition;

    /// <summary>Functions; dynamic nops last.</summary>
    public List<KlpFunc> Functions { get; } = definition is null ? [] : [.. definition.Functions.Select(f => new KlpFunc(f))];

    /// <summary><c>obj-&gt;mod</c>: the module it patches, while that is loaded.</summary>
    public KernelModule? Module { get; set; }

    /// <summary><c>patched</c>.</summary>
    public bool Patched { get; set; }

    /// <summary><c>callbacks.post_unpatch_enabled</c>: pre_patch succeeded (L70, L71).</summary>
    public bool PostUnpatchEnabled { get; set; }

    /// <summary>Made for atomic replace (L80).</summary>
    public bool IsDynamic => Definition is null;

    /// <summary><c>klp_is_object_loaded()</c>.</summary>
    public bool IsLoaded => Name is null || Module is not null;

    /// <summary>Name as messages print it.</summary>
    public string Label => Name ?? "vmlinux";
}

/// <summary><c>struct klp_func</c>.</summary>
/// <param name="definition">What it replaces and with what.</param>
public sealed class KlpFunc(KlpFuncDefinition definition, bool nop = false)
{
    /// <summary>What it replaces and with what.</summary>
    public KlpFuncDefinition Definition { get; } = definition;

    /// <summary>Puts the original back during atomic replace (L80).</summary>
    public bool IsNop { get; } = nop;

    /// <summary>Where the structure lies: in the patch module's data; null address for a dynamic nop.</summary>
    internal GuestAddress Address { get; set; }

    /// <summary><c>old_func</c>; null address while the object is not loaded.</summary>
    public GuestAddress OldFunction { get; set; }

    /// <summary>Size of the original, in bytes.</summary>
    public int OldSize { get; set; }

    /// <summary><c>new_func</c>.</summary>
    public GuestAddress NewFunction { get; set; }

    /// <summary>Size of the replacement, in bytes.</summary>
    public int NewSize { get; set; }

    /// <summary><c>patched</c>: on a function stack.</summary>
    public bool Patched { get; set; }

    /// <summary>The ops whose stack it is on: <c>stack_node</c>. A lost ops keeps it there.</summary>
    internal KlpOps? On { get; set; }

    /// <summary><c>transition</c>.</summary>
    public bool InTransition { get; set; }
}

/// <summary><c>struct klp_ops</c>: one patched original function with the stack of its replacements (L02, L03).</summary>
/// <param name="ops">The ops that redirects its calls.</param>
public sealed class KlpOps(FtraceOps ops)
{
    /// <summary>The ops that redirects its calls.</summary>
    public FtraceOps Ftrace { get; } = ops;

    /// <summary>Newest first; the first is active.</summary>
    public List<KlpFunc> Stack { get; } = [];
}
