using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;
using Xunit;

namespace TriageBot.Bot.Tests.Regressions;

public sealed class RegressionLifeTests
{
    [Theory]
    [InlineData(nameof(RegressionState.New), nameof(RegressionState.Held), true)]
    [InlineData(nameof(RegressionState.Held), nameof(RegressionState.Reported), true)]
    [InlineData(nameof(RegressionState.Reported), nameof(RegressionState.Confirmed), true)]
    [InlineData(nameof(RegressionState.FixProposed), nameof(RegressionState.Fixed), true)]
    [InlineData(nameof(RegressionState.Fixed), nameof(RegressionState.Confirmed), true)]
    [InlineData(nameof(RegressionState.Reported), nameof(RegressionState.New), false)]
    [InlineData(nameof(RegressionState.Duplicate), nameof(RegressionState.Fixed), false)]
    [InlineData(nameof(RegressionState.Invalid), nameof(RegressionState.Reported), false)]
    [InlineData(nameof(RegressionState.Confirmed), nameof(RegressionState.Confirmed), false)]
    public void May_step_is_allowed_or_not(string from, string to, bool expected)
    {
        Assert.Equal(expected, RegressionLife.May(Enum.Parse<RegressionState>(from), Enum.Parse<RegressionState>(to)));
    }

    [Fact]
    public void May_every_state_is_reached_from_another()
    {
        RegressionState[] all = Enum.GetValues<RegressionState>();

        Assert.All(all.Where(s => s != RegressionState.New), to => Assert.Contains(all, from => RegressionLife.May(from, to)));
    }
}
