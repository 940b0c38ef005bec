using TriageBot.Engine.Checks;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>The two verdicts on kernels that the tests look at from many sides. Each costs thousands of emulated boots, so each is made once.</summary>
internal static class KernelVerdicts
{
    public static readonly CheckPlan FoundingPlan =
        Plans.OnKernels("livepatching-b56b36e", "ftrace-5156dca", "klp_module_notify", "ftrace_module_notify");

    private static readonly Lazy<Verdict> LazyFounding = new(() => Checker.Check(FoundingPlan));
    private static readonly Lazy<Verdict> LazyRobust = new(() => Checker.Check(Plans.OnKernels("v6.1", "v6.1+bug", "klp_nb_both", "ftrace_nb_both")));

    private static readonly Lazy<Verdict> LazyRobustWithError = new(() => Checker.Check(Plans.OnKernels("v6.1", "v6.1+bug-err", "klp_nb_both", "ftrace_nb_both")));

    public static Verdict RobustWithError => LazyRobustWithError.Value;

    public static Verdict Founding => LazyFounding.Value;

    public static Verdict Robust => LazyRobust.Value;
}
