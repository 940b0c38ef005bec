namespace TriageBot.Bot.Nightly;

/// <summary>What one run found about one thing on one kernel.</summary>
/// <param name="Profile">The kernel.</param>
/// <param name="Subject">Row of the matrix, or <c>regression N</c>.</param>
/// <param name="Result"><c>holds</c>, <c>broken</c>, or the verdict in words.</param>
/// <param name="Detail">What was broken, or empty.</param>
internal sealed record NightlyFinding(string Profile, string Subject, string Result, string Detail);

/// <summary>A difference between two runs.</summary>
/// <param name="Before">Result of the run before; null when it did not have this.</param>
internal sealed record NightlyChange(NightlyFinding Now, string? Before)
{
    public override string ToString() =>
        $"{Now.Profile}: {Now.Subject}: {(Before is null ? "new, " : Before + " -> ")}{Now.Result}{(Now.Detail.Length > 0 ? " (" + Now.Detail + ")" : "")}";
}
