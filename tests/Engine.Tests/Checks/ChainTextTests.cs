using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;
using Xunit;

namespace TriageBot.Engine.Tests.Checks;

public sealed class ChainTextTests
{
    [Fact]
    public void Parse_word_reads_kind_priorities_and_requirements()
    {
        CheckPlan plan = ChainText.Parse("chain:srcu;a_cb=INT_MAX-1,b_cb=-3;up:b_cb>a_cb", _ => []);

        Assert.Equal(ChainKind.Srcu, plan.Chain);
        Assert.Equal([new PlannedCallback("a_cb", int.MaxValue - 1), new PlannedCallback("b_cb", -3)], plan.Callbacks);
        Assert.Equal(["b_cb", "a_cb"], Assert.Single(plan.Claims).Sequence);
    }

    [Theory]
    [InlineData("chain:")]
    [InlineData("chain:blocking")]
    [InlineData("chain:rope;a=1")]
    [InlineData("chain:raw;a=high")]
    [InlineData("chain:raw;=1")]
    [InlineData("chain:raw;a=1;up")]
    [InlineData("chain:raw;a=1;up:a")]
    public void Parse_no_chain_says_how_one_is_written(string word) => Assert.Contains(
        "write chain:blocking;",
        Assert.Throws<FormatException>(() => ChainText.Parse(word, _ => [])).Message,
        StringComparison.Ordinal);
}
