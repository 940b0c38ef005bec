using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>Sentences about a patch that was applied to an emulated kernel and run.</summary>
internal static class PatchResult
{
    private const int MaxChanges = 8;

    /// <summary>What came out.</summary>
    public static string Of(PatchOutcome patch, VerdictResult result)
    {
        ArgumentNullException.ThrowIfNull(patch);
        string outcome = patch.Effect switch
        {
            PatchEffect.Repairs => $"With the {What(patch)} {Scenarios(patch.Repaired)} that {Fail(patch.Repaired)} on {patch.Base} and not on {patch.Reference} {Hold(patch.Repaired)} again, and none is lost.",
            PatchEffect.RepairsInPart => $"With the {What(patch)} {Scenarios(patch.Repaired)} that {Fail(patch.Repaired)} on {patch.Base} {Hold(patch.Repaired)} again; {Wrong(patch)}.",
            PatchEffect.Regresses => $"With the {What(patch)} {Wrong(patch)}.",
            _ => $"The {What(patch)} changes the outcome of no scenario.",
        };
        return result == VerdictResult.Contradicted ? "An order that the mail says it observed is not the order that runs. " + outcome : outcome;
    }

    /// <summary>What was run.</summary>
    public static string Run(PatchOutcome patch, string rows)
    {
        ArgumentNullException.ThrowIfNull(patch);
        string third = patch.Base == patch.Reference || patch.Reference?.StartsWith(patch.Base + " ", StringComparison.Ordinal) == true ? "" : $", and on {patch.Reference}";
        return $"Applied to profile {patch.Base}: {rows} run with the {What(patch)} and without it{third}.";
    }

    /// <summary>What the patch changes in the kernel that was run, one sentence each.</summary>
    public static IEnumerable<string> Changes(PatchOutcome patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        IEnumerable<string> told = patch.Changes.Take(MaxChanges).Select(change => SafeText.Line(change, 300));
        return patch.Changes.Length > MaxChanges ? told.Append($"and {patch.Changes.Length - MaxChanges} more") : told;
    }

    /// <summary>What was applied, in one word.</summary>
    public static string What(PatchOutcome patch) => patch is { IsSeries: true } ? "series" : "patch";

    private static string Wrong(PatchOutcome patch) => (patch.Lost.IsEmpty, patch.Remaining.IsEmpty) switch
    {
        (false, true) => $"{Scenarios(patch.Lost)} that {Hold(patch.Lost)} without it {Fail(patch.Lost)}",
        (true, false) => $"{Scenarios(patch.Remaining)} {Fail(patch.Remaining)} as before",
        _ => $"{Scenarios(patch.Lost)} that {Hold(patch.Lost)} without it {Fail(patch.Lost)}, and {Scenarios(patch.Remaining)} {Fail(patch.Remaining)} as before",
    };

    private static int Count(IEnumerable<BrokenInvariant> broken) => broken.Select(b => b.Scenario).Distinct(StringComparer.Ordinal).Count();

    private static string Scenarios(IEnumerable<BrokenInvariant> broken) => Count(broken) is var count and not 1 ? $"{count} scenarios" : "1 scenario";

    private static string Fail(IEnumerable<BrokenInvariant> broken) => Count(broken) == 1 ? "fails" : "fail";

    private static string Hold(IEnumerable<BrokenInvariant> broken) => Count(broken) == 1 ? "holds" : "hold";
}
