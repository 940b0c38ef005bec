using System.Collections.Immutable;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Checks;

/// <summary>The answer to a <see cref="CheckPlan"/>.</summary>
public enum VerdictResult
{
    /// <summary>The run shows what the mail reports.</summary>
    Reproduced,

    /// <summary>The run does not show it.</summary>
    NotReproduced,

    /// <summary>An order that the mail says it observed is not the order that runs.</summary>
    Contradicted,

    /// <summary>Too little is stated to judge; <see cref="Verdict.Missing"/> says what.</summary>
    NeedsInformation,

    /// <summary>Nothing about order to judge.</summary>
    NotOrdering,
}

/// <summary>What a candidate fix changes.</summary>
public enum FixKind
{
    /// <summary>One new priority per callback.</summary>
    Priority,

    /// <summary>Callbacks split into one handler per event, each with its own priority.</summary>
    SplitHandlers,

    /// <summary>Callbacks taken off the chain and called directly in the required order.</summary>
    DirectCalls,

    /// <summary>Teardown events walk the chain from low to high priority.</summary>
    ReverseTraversal,
}

/// <summary>A claim and what the run showed.</summary>
/// <param name="Holds">Null when the run cannot tell (a proposed order is judged by the fixes).</param>
/// <param name="Evidence">One sentence: what was seen where.</param>
public sealed record ClaimVerdict(OrderClaim Claim, bool? Holds, string Evidence);

/// <summary>An order that nobody stated and that follows from the run.</summary>
public sealed record DerivedOrder(string Event, ImmutableArray<string> Sequence);

/// <summary>An invariant that did not hold.</summary>
/// <param name="Id">I1 to I8; on stated constraints <c>I7</c> (required order).</param>
/// <param name="Step">The step after which it did not hold, as a transcript command.</param>
/// <param name="Scenario">Name of the matrix row.</param>
/// <param name="Detail">One sentence: which thing, what was found instead.</param>
/// <param name="Known">True when the profile lists the break as known; such a break is never a regression.</param>
public sealed record BrokenInvariant(string Id, string Step, string Scenario, string Detail, bool Known);

/// <summary>Two requirements that no single assignment can satisfy.</summary>
/// <param name="Detail">One sentence that names both and says why they conflict.</param>
public sealed record OrderConflict(OrderClaim First, OrderClaim Second, string Detail);

/// <summary>A matrix row that held on the good kernel and does not with a candidate.</summary>
/// <param name="HeldBy">Kinds of the other candidates that hold this row.</param>
public sealed record RowLoss(string Row, string Invariant, string Step, ImmutableArray<FixKind> HeldBy);

/// <summary>A candidate fix that was applied to the bad kernel and run.</summary>
/// <param name="FailsBecause">Null when it passes.</param>
/// <param name="Priorities">New priority per callback, or per handler <c>callback (event)</c> when split; in chain order.</param>
/// <param name="HandlersSplit">Callbacks that are split.</param>
/// <param name="RowsRun">Number of matrix rows that were run for it.</param>
/// <param name="OrderChanges">Other callbacks of the chain whose order to these changes.</param>
/// <param name="Sketch">The change in C, as a sketch against no particular tree.</param>
/// <param name="Kernel">The kernel with the candidate in it, as it was run; null on stated constraints.</param>
public sealed record FixCandidate(
    FixKind Kind,
    bool Passes,
    string? FailsBecause,
    ImmutableArray<KeyValuePair<string, int>> Priorities,
    ImmutableArray<string> HandlersSplit,
    int RowsRun,
    ImmutableArray<RowLoss> RowsLost,
    ImmutableArray<string> OrderChanges,
    string Sketch,
    KernelProfile? Kernel = null);

/// <summary>What was run and what came out. Says nothing that was not run.</summary>
/// <param name="Regressed">Rows that held on the good kernel (or are required) and fail on the bad one, with the invariant and step.</param>
/// <param name="Trace">The trace that shows it, short enough to read in a mail.</param>
/// <param name="FullTrace">The whole transcript of that run.</param>
/// <param name="Missing">What the mail would have to say, one sentence each; empty unless <see cref="VerdictResult.NeedsInformation"/>.</param>
/// <param name="Notes">Remarks that a reader must know, e.g. a priority that differs from the profile's.</param>
/// <param name="RowsRun">Matrix rows run on each kernel.</param>
/// <param name="ReplayArguments">Arguments of <c>triagebot</c> that repeat the run of <paramref name="Trace"/>, each one shell word; empty when nothing was run.</param>
public sealed record Verdict(
    VerdictResult Result,
    CheckBasis Basis,
    string? GoodProfile,
    string? BadProfile,
    ImmutableArray<ClaimVerdict> Claims,
    ImmutableArray<DerivedOrder> Derived,
    ImmutableArray<OrderConflict> Conflicts,
    ImmutableArray<BrokenInvariant> Regressed,
    ImmutableArray<BrokenInvariant> KnownBreaks,
    ImmutableArray<string> Trace,
    ImmutableArray<string> FullTrace,
    ImmutableArray<FixCandidate> Fixes,
    ImmutableArray<string> Missing,
    ImmutableArray<string> Notes,
    int RowsRun,
    ImmutableArray<string> ReplayArguments)
{
    /// <summary>What came of applying a patch; null when there was none to apply.</summary>
    public PatchOutcome? Patch { get; init; }
}
