using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using Xunit;
using static TriageBot.Engine.Tests.Checks.Plans;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>Checks on kernels that are right, and plans that do not fit a kernel.</summary>
public sealed class KernelCheckTests
{
    private static readonly Lazy<Verdict> LazyHealthy = new(() => Plans.Judge(
        Plan(null, "v4.6", [new("klp_module_notify", int.MinValue + 1), new("no_such_notify", 0), new("jump_label_module_notify", 3)])));

    private static Verdict Healthy => LazyHealthy.Value;

    [Fact]
    public void Check_upstream_fix_is_not_reproduced() => Assert.Equal(VerdictResult.NotReproduced, Healthy.Result);

    [Fact]
    public void Check_nothing_reproduced_offers_no_fix() => Assert.Empty(Healthy.Fixes);

    [Fact]
    public void Check_known_breaks_alone_are_no_regression() => Assert.Equal((0, true), (Healthy.Regressed.Length, Healthy.KnownBreaks.All(b => b.Known)));

    [Fact]
    public void Check_callback_of_another_kernel_names_the_kernels_that_fit() =>
        Assert.Contains("klp_module_notify is not on the module chain of v4.6; it is in ftrace-5156dca, livepatching-b56b36e", Healthy.Notes);

    [Fact]
    public void Check_callback_of_no_kernel_is_said() => Assert.Contains("no_such_notify is not built into v4.6", Healthy.Notes);

    [Fact]
    public void Check_other_priority_than_the_kernels_is_said() =>
        Assert.Contains("the mail gives jump_label_module_notify the priority 3; in v4.6 it is 1", Healthy.Notes);

    [Fact]
    public void Check_unknown_kernel_lists_those_that_exist() => Assert.Contains(
        "ftrace-5156dca", Assert.Throws<ProfileException>(() => Plans.Judge(Plan(null, "v0.1", []))).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_no_kernel_is_said() => Assert.Throws<ProfileException>(() => Plans.Judge(Plan(null, null, [])));

    private static CheckPlan Plan(string? good, string? bad, ImmutableArray<PlannedCallback> callbacks) => new(
        CheckBasis.Kernel, good, bad, ChainKind.Blocking, "module_notify_list", callbacks, [Required("load", "ftrace_module_enable", "klp_module_coming")], []);
}
