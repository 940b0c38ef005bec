using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>Plans as the planner of a mail makes them.</summary>
internal static class Plans
{
    /// <summary>Two built-in callbacks, required in opposite orders on load and unload, as the founding report has it.</summary>
    public static CheckPlan OnKernels(string? good, string bad, string klp, string ftrace) => new(
        CheckBasis.Kernel,
        good,
        bad,
        ChainKind.Blocking,
        "module_notify_list",
        [new PlannedCallback(klp, int.MinValue + 1), new PlannedCallback(ftrace, int.MinValue)],
        [
            Observed("load", klp, ftrace),
            Observed("unload", klp, ftrace),
            Required("load", ftrace, klp),
            Required("unload", klp, ftrace),
        ],
        ["unload"]);

    /// <summary>Callbacks of a chain that is stated in a mail.</summary>
    public static CheckPlan Stated(
        ChainKind kind, ImmutableArray<(string Name, int? Priority)> callbacks, ImmutableArray<OrderClaim> claims, params string[] teardown) =>
        new(
            CheckBasis.StatedConstraints, null, null, kind, "some_notifier_list",
            [.. callbacks.Select(c => new PlannedCallback(c.Name, c.Priority))], claims, [.. teardown]);

    public static OrderClaim Required(string onEvent, params string[] sequence) => new(onEvent, ClaimKind.Required, [.. sequence], 0);

    public static OrderClaim Observed(string onEvent, params string[] sequence) => new(onEvent, ClaimKind.Observed, [.. sequence], 0);

    /// <summary>Runs a plan as long as the test runs.</summary>
    public static Verdict Judge(CheckPlan plan) => Checker.Check(plan, Xunit.TestContext.Current.CancellationToken);

    public static FixCandidate Fix(this Verdict verdict, FixKind kind) => Xunit.Assert.Single(verdict.Fixes, f => f.Kind == kind);
}
