using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>What a mail that changes priorities, or would, says of the kernel before that, and what the change makes of it.</summary>
internal static class PatchPlan
{
    // A block is a few lines; its callback and its priority stand together.
    private const int BlockLines = 4;
    private const int MaxProposals = 3;

    /// <summary>The plan with the priorities from before the patch; null when the mail changes none of its callbacks.</summary>
    public static CheckPlan? Of(MailFacts facts, CheckPlan patched)
    {
        ImmutableArray<PlannedCallback> before = [.. patched.Callbacks.Select(callback => callback with { Priority = Before(facts, callback) })];
        return before.SequenceEqual(patched.Callbacks) ? null : patched with { Callbacks = before };
    }

    /// <summary>The plan with the priorities that the mail's words would give, one for each proposal that changes any.</summary>
    public static ImmutableArray<CheckPlan> Proposed(MailFacts facts, CheckPlan plan) =>
    [
        .. facts.PriorityProposals
            .Select(proposal => plan with { Callbacks = [.. plan.Callbacks.Select(callback => callback with { Priority = PriorityIn(proposal, callback) })] })
            .Where(changed => !changed.Callbacks.SequenceEqual(plan.Callbacks))
            .Take(MaxProposals),
    ];

    /// <summary>What the run with the change says, in one sentence.</summary>
    /// <param name="isPatch">Whether the change is a patch of the mail, and not its words.</param>
    public static string Note(CheckPlan before, CheckPlan patched, Verdict verdict, bool isPatch)
    {
        string priorities = string.Join(", ", patched.Callbacks.Except(before.Callbacks).Select(callback => $"{callback.Name} {PriorityText.Format(callback.Priority ?? 0)}"));
        ImmutableArray<ClaimVerdict> required = [.. verdict.Claims.Where(claim => claim.Claim.Kind == ClaimKind.Required)];
        string outcome = required.IsEmpty
            ? "runs " + string.Join("; ", verdict.Claims.Where(claim => claim.Claim.Kind != ClaimKind.Proposed).Select(claim => claim.Evidence).Distinct(StringComparer.Ordinal))
            : required.All(claim => claim.Holds == true) ? "gives every required order" : "does not give every required order";
        return isPatch
            ? $"The above is the kernel before the patch. The patch ({priorities}) was run too: it {outcome}."
            : $"What the mail proposes ({priorities}) was run too: it {outcome}.";
    }

    private static int? PriorityIn(PriorityProposal proposal, PlannedCallback callback) =>
        proposal.Callbacks.FirstOrDefault(fact => fact.Name.Equals(callback.Name, StringComparison.Ordinal))?.Priority ?? callback.Priority;

    private static int? Before(MailFacts facts, PlannedCallback callback)
    {
        CallbackFact? fact = facts.Callbacks.FirstOrDefault(known => known.Name.Equals(callback.Name, StringComparison.Ordinal));
        NotifierChangeFact? change = fact is null ? null : facts.NotifierChanges.FirstOrDefault(change => change.Change == NotifierChangeKind.Priority
            && (change.Block.Equals(fact.Name, StringComparison.Ordinal) || Math.Abs(change.Line - fact.Line) <= BlockLines)
            && string.Equals(change.To, fact.PriorityText, StringComparison.Ordinal));
        return change is null ? callback.Priority : PriorityText.TryParse(change.From ?? "0") ?? callback.Priority;
    }
}
