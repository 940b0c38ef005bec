using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>A mail, what was run for it and what came out.</summary>
/// <param name="Plan">Null when nothing was run.</param>
internal sealed record Judgement(MailFacts Facts, CheckPlan? Plan, Verdict Verdict);

/// <summary>One mail from bytes to verdict.</summary>
internal sealed class Judge(IMailParser parser, ScenarioPlanner planner, IChecker checker)
{
    public Judgement Run(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        MailFacts facts = parser.Read(message);
        PlanOutcome outcome = planner.Plan(facts);
        if (outcome.Plan is null)
        {
            return new Judgement(facts, null, NothingRun(outcome));
        }

        Verdict verdict = checker.Check(outcome.Plan, cancellationToken);
        return new Judgement(facts, outcome.Plan, verdict with { Notes = [.. outcome.Notes, .. verdict.Notes] });
    }

    private static Verdict NothingRun(PlanOutcome outcome) => new(
        Result: outcome.Missing.IsEmpty ? VerdictResult.NotOrdering : VerdictResult.NeedsInformation,
        Basis: CheckBasis.StatedConstraints,
        GoodProfile: null,
        BadProfile: null,
        Claims: [],
        Derived: [],
        Conflicts: [],
        Regressed: [],
        KnownBreaks: [],
        Trace: [],
        FullTrace: [],
        Fixes: [],
        Missing: outcome.Missing,
        Notes: outcome.Notes,
        RowsRun: 0,
        ReplayArguments: ImmutableArray<string>.Empty);
}
