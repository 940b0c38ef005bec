using System.Collections.Immutable;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Triage;

/// <summary>What the planner made of a mail.</summary>
/// <param name="Plan">What to run; null when there is nothing to run.</param>
/// <param name="Missing">What the mail would have to say, one sentence each; empty when there is a plan or nothing about order.</param>
/// <param name="Notes">What a reader must know about the plan, one sentence each.</param>
internal sealed record PlanOutcome(CheckPlan? Plan, ImmutableArray<string> Missing, ImmutableArray<string> Notes)
{
    /// <summary>For a mail that holds a patch of priorities: <see cref="Plan"/> as it is with the patch; null for all others.</summary>
    public CheckPlan? Patched { get; init; }

    /// <summary>For a mail that would give callbacks other priorities: <see cref="Plan"/> with these, one for each proposal.</summary>
    public ImmutableArray<CheckPlan> Proposed { get; init; } = [];

    /// <summary>Set when <see cref="Plan"/> is run on another kernel than the one that the mail names.</summary>
    public StandIn? Instead { get; init; }

    /// <summary>The mail is not about order.</summary>
    public static PlanOutcome NotOrdering { get; } = new(null, [], []);
}
