using TriageBot.Engine.Checks;
using Xunit;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>The report of 2016: the kernel before and the kernel after, on the plain chain.</summary>
public sealed class FoundingPairTests
{
    private const string Klp = "klp_module_notify";
    private const string Ftrace = "ftrace_module_notify";

    private static Verdict Verdict => KernelVerdicts.Founding;

    private static FixCandidate Swap => Verdict.Fix(FixKind.Priority);

    [Fact]
    public void Check_founding_pair_is_reproduced() => Assert.Equal(VerdictResult.Reproduced, Verdict.Result);

    [Fact]
    public void Check_founding_pair_names_both_kernels() =>
        Assert.Equal(("livepatching-b56b36e", "ftrace-5156dca"), (Verdict.GoodProfile, Verdict.BadProfile));

    [Fact]
    public void Check_founding_pair_judges_each_claim() => Assert.Equal([true, true, false, true], Verdict.Claims.Select(c => c.Holds));

    [Fact]
    public void Check_founding_pair_old_function_runs_after_the_load()
    {
        BrokenInvariant first = Assert.Single(Verdict.Regressed, b => b is { Id: "I1", Scenario: "patch-then-target/unload" });

        Assert.Equal("insmod target.ko", first.Step);
    }

    [Fact]
    public void Check_founding_pair_regressions_are_not_known_breaks() => Assert.DoesNotContain(Verdict.Regressed, b => b.Known);

    [Fact]
    public void Check_founding_pair_known_break_of_the_plain_chain_is_listed_as_known() =>
        Assert.Equal(("I6", true), Verdict.KnownBreaks.Select(b => (b.Id, b.Known)).Single());

    [Fact]
    public void Check_founding_pair_target_first_holds() =>
        Assert.DoesNotContain(Verdict.Regressed, b => b.Scenario == "target-then-patch/unload");

    [Fact]
    public void Check_founding_pair_conflict_is_load_against_unload()
    {
        OrderConflict conflict = Assert.Single(Verdict.Conflicts);

        Assert.Equal([("load", $"{Ftrace} {Klp}"), ("unload", $"{Klp} {Ftrace}")], new[] { conflict.First, conflict.Second }.Select(c => (c.Event, string.Join(' ', c.Sequence))));
    }

    [Theory]
    [InlineData(FixKind.Priority, false)]
    [InlineData(FixKind.SplitHandlers, true)]
    [InlineData(FixKind.DirectCalls, true)]
    [InlineData(FixKind.ReverseTraversal, true)]
    public void Check_founding_pair_kind_passes_or_not(FixKind kind, bool passes) => Assert.Equal(passes, Verdict.Fix(kind).Passes);

    [Fact]
    public void Check_founding_pair_fixes_that_pass_come_first() => Assert.Equal([true, true, true, false], Verdict.Fixes.Select(f => f.Passes));

    [Fact]
    public void Check_swap_is_the_two_priorities_exchanged() =>
        Assert.Equal([KeyValuePair.Create(Ftrace, int.MinValue + 1), KeyValuePair.Create(Klp, int.MinValue)], Swap.Priorities);

    [Fact]
    public void Check_swap_mends_the_load_and_breaks_the_unload()
    {
        RowLoss loss = Assert.Single(Swap.RowsLost, l => l.Row == "patch-then-target/unload");

        Assert.Equal(("I2", "rmmod target"), (loss.Invariant, loss.Step));
    }

    [Fact]
    public void Check_swap_fails_with_the_proof_first() =>
        Assert.StartsWith($"no single priority per callback gives both: {Ftrace} before {Klp} on load", Swap.FailsBecause, StringComparison.Ordinal);

    [Fact]
    public void Check_swap_rows_lost_are_held_by_the_other_kinds() => Assert.All(
        Swap.RowsLost, l => Assert.Equal([FixKind.SplitHandlers, FixKind.DirectCalls, FixKind.ReverseTraversal], l.HeldBy));

    [Fact]
    public void Check_reverse_traversal_passes_at_the_top_of_the_chain() => Assert.Equal(
        [KeyValuePair.Create(Ftrace, int.MaxValue), KeyValuePair.Create(Klp, int.MaxValue - 1)], Verdict.Fix(FixKind.ReverseTraversal).Priorities);

    [Fact]
    public void Check_reverse_traversal_at_the_old_place_loses_rows_and_is_told() => Assert.Matches(
        $"Tried too: .*{Ftrace} INT_MIN \\+ 1, {Klp} INT_MIN.*loses [0-9]+ rows, first patch-then-target/unload/third-stops-between",
        Verdict.Fix(FixKind.ReverseTraversal).Sketch);

    [Fact]
    public void Check_split_handlers_splits_as_few_callbacks_as_possible() => Assert.Equal([Ftrace], Verdict.Fix(FixKind.SplitHandlers).HandlersSplit);

    [Fact]
    public void Check_direct_calls_change_no_order_of_others() => Assert.Empty(Verdict.Fix(FixKind.DirectCalls).OrderChanges);

    [Fact]
    public void Check_every_candidate_ran_the_whole_matrix() => Assert.All(Verdict.Fixes, f => Assert.Equal(Verdict.RowsRun, f.RowsRun));

    [Fact]
    public void Check_trace_shows_both_callbacks_on_coming_in_the_order_of_the_report()
    {
        string[] coming = [.. Verdict.Trace.Where(l => l.Contains(" COMING: ", StringComparison.Ordinal))];

        Assert.Equal(
            [$"module_notify_list COMING: {Klp} [priority INT_MIN + 1]", $"module_notify_list COMING: {Ftrace} [priority INT_MIN]"], coming);
    }

    [Fact]
    public void Check_trace_shows_the_old_function() => Assert.Contains("target: target_fn(1) OLD", Verdict.Trace);

    [Fact]
    public void Check_replay_repeats_the_row_on_the_bad_kernel() =>
        Assert.Equal(["check", "patch-then-target/unload", "--profile", "ftrace-5156dca"], Verdict.ReplayArguments);

    [Fact]
    public void Check_twice_gives_the_same_verdict_byte_for_byte() =>
        Assert.Equal(VerdictText.Of(Verdict), VerdictText.Of(Checker.Check(KernelVerdicts.FoundingPlan, TestContext.Current.CancellationToken)));

    [Fact]
    public void Check_cancelled_token_stops_the_run() =>
        Assert.Throws<OperationCanceledException>(() => Checker.Check(KernelVerdicts.FoundingPlan, new CancellationToken(canceled: true)));
}
