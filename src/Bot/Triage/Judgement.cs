using System.Collections.Immutable;
using TriageBot.Bot.Patches;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>A mail, what was run for it and what came out.</summary>
/// <param name="Plan">Null when nothing was run.</param>
/// <param name="Patch">A passing candidate as a complete diff, where there is something that it could apply to.</param>
internal sealed record Judgement(MailFacts Facts, CheckPlan? Plan, Verdict Verdict, CandidatePatch? Patch = null);

/// <summary>One mail from bytes to verdict.</summary>
internal sealed class Judge(IMailParser parser, ScenarioPlanner planner, IChecker checker, ICommitVerifier? verifier = null, PatchWriter? patches = null)
{
    /// <summary>Judges a mail by itself.</summary>
    public Judgement Run(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => Run(Read(message), [], cancellationToken);

    /// <summary>The facts of a mail; its commits are verified when a kernel tree is configured.</summary>
    public MailFacts Read(ReadOnlyMemory<byte> message)
    {
        MailFacts facts = parser.Read(message);
        return verifier?.Verify(facts) ?? facts;
    }

    /// <summary>Judges a mail, with what the mails before it in the thread say where it says too little by itself.</summary>
    /// <param name="earlier">The nearest mail first.</param>
    public Judgement Run(MailFacts facts, IReadOnlyList<EarlierMail> earlier, CancellationToken cancellationToken)
    {
        (CheckPlan Plan, Verdict Verdict)? patched = Patched(facts, earlier, cancellationToken);
        if (patched is { Verdict.Patch.Effect: not (PatchEffect.NotPlaced or PatchEffect.None) } tried)
        {
            return new Judgement(facts, tried.Plan, tried.Verdict);
        }

        Judgement judgement = AsStated(facts, earlier, cancellationToken);
        return patched is null ? judgement : judgement with { Verdict = Untried(judgement.Verdict, patched.Value.Verdict) };
    }

    private Judgement AsStated(MailFacts facts, IReadOnlyList<EarlierMail> earlier, CancellationToken cancellationToken)
    {
        (MailFacts read, PlanOutcome outcome) = Plan(facts, earlier);
        if (outcome.Plan is null)
        {
            return new Judgement(read, null, NothingRun(outcome));
        }

        Verdict verdict = SecondOpinion(outcome.Plan, outcome.Instead, checker.Check(outcome.Plan, cancellationToken), cancellationToken);
        List<string> notes = [.. outcome.Notes, .. verdict.Notes];
        ImmutableArray<CheckPlan> changed = outcome.Patched is { } patched ? [patched] : outcome.Proposed;
        notes.InsertRange(0, changed.Select(plan => PatchPlan.Note(outcome.Plan, plan, checker.Check(plan, cancellationToken), isPatch: outcome.Patched is not null)));

        return new Judgement(read, outcome.Plan, verdict with { Notes = [.. notes] }, patches?.Write(read, outcome.Plan, verdict));
    }

    // What somebody saw on a kernel that is not known here is contradicted only if the known ones before and after it agree.
    private Verdict SecondOpinion(CheckPlan plan, StandIn? instead, Verdict verdict, CancellationToken cancellationToken)
    {
        if (instead is null || verdict.Result != VerdictResult.Contradicted)
        {
            return verdict;
        }

        Verdict? next = instead.Next is null ? null : checker.Check(plan with { GoodProfile = null, BadProfile = instead.Next }, cancellationToken);
        bool agrees = next is not null && verdict.Claims.Where(IsDenied).All(c => next.Claims.Any(other => IsDenied(other) && other.Claim == c.Claim));
        return agrees
            ? verdict with { Notes = [.. verdict.Notes, $"{instead.Next}, the next known kernel, runs them in the same order."] }
            : verdict with
            {
                Result = VerdictResult.NeedsInformation,
                Notes = [.. verdict.Notes, next is null
                    ? $"No known kernel is as new as {instead.Version}: that {instead.Profile} runs another order says too little of it."
                    : $"{instead.Profile} and {instead.Next} differ in this, and {instead.Version} lies between them."],
            };
    }

    private static bool IsDenied(ClaimVerdict claim) => claim is { Claim.Kind: ClaimKind.Observed, Holds: false };

    private (CheckPlan Plan, Verdict Verdict)? Patched(MailFacts facts, IReadOnlyList<EarlierMail> earlier, CancellationToken cancellationToken) =>
        planner.PlanPatch(facts, earlier) is { } plan ? (plan, checker.Check(plan, cancellationToken)) : null;

    // What the mail states is judged on the kernel before the patch; that the patch was not run is said beside it.
    private static Verdict Untried(Verdict stated, Verdict patch) => stated with
    {
        Patch = patch.Patch,
        Result = stated.Result == VerdictResult.NotOrdering ? patch.Result : stated.Result,
        Notes = [.. stated.Notes, .. patch.Patch is { Effect: PatchEffect.NotPlaced } missed ? [$"The patch was not run: {string.Join("; ", missed.Unplaced)}."] : Array.Empty<string>()],
    };

    // The facts stay the mail's own: what others said stands in the plan and in the notes.
    private (MailFacts Facts, PlanOutcome Outcome) Plan(MailFacts facts, IReadOnlyList<EarlierMail> earlier)
    {
        PlanOutcome alone = planner.Plan(facts);
        if (alone.Plan is not null || ThreadFacts.Merge(facts, earlier) is not { } thread)
        {
            return (facts, alone);
        }

        PlanOutcome together = planner.Plan(thread.Facts);
        return together.Plan is null
            ? (facts, alone)
            : (facts with { Class = thread.Facts.Class, ClassReason = thread.Facts.ClassReason }, together with { Notes = [.. thread.Notes, .. together.Notes] });
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
