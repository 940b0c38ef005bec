using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;

namespace TriageBot.Benchmarks;

/// <summary>The founding case from the plan to the verdict: the matrix on the good and the bad kernel, and on every candidate fix.</summary>
[MemoryDiagnoser]
public class RepairBenchmarks
{
    private static readonly CheckPlan Founding = new(
        CheckBasis.Kernel,
        "livepatching-b56b36e",
        "ftrace-5156dca",
        ChainKind.Blocking,
        "module_notify_list",
        [new PlannedCallback("klp_module_notify", int.MinValue + 1), new PlannedCallback("ftrace_module_notify", int.MinValue)],
        [
            new OrderClaim("load", ClaimKind.Observed, ["klp_module_notify", "ftrace_module_notify"], 0),
            new OrderClaim("unload", ClaimKind.Observed, ["klp_module_notify", "ftrace_module_notify"], 0),
            new OrderClaim("load", ClaimKind.Required, ["ftrace_module_notify", "klp_module_notify"], 0),
            new OrderClaim("unload", ClaimKind.Required, ["klp_module_notify", "ftrace_module_notify"], 0),
        ],
        ["unload"]);

    [GlobalSetup]
    public void Setup()
    {
        // A plan that finds nothing to repair would be very fast.
        if (Checker.Check(Founding, CancellationToken.None) is not { Result: VerdictResult.Reproduced, Fixes.Length: 4 })
        {
            throw new InvalidOperationException("the founding case is not reproduced with four kinds of fixes");
        }
    }

    [Benchmark]
    public int Repair() => Checker.Check(Founding, CancellationToken.None).Fixes.Length;
}
