using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;
using Xunit;
using static TriageBot.Engine.Tests.Checks.Plans;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>Callbacks that no kernel has: judged on the chain and the orders that a mail states.</summary>
public sealed class StatedConstraintTests
{
    [Fact]
    public void Check_required_order_is_not_run_is_reproduced() => Assert.Equal(VerdictResult.Reproduced, Wrong().Result);

    [Fact]
    public void Check_reordering_is_enough_priority_passes() => Assert.True(Wrong().Fix(FixKind.Priority).Passes);

    [Fact]
    public void Check_reordering_is_enough_priorities_are_in_the_required_order()
    {
        ImmutableArray<KeyValuePair<string, int>> priorities = Wrong().Fix(FixKind.Priority).Priorities;

        Assert.Equal(["net_cb", "dev_cb"], priorities.OrderByDescending(p => p.Value).Select(p => p.Key));
    }

    [Fact]
    public void Check_reordering_is_enough_nothing_is_split() => Assert.DoesNotContain(Wrong().Fixes, f => f.Kind == FixKind.SplitHandlers);

    [Fact]
    public void Check_reordering_is_enough_there_is_no_conflict() => Assert.Empty(Wrong().Conflicts);

    [Fact]
    public void Check_broken_order_is_named_with_its_event()
    {
        BrokenInvariant broken = Assert.Single(Wrong().Regressed);

        Assert.Equal(("I7", "up", "dev_cb runs before net_cb"), (broken.Id, broken.Scenario, broken.Detail));
    }

    [Fact]
    public void Check_opposite_orders_priority_fails() => Assert.False(Opposite().Fix(FixKind.Priority).Passes);

    [Fact]
    public void Check_opposite_orders_the_pair_of_requirements_is_named()
    {
        OrderConflict conflict = Assert.Single(Opposite().Conflicts);

        Assert.Equal(["up", "down"], [conflict.First.Event, conflict.Second.Event]);
    }

    [Fact]
    public void Check_opposite_orders_splitting_one_callback_passes()
    {
        FixCandidate split = Opposite().Fix(FixKind.SplitHandlers);

        Assert.True(split.Passes);
        Assert.Single(split.HandlersSplit);
    }

    [Theory]
    [InlineData(FixKind.DirectCalls)]
    [InlineData(FixKind.ReverseTraversal)]
    public void Check_opposite_orders_kind_passes(FixKind kind) => Assert.True(Opposite().Fix(kind).Passes);

    [Fact]
    public void Check_opposite_orders_without_a_teardown_event_reverse_traversal_is_not_offered()
    {
        Verdict verdict = Plans.Judge(Stated(ChainKind.Blocking, TwoCallbacks(), [Required("up", "net_cb", "dev_cb"), Required("down", "dev_cb", "net_cb")]));

        Assert.DoesNotContain(verdict.Fixes, f => f.Kind == FixKind.ReverseTraversal);
    }

    [Fact]
    public void Check_contradictory_requirements_offer_no_fix() => Assert.Empty(Contradictory().Fixes);

    [Fact]
    public void Check_contradictory_requirements_are_reproduced() => Assert.Equal(VerdictResult.Reproduced, Contradictory().Result);

    [Fact]
    public void Check_contradictory_requirements_name_both()
    {
        OrderConflict conflict = Assert.Single(Contradictory().Conflicts);

        Assert.Equal("the requirements contradict each other: net_cb before dev_cb on up, dev_cb before net_cb on up", conflict.Detail);
    }

    [Fact]
    public void Check_observed_order_is_not_the_one_that_runs_is_contradicted() =>
        Assert.Equal(VerdictResult.Contradicted, FalseClaim().Result);

    [Fact]
    public void Check_false_claim_has_the_order_that_runs_as_evidence() =>
        Assert.Equal("a blocking chain with the stated priorities runs dev_cb, net_cb on up", Assert.Single(FalseClaim().Claims, c => c.Claim.Kind == ClaimKind.Observed).Evidence);

    [Fact]
    public void Check_required_order_is_the_one_that_runs_is_not_reproduced() => Assert.Equal(
        VerdictResult.NotReproduced,
        Plans.Judge(Stated(ChainKind.Raw, TwoCallbacks(), [Required("up", "dev_cb", "net_cb")])).Result);

    [Fact]
    public void Check_no_required_order_needs_information() => Assert.Equal(VerdictResult.NeedsInformation, Unstated().Result);

    [Fact]
    public void Check_no_required_order_says_what_is_missing() =>
        Assert.Contains("order the callbacks must run", Assert.Single(Unstated().Missing), StringComparison.Ordinal);

    [Fact]
    public void Check_one_callback_asks_for_the_other() => Assert.Contains(
        Plans.Judge(Stated(ChainKind.Raw, [("only_cb", 0)], [])).Missing,
        m => m.Contains("Which two callbacks", StringComparison.Ordinal));

    [Fact]
    public void Check_no_priority_and_no_observed_order_asks_for_the_priority() => Assert.Contains(
        Plans.Judge(Stated(ChainKind.Raw, [("a_cb", null), ("b_cb", 1)], [Required("up", "a_cb", "b_cb")])).Missing,
        m => m.StartsWith("Which priority a_cb has", StringComparison.Ordinal));

    [Fact]
    public void Check_unstated_observed_order_is_derived_from_the_priorities()
    {
        DerivedOrder derived = Assert.Single(Wrong().Derived);

        Assert.Equal(("up", "dev_cb net_cb"), (derived.Event, string.Join(' ', derived.Sequence)));
    }

    [Fact]
    public void Check_stated_observed_order_is_not_derived() => Assert.Empty(
        Plans.Judge(Stated(ChainKind.Raw, TwoCallbacks(), [Observed("up", "dev_cb", "net_cb"), Required("up", "net_cb", "dev_cb")])).Derived);

    [Fact]
    public void Check_equal_priorities_run_in_the_order_of_the_mail() => Assert.Equal(
        VerdictResult.NotReproduced,
        Plans.Judge(Stated(ChainKind.Blocking, [("b_cb", 0), ("a_cb", 0)], [Required("up", "b_cb", "a_cb")])).Result);

    [Fact]
    public void Check_equal_priorities_in_the_wrong_order_reordering_passes() => Assert.True(
        Plans.Judge(Stated(ChainKind.Blocking, [("b_cb", 0), ("a_cb", 0)], [Required("up", "a_cb", "b_cb")])).Fix(FixKind.Priority).Passes);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    public void Check_equal_priorities_at_any_height_can_be_set_apart(int priority) => Assert.True(
        Plans.Judge(Stated(ChainKind.Blocking, [("a_cb", priority), ("b_cb", priority), ("c_cb", priority)], [Required("up", "c_cb", "b_cb", "a_cb")]))
            .Fix(FixKind.Priority).Passes);

    [Fact]
    public void Check_three_callbacks_reordering_passes() => Assert.True(
        Plans.Judge(Stated(ChainKind.Blocking, [("a_cb", 3), ("b_cb", 2), ("c_cb", 1)], [Required("up", "c_cb", "a_cb", "b_cb")])).Fix(FixKind.Priority).Passes);

    [Fact]
    public void Check_three_callbacks_cycle_over_three_events_is_named() => Assert.Contains(
        "a_cb before b_cb on one, b_cb before c_cb on two, c_cb before a_cb on three",
        Assert.Single(Circle().Conflicts).Detail,
        StringComparison.Ordinal);

    [Fact]
    public void Check_three_callbacks_cycle_splitting_one_is_enough() => Assert.Single(Circle().Fix(FixKind.SplitHandlers).HandlersSplit);

    [Theory]
    [InlineData(ChainKind.Blocking)]
    [InlineData(ChainKind.Atomic)]
    [InlineData(ChainKind.Raw)]
    [InlineData(ChainKind.Srcu)]
    public void Check_every_chain_kind_gives_the_same_result(ChainKind kind)
    {
        Verdict verdict = Plans.Judge(Stated(kind, TwoCallbacks(), [Required("up", "net_cb", "dev_cb"), Required("down", "dev_cb", "net_cb")], "down"));

        Assert.Equal(Signature(Opposite()), Signature(verdict));
    }

    [Fact]
    public void Check_renamed_callbacks_give_the_same_verdict()
    {
        Verdict renamed = Plans.Judge(Stated(
            ChainKind.Blocking,
            [("zz_first", 10), ("aa_second", 0)],
            [Required("up", "aa_second", "zz_first"), Required("down", "zz_first", "aa_second")],
            "down"));

        Assert.Equal(Signature(Opposite()), Signature(renamed));
    }

    [Fact]
    public void Check_twice_gives_the_same_verdict() =>
        Assert.Equal(VerdictText.Of(Opposite()), VerdictText.Of(Opposite()));

    [Fact]
    public void Check_replay_arguments_are_a_chain_that_parses()
    {
        CheckPlan plan = ChainText.Parse(Opposite().ReplayArguments[1], _ => ["down"]);

        Assert.Equal(Signature(Opposite()), Signature(Plans.Judge(plan)));
    }

    private static string Signature(Verdict verdict) =>
        $"{verdict.Result} {verdict.Conflicts.Length} {string.Join(' ', verdict.Fixes.Select(f => $"{f.Kind}:{f.Passes}:{f.HandlersSplit.Length}"))}";

    private static ImmutableArray<(string, int?)> TwoCallbacks() => [("dev_cb", 10), ("net_cb", 0)];

    private static Verdict Wrong() => Plans.Judge(Stated(ChainKind.Blocking, TwoCallbacks(), [Required("up", "net_cb", "dev_cb")]));

    private static Verdict Opposite() => Plans.Judge(Stated(
        ChainKind.Blocking, TwoCallbacks(), [Required("up", "net_cb", "dev_cb"), Required("down", "dev_cb", "net_cb")], "down"));

    private static Verdict Contradictory() => Plans.Judge(Stated(
        ChainKind.Blocking, TwoCallbacks(), [Required("up", "net_cb", "dev_cb"), Required("up", "dev_cb", "net_cb")]));

    private static Verdict FalseClaim() => Plans.Judge(Stated(
        ChainKind.Blocking, TwoCallbacks(), [Observed("up", "net_cb", "dev_cb"), Required("up", "net_cb", "dev_cb")]));

    private static Verdict Unstated() => Plans.Judge(Stated(ChainKind.Blocking, TwoCallbacks(), [Observed("up", "dev_cb", "net_cb")]));

    private static Verdict Circle() => Plans.Judge(Stated(
        ChainKind.Blocking,
        [("a_cb", 3), ("b_cb", 2), ("c_cb", 1)],
        [Required("one", "a_cb", "b_cb"), Required("two", "b_cb", "c_cb"), Required("three", "c_cb", "a_cb")]));
}
