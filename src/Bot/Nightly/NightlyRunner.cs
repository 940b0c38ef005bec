using System.Text.Json;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.Nightly;

/// <summary>Runs what a night runs; knows nothing of the store.</summary>
internal sealed class NightlyRunner(IChecker checker, IProfileCatalog catalog)
{
    /// <summary>Runs every row of the matrix on a kernel. Breaks that the profile lists as known are no findings of a bug, so they are named as such.</summary>
    public static IEnumerable<NightlyFinding> Matrix(string profile, CancellationToken cancellationToken)
    {
        KernelProfile kernel = KernelProfileCatalog.Get(profile);
        foreach (RowOutcome outcome in MatrixRunner.Run(kernel, ScenarioMatrix.For(kernel), cancellationToken))
        {
            string ids = string.Join(' ', outcome.Breaks.Select(b => b.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            yield return new NightlyFinding(profile, outcome.Row.Name, outcome.Breaks.IsEmpty ? "holds" : "broken", Detail(ids, outcome.Breaks));
        }
    }

    /// <summary>Runs a regression on a kernel.</summary>
    /// <param name="profile">Name of the kernel; null for the one that it was reported on.</param>
    /// <returns>Null when there is nothing to run: no plan was kept, or the kernel is unknown to this version.</returns>
    public Verdict? Rerun(RegressionRow regression, string? profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(regression);
        if (regression.Plan.Length == 0)
        {
            return null;
        }

        try
        {
            CheckPlan plan = PlanText.Parse(regression.Plan);
            return checker.Check(profile is null || plan.Basis != CheckBasis.Kernel ? plan : plan with { BadProfile = profile }, cancellationToken);
        }
        catch (Exception e) when (e is ProfileException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The kernel that a commit stands for, or null.</summary>
    public string? ProfileOf(string commit) => commit.Length == 0 ? null : catalog.FindByCommit(commit)?.Name;

    /// <summary>The newest kernel on a day, or null.</summary>
    public string? Newest(DateOnly day) => catalog.NewestAt(day)?.Name;

    private static string Detail(string ids, IReadOnlyList<InvariantBreak> breaks) =>
        breaks.Count == 0 ? "" : $"{ids} after \"{breaks[0].Step}\"";
}
