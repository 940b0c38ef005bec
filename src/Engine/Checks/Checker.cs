namespace TriageBot.Engine.Checks;

/// <summary>Entry point of the engine: runs a plan and judges it.</summary>
public static class Checker
{
    /// <summary>Runs the plan. Deterministic: the same plan gives the same verdict, byte for byte.</summary>
    /// <exception cref="Profiles.ProfileException">The plan names a profile that does not exist.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was left behind.</exception>
    public static Verdict Check(CheckPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Patch is not null)
        {
            return PatchCheck.Run(plan, plan.Patch, cancellationToken);
        }

        return plan.Basis == CheckBasis.Kernel ? KernelCheck.Run(plan, cancellationToken) : ChainCheck.Run(plan, cancellationToken);
    }
}
