using TriageBot.Engine.Checks;
using Xunit;

namespace TriageBot.Engine.Tests.Checks;

/// <summary>The same mistake made again on 6.1, whose chain is robust: there a third user of the chain tells the candidates apart.</summary>
public sealed class RobustPairTests
{
    private static Verdict Verdict => KernelVerdicts.Robust;

    [Fact]
    public void Check_robust_pair_is_reproduced() => Assert.Equal(VerdictResult.Reproduced, Verdict.Result);

    [Theory]
    [InlineData(FixKind.Priority, false)]
    [InlineData(FixKind.SplitHandlers, false)]
    [InlineData(FixKind.DirectCalls, true)]
    [InlineData(FixKind.ReverseTraversal, false)]
    public void Check_robust_pair_kind_passes_or_not(FixKind kind, bool passes) => Assert.Equal(passes, Verdict.Fix(kind).Passes);

    [Theory]
    [InlineData(FixKind.SplitHandlers)]
    [InlineData(FixKind.ReverseTraversal)]
    public void Check_robust_pair_kind_loses_rows_in_which_a_third_notifier_stops(FixKind kind) =>
        Assert.Contains(Verdict.Fix(kind).RowsLost, l => l.Row == "patch-then-target/unload/third-stops-between");

    [Fact]
    public void Check_robust_pair_reverse_traversal_loses_only_stop_rows_and_those_whose_error_the_notifier_drops() =>
        Assert.All(Verdict.Fix(FixKind.ReverseTraversal).RowsLost, l => Assert.Matches("third-stops|callback-refuses", l.Row));

    /// <summary>Where livepatch's notifier returns its error, only the rows are lost that the table of recorded facts names.</summary>
    [Fact]
    public void Check_robust_pair_with_returned_error_reverse_traversal_loses_only_stop_rows() =>
        Assert.All(KernelVerdicts.RobustWithError.Fix(FixKind.ReverseTraversal).RowsLost, l => Assert.Contains("third-stops", l.Row, StringComparison.Ordinal));

    [Fact]
    public void Check_robust_pair_split_handlers_loses_rows_in_which_a_third_notifier_refuses_between_them() =>
        Assert.Contains(Verdict.Fix(FixKind.SplitHandlers).RowsLost, l => l.Row.Contains("third-refuses-default", StringComparison.Ordinal));

    [Theory]
    [InlineData(FixKind.SplitHandlers)]
    [InlineData(FixKind.ReverseTraversal)]
    public void Check_robust_pair_rows_lost_are_held_by_direct_calls(FixKind kind) =>
        Assert.All(Verdict.Fix(kind).RowsLost, l => Assert.Contains(FixKind.DirectCalls, l.HeldBy));

    [Fact]
    public void Check_robust_pair_a_kind_never_holds_a_row_that_it_lost() => Assert.All(
        Verdict.Fixes, f => Assert.All(f.RowsLost, l => Assert.DoesNotContain(f.Kind, l.HeldBy)));

    [Fact]
    public void Check_robust_pair_direct_calls_rank_first() => Assert.Equal(FixKind.DirectCalls, Verdict.Fixes[0].Kind);

    [Fact]
    public void Check_robust_pair_stop_without_error_is_a_known_break_of_the_chain() =>
        Assert.Contains(Verdict.KnownBreaks, b => b.Id == "I6" && b.Scenario.Contains("third-stops", StringComparison.Ordinal));
}
