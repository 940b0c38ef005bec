using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles.Patches;

namespace TriageBot.Engine.Checks;

/// <summary>What a verdict rests on.</summary>
public enum CheckBasis
{
    /// <summary>Emulated kernels of the named profiles were run.</summary>
    Kernel,

    /// <summary>A chain of the stated kind was run with the stated priorities; the callbacks are not built in.</summary>
    StatedConstraints,
}

/// <summary>How an order is claimed.</summary>
public enum ClaimKind
{
    /// <summary>It is said to run so.</summary>
    Observed,

    /// <summary>It must run so.</summary>
    Required,

    /// <summary>A patch or suggestion would make it run so.</summary>
    Proposed,
}

/// <summary>A callback of the check.</summary>
/// <param name="Name">As the mail spells it.</param>
/// <param name="Priority">Stated priority; null when none is stated, which for a kernel check means the profile's and for a stated chain 0.</param>
public sealed record PlannedCallback(string Name, int? Priority);

/// <summary>One order that the mail states.</summary>
/// <param name="Event">Event name as in the plan, e.g. <c>load</c>.</param>
/// <param name="Sequence">Callback names, first runs first.</param>
/// <param name="Line">Line in the mail, from 1; 0 when the claim has no line.</param>
public sealed record OrderClaim(string Event, ClaimKind Kind, ImmutableArray<string> Sequence, int Line);

/// <summary>What to run and what to hold it against.</summary>
/// <param name="GoodProfile">Name of the last good kernel, or null when none is known (always null on stated constraints).</param>
/// <param name="BadProfile">Name of the kernel that is judged; null on stated constraints.</param>
/// <param name="Chain">Chain kind; used on stated constraints.</param>
/// <param name="ChainName">The chain as the mail names it, for people.</param>
/// <param name="TeardownEvents">Those of the claims' events that undo another one (unload, down, resume, unregister): reverse traversal applies to these.</param>
public sealed record CheckPlan(
    CheckBasis Basis,
    string? GoodProfile,
    string? BadProfile,
    ChainKind Chain,
    string ChainName,
    ImmutableArray<PlannedCallback> Callbacks,
    ImmutableArray<OrderClaim> Claims,
    ImmutableArray<string> TeardownEvents)
{
    /// <summary>A patch to apply and to judge; null for the kernels as they are. Not kept with a plan: a patch that was never merged is no regression.</summary>
    [JsonIgnore]
    public PatchTrial? Patch { get; init; }
}

/// <summary>A patch, and the kernels that it may be a patch of.</summary>
/// <param name="Series">The patches of its series up to it, itself last.</param>
/// <param name="Bases">Names of profiles; the first that it fits is the base.</param>
/// <param name="IsWhole">Whether all patches are judged as one, and not the last one on top of the others.</param>
public sealed record PatchTrial(ImmutableArray<ProfilePatch> Series, ImmutableArray<string> Bases, bool IsWhole = false);
