using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TriageBot.Engine.Profiles;

/// <summary>One kernel as data: everything in which kernels differ for this emulator.</summary>
/// <remarks>Settable because source-generated JSON keeps defaults of settable properties only; nothing sets them later. One JSON file a profile, embedded; <c>docs/profiles.md</c> describes the form. Kernel sources and facts are cited in the files.</remarks>
public sealed record KernelProfile
{
    /// <summary>E.g. <c>v6.1+bug</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>One sentence for people.</summary>
    public string StandsFor { get; set; } = "";

    /// <summary>Commits whose kernel this is; lower case, at least 7 digits.</summary>
    public ImmutableArray<CommitName> Commits { get; set; } = [];

    /// <summary>Releases that it stands for, e.g. <c>v4.6</c>.</summary>
    public ImmutableArray<string> Versions { get; set; } = [];

    /// <summary>Date from which released kernels looked like this; null for variants that never were released.</summary>
    public DateOnly? Since { get; set; }

    /// <summary>Profile of the kernel before the change that this one stands for, if any: what a regression is measured against.</summary>
    public string? Predecessor { get; set; }

    /// <summary>Programs of the module loader by label: <c>load</c>, <c>unload</c> and the error paths that steps name.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Programs { get; set; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Built-in blocks of the module chain, in the order of registration.</summary>
    public ImmutableArray<BuiltInBlock> ModuleChain { get; set; } = [];

    /// <summary>What a second registration of one block does.</summary>
    public DoubleRegistrationEra DoubleRegistration { get; set; } = DoubleRegistrationEra.Refused;

    /// <summary>Rules of dynamic ftrace.</summary>
    public FtraceRules Ftrace { get; set; } = new();

    /// <summary>Rules of livepatch.</summary>
    public LivepatchRules Livepatch { get; set; } = new();

    /// <summary>How code is changed at run time.</summary>
    public PatchingMethod Patching { get; set; }

    /// <summary>Rules of the loader that no program step expresses.</summary>
    public LoaderRules Loader { get; set; } = new();

    /// <summary>Pairs that must be torn down in the reverse order of set-up (invariant I7).</summary>
    public ImmutableArray<SetupDependency> DependsOn { get; set; } = [];

    /// <summary>Invariants that this kernel is known to break, and when.</summary>
    public ImmutableArray<KnownBreak> KnownBreaks { get; set; } = [];
}

/// <summary>A commit with its title.</summary>
public sealed record CommitName(string Sha, string Subject);

/// <summary>A built-in block of the module chain.</summary>
/// <param name="Callback">Kernel symbol of the callback.</param>
/// <param name="Priority">An integer, <c>INT_MIN</c>, <c>INT_MAX</c>, or one of these plus or minus a number.</param>
/// <param name="File">Source file that holds it.</param>
/// <param name="Actions">Loader action per module state (<c>COMING</c>, <c>LIVE</c>, <c>GOING</c>), or several with blanks between them; states without one return <c>NOTIFY_DONE</c>.</param>
/// <param name="Result">What an action's error becomes.</param>
public sealed record BuiltInBlock(
    string Callback, string Priority, string File, ImmutableDictionary<string, string>? Actions = null, BlockResult Result = BlockResult.Drop)
{
    /// <summary><see cref="Priority"/> as a number.</summary>
    [JsonIgnore]
    public int PriorityValue => PriorityText.Parse(Priority);

    /// <summary>The actions for one state, in order.</summary>
    internal static string[] Split(string actions) => actions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What a built-in callback makes of an error of its action.</summary>
public enum BlockResult
{
    /// <summary>Dropped: <c>NOTIFY_DONE</c>.</summary>
    Drop,

    /// <summary><c>notifier_from_errno()</c>.</summary>
    Errno,

    /// <summary>The errno itself: it stops the walk, and decodes to success (N33). <c>srcu_module_notify()</c> does that (M33).</summary>
    BareErrno,
}

/// <summary>Two loader actions of which the second builds on the first, and what undoes each.</summary>
/// <param name="Setup">Action that must come first, e.g. <c>ftrace.module_enable</c>.</param>
/// <param name="Dependent">Action that builds on it, e.g. <c>klp.module_coming</c>.</param>
/// <param name="UndoDependent">What undoes the dependent one, and must come first on the way out.</param>
/// <param name="UndoSetup">What undoes the first one.</param>
public sealed record SetupDependency(string Setup, string Dependent, string UndoDependent, string UndoSetup);

/// <summary>A known break of an invariant in a stock kernel.</summary>
/// <param name="Invariant">I1 to I8.</param>
/// <param name="When">Feature of the matrix row in which it shows, e.g. <c>third-stops</c>; empty for any row.</param>
/// <param name="Why">One sentence with its source.</param>
public sealed record KnownBreak(string Invariant, string When, string Why);

/// <summary>Fact N52 as profile data.</summary>
public enum DoubleRegistrationEra
{
    /// <summary><c>-EEXIST</c>.</summary>
    Refused,

    /// <summary>Warns, returns 0.</summary>
    WarnOnly,

    /// <summary>Warns, loops.</summary>
    WarnAndLoop,

    /// <summary>Loops.</summary>
    SelfLoop,
}

/// <summary>How code is changed at run time.</summary>
public enum PatchingMethod
{
    /// <summary>6.1: <c>text_poke_bp_batch()</c>; breakpoints emulate the new instruction (X30 to X36).</summary>
    TextPoke,

    /// <summary>4.x: breakpoints skip the site; page permissions count (X37, X51, X60).</summary>
    Breakpoints,
}
