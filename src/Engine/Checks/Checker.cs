namespace TriageBot.Engine.Checks;

/// <summary>Entry point of the engine: runs a plan and judges it.</summary>
public static class Checker
{
    /// <summary>Runs the plan. Deterministic: the same plan gives the same verdict, byte for byte.</summary>
    /// <exception cref="ArgumentException">The plan names a profile that does not exist.</exception>
    public static Verdict Check(CheckPlan plan, CancellationToken cancellationToken = default) => throw new System.Diagnostics.UnreachableException();
}
