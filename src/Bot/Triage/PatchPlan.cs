using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>What a mail that changes priorities says of the kernel before the patch, and what the patch makes of it.</summary>
internal static class PatchPlan
{
    // A block is a few lines; its callback and its priority stand together.
    private const int BlockLines = 4;

    /// <summary>The plan with the priorities from before the patch; null when the mail changes none of its callbacks.</summary>
    public static CheckPlan? Of(MailFacts facts, CheckPlan patched)
    {
        ImmutableArray<PlannedCallback> before = [.. patched.Callbacks.Select(callback => callback with { Priority = Before(facts, callback) })];
        return before.SequenceEqual(patched.Callbacks) ? null : patched with { Callbacks = before };
    }

    /// <summary>What the run with the patch says, in one sentence.</summary>
    public static string Note(CheckPlan before, CheckPlan patched, Verdict verdict)
    {
        string priorities = string.Join(", ", patched.Callbacks.Except(before.Callbacks).Select(callback => $"{callback.Name} {PriorityText.Format(callback.Priority ?? 0)}"));
        ImmutableArray<ClaimVerdict> required = [.. verdict.Claims.Where(claim => claim.Claim.Kind == ClaimKind.Required)];
        string outcome = required.IsEmpty
            ? "runs " + string.Join("; ", verdict.Claims.Where(claim => claim.Claim.Kind != ClaimKind.Proposed).Select(claim => claim.Evidence).Distinct(StringComparer.Ordinal))
            : required.All(claim => claim.Holds == true) ? "gives every required order" : "does not give every required order";
        return $"The above is the kernel before the patch. The patch ({priorities}) was run too: it {outcome}.";
    }

    private static int? Before(MailFacts facts, PlannedCallback callback)
    {
        CallbackFact? fact = facts.Callbacks.FirstOrDefault(known => known.Name.Equals(callback.Name, StringComparison.Ordinal));
        NotifierChangeFact? change = fact is null ? null : facts.NotifierChanges.FirstOrDefault(change => change.Change == NotifierChangeKind.Priority
            && (change.Block.Equals(fact.Name, StringComparison.Ordinal) || Math.Abs(change.Line - fact.Line) <= BlockLines)
            && string.Equals(change.To, fact.PriorityText, StringComparison.Ordinal));
        return change is null ? callback.Priority : PriorityText.TryParse(change.From ?? "0") ?? callback.Priority;
    }
}
