using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.Reports;

/// <summary>Sentences that several renderings share.</summary>
internal static class ReportWords
{
    /// <summary>A claim in one line, e.g. <c>required on load: a, b</c>.</summary>
    public static string Of(OrderClaim claim) =>
        $"{Words.Of(claim.Kind)} on {SafeText.Name(claim.Event)}: {string.Join(", ", claim.Sequence.Select(SafeText.Name))}";

    /// <summary>What the run says about a claim, without the evidence.</summary>
    public static string Answer(ClaimVerdict verdict) => (verdict.Claim.Kind, verdict.Holds) switch
    {
        (ClaimKind.Observed, true) => "confirmed",
        (ClaimKind.Observed, false) => "not so",
        (ClaimKind.Required, true) => "met",
        (ClaimKind.Required, false) => "not met",
        (_, true) => "holds",
        (_, false) => "does not hold",
        _ => "not judged by this run",
    };

    /// <summary>The result in a short sentence.</summary>
    public static string Result(Verdict verdict) => verdict.Patch is { Reference: not null } patch
        ? PatchResult.Of(patch, verdict.Result)
        : AsStated(verdict);

    private static string AsStated(Verdict verdict) => verdict.Result switch
    {
        VerdictResult.Reproduced => "Reproduced.",
        VerdictResult.NotReproduced => "Not reproduced: the run does not show what the report says goes wrong.",
        VerdictResult.Contradicted => "Contradicted: an order that the report says it observed is not the order that runs.",
        VerdictResult.NeedsInformation => "Whether an order is wrong cannot be told from what the mail states.",
        _ => "Nothing about the order of callbacks was found to check.",
    };

    /// <summary>What the verdict rests on; null when nothing was run.</summary>
    public static string? Basis(Verdict verdict, CheckPlan? plan)
    {
        if (plan is null)
        {
            return null;
        }

        return verdict.Basis == CheckBasis.Kernel
            ? "The kernels are emulated."
            : $"This rests on what the mail states and on no kernel's code: one {Words.Of(plan.Chain)} chain "
              + $"({SafeText.Name(plan.ChainName)}) with {string.Join(", ", plan.Callbacks.Select(c => $"{SafeText.Name(c.Name)} at {PriorityText.Format(c.Priority ?? 0)}"))}.";
    }

    /// <summary>What was run; null when nothing was.</summary>
    public static string? Run(Verdict verdict)
    {
        if (verdict.RowsRun == 0)
        {
            return null;
        }

        string rows = verdict.RowsRun == 1 ? "1 scenario was" : $"{verdict.RowsRun} scenarios were";
        if (verdict.Patch is { Reference: not null } patch)
        {
            return PatchResult.Run(patch, rows);
        }

        return (verdict.BadProfile, verdict.GoodProfile) switch
        {
            (null, _) => $"{rows} run.",
            ({ } bad, null) => $"{rows} run on {bad}; no good kernel is named to compare with.",
            ({ } bad, { } good) => $"{rows} run on each of {bad} (first bad) and {good} (last good).",
        };
    }

    /// <summary>A broken invariant in one sentence.</summary>
    public static string Of(BrokenInvariant broken) =>
        $"{Invariant(broken.Id)} after \"{SafeText.Line(broken.Step, 120)}\" in {SafeText.Line(broken.Scenario, 120)}: {SafeText.Line(broken.Detail)}";

    // The ids are those of the engine; a reader of a mail has no table of them at hand.
    private static string Invariant(string id) => id switch
    {
        "I1" => "I1 (a patched function runs its replacement)",
        "I2" => "I2 (no ftrace record outlives its module)",
        "I3" => "I3 (text is written only where allowed)",
        "I4" => "I4 (a call site holds what its record says)",
        "I5" => "I5 (call sites are converted before module code runs)",
        "I6" => "I6 (who saw COMING sees GOING once)",
        "I7" => "I7 (the required order)",
        "I8" => "I8 (nothing refers to freed module memory)",
        _ => SafeText.Line(id, 40),
    };

    /// <summary>A candidate's outcome, priorities aside.</summary>
    public static string Outcome(FixCandidate fix, Verdict verdict)
    {
        if (fix.Passes && verdict.Basis == CheckBasis.StatedConstraints)
        {
            return fix.RowsRun switch
            {
                1 => "gives the required order",
                2 => "gives the required order for both events",
                _ => $"gives the required order for all {fix.RowsRun} events",
            };
        }

        if (fix.Passes)
        {
            // Passing is relative: rows that the good kernel breaks too are not counted against a candidate.
            string held = verdict.GoodProfile is null ? "" : $" that held on {verdict.GoodProfile}";
            return $"passes: {fix.RowsRun} scenarios run, none lost{held}";
        }

        string because = SafeText.Line(fix.FailsBecause).TrimEnd('.');
        return because.Length == 0 ? "fails" : "fails: " + because;
    }

    /// <summary>A lost row in one line.</summary>
    /// <param name="heldBy">Whether to say which candidates hold it; those that pass hold every row.</param>
    public static string Of(RowLoss loss, bool heldBy = true)
    {
        string held = loss.HeldBy.IsEmpty || !heldBy ? "" : $" (held by {string.Join(", ", loss.HeldBy.Select(k => Words.Of(k)))})";
        return $"{SafeText.Line(loss.Row, 120)}: {Invariant(loss.Invariant)} after \"{SafeText.Line(loss.Step, 120)}\"{held}";
    }

    /// <summary>Priorities of a candidate in one line; empty when it has none.</summary>
    public static string Priorities(FixCandidate fix) =>
        string.Join(", ", fix.Priorities.Select(p => $"{Handler(p.Key)} {PriorityText.Format(p.Value)}"));

    /// <summary>The command that repeats the run, as a shell takes it; null when nothing was run.</summary>
    public static string? Replay(Verdict verdict) =>
        verdict.ReplayArguments.IsEmpty ? null : "triagebot " + string.Join(' ', verdict.ReplayArguments.Select(ShellWord));

    // A handler may be written "callback (event)".
    private static string Handler(string key) => SafeText.Line(key, 120);

    private static string ShellWord(string argument)
    {
        string word = SafeText.Verbatim(argument);
        bool isPlain = word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or '+' or ',' or '@' or '%');
        return isPlain ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
