using System.Collections.Immutable;
using TriageBot.Engine.Code;

namespace TriageBot.Engine.Modules;

/// <summary>A module file: what <c>insmod</c> is given.</summary>
public sealed record ModuleDefinition
{
    /// <summary>Name, without <c>.ko</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Machine code, data, symbols, relocations and call sites.</summary>
    public required ModuleImage Image { get; init; }

    /// <summary>Symbol of the init function, or null.</summary>
    public string? Init { get; init; }

    /// <summary>Symbol of the exit function, or null: the module then cannot be unloaded (M50).</summary>
    public string? Exit { get; init; }

    /// <summary>Parameters.</summary>
    public ImmutableArray<ModuleParameter> Parameters { get; init; } = [];

    /// <summary>Built outside the kernel tree: taints once.</summary>
    public bool OutOfTree { get; init; } = true;

    /// <summary>Marked with <c>MODULE_INFO(livepatch, "Y")</c>.</summary>
    public KlpPatchDefinition? Livepatch { get; init; }

    /// <summary>Notifier blocks, probes and listings, when the module observes the loader.</summary>
    public ObserverDefinition? Observer { get; init; }
}

/// <summary>Kind of a parameter.</summary>
public enum ParameterKind
{
    /// <summary><c>int</c>.</summary>
    Int,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>charp</c>.</summary>
    Charp,

    /// <summary>A callback: <see cref="ModuleParameter.Set"/> is called with the text.</summary>
    Callback,

    /// <summary>An array of <c>int</c>, with commas between.</summary>
    IntArray,
}

/// <summary>A module parameter.</summary>
/// <param name="Variable">Symbol of the variable, when the code reads it; null when only the definition does.</param>
/// <param name="Set">Symbol of <c>int set(const char *val, const struct kernel_param *kp)</c> for <see cref="ParameterKind.Callback"/>.</param>
/// <param name="Default">Text of the default value.</param>
/// <param name="Get">Symbol of <c>int get(char *buffer, const struct kernel_param *kp)</c> for <see cref="ParameterKind.Callback"/>; null when it cannot be read.</param>
/// <param name="Count">Symbol of the variable that takes the number of elements of an array; null when nobody asks.</param>
/// <param name="Readable">Mode has read bits; otherwise there is no reading in sysfs.</param>
/// <param name="Writable">Mode has write bits.</param>
public sealed record ModuleParameter(
    string Name, ParameterKind Kind, string? Variable, string? Set, string Default, bool Readable, bool Writable, string? Get = null, string? Count = null);

/// <summary><c>struct klp_patch</c> as the module declares it (L01).</summary>
/// <param name="Symbol">Symbol of the patch in the module's code.</param>
/// <param name="ReplaceParameter">Bool parameter that sets <c>replace</c>, or null.</param>
public sealed record KlpPatchDefinition(
    ImmutableArray<KlpObjectDefinition> Objects, bool Replace, ImmutableArray<KlpStateDefinition> States, string Symbol = "patch", string? ReplaceParameter = null);

/// <summary><c>struct klp_object</c>.</summary>
/// <param name="Name">Module name, or null for vmlinux.</param>
public sealed record KlpObjectDefinition(
    string? Name,
    ImmutableArray<KlpFuncDefinition> Functions,
    string? PrePatch = null,
    string? PostPatch = null,
    string? PreUnpatch = null,
    string? PostUnpatch = null);

/// <summary><c>struct klp_func</c>.</summary>
/// <param name="SymbolPosition">0 when the name must be unique (L05).</param>
public sealed record KlpFuncDefinition(string OldName, string NewFunction, int SymbolPosition = 0);

/// <summary><c>struct klp_state</c> (L81).</summary>
public sealed record KlpStateDefinition(ulong Id, uint Version);
