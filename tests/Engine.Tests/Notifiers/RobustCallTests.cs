using TriageBot.Engine.Notifiers;
using Xunit;
using static TriageBot.Engine.Tests.Notifiers.TestChain;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Facts N40 to N45 and N61: the walk that rolls back.</summary>
public sealed class RobustCallTests
{
    [Theory]
    [InlineData(ChainKind.Blocking, true)]
    [InlineData(ChainKind.Raw, true)]
    [InlineData(ChainKind.Atomic, false)]
    [InlineData(ChainKind.Srcu, false)]
    public void HasRobustCall_kind_is_as_in_the_kernel(ChainKind kind, bool has) => Assert.Equal(has, new TestChain(kind).Chain.HasRobustCall);

    [Fact]
    public void CallRobust_kind_without_it_throws() =>
        Assert.Throws<InvalidOperationException>(() => new TestChain(ChainKind.Srcu).Chain.CallRobust(Up, Down, null, "subject"));

    [Fact]
    public void CallRobust_nobody_stops_nobody_is_rolled_back()
    {
        TestChain chain = new(Block("a"), Block("b"));

        chain.Chain.CallRobust(Up, Down, null, "subject");

        Assert.Equal(["a UP", "b UP"], chain.Calls);
    }

    [Fact]
    public void CallRobust_refusal_rolls_back_those_before_it_forwards()
    {
        TestChain chain = new(Block("a", 3), Block("b", 2), Block("refuses", 1, NotifyResult.Bad), Block("unreached"));

        chain.Chain.CallRobust(Up, Down, null, "subject");

        Assert.Equal(["a UP", "b UP", "refuses UP", "a DOWN", "b DOWN"], chain.Calls);
    }

    [Fact]
    public void CallRobust_reverse_rollback_goes_back_from_the_predecessor()
    {
        TestChain chain = new(Block("a", 3), Block("b", 2), Block("refuses", 1, NotifyResult.Bad));

        chain.Chain.CallRobust(Up, Down, null, "subject", reverseRollback: true);

        Assert.Equal(["a UP", "b UP", "refuses UP", "b DOWN", "a DOWN"], chain.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CallRobust_first_refuses_nobody_is_rolled_back(bool reverse)
    {
        TestChain chain = new(Block("refuses", 1, NotifyResult.Bad), Block("b"));

        chain.Chain.CallRobust(Up, Down, null, "subject", reverse);

        Assert.Equal(["refuses UP"], chain.Calls);
    }

    [Theory]
    [InlineData(0x8001)]
    [InlineData(-12)]
    public void CallRobust_stop_that_reads_as_success_rolls_back_too(int value)
    {
        TestChain chain = new(Block("a", 1), Block("stops", 0, new NotifyResult(value)));

        NotifyResult result = chain.Chain.CallRobust(Up, Down, null, "subject");

        Assert.Equal((0, "a UP, stops UP, a DOWN"), (result.ToErrno(), string.Join(", ", chain.Calls)));
    }

    [Fact]
    public void CallRobust_stop_during_the_rollback_cuts_it_short()
    {
        TestChain chain = new(Block("a", 2, down: NotifyResult.Bad), Block("b", 1), Block("refuses", 0, NotifyResult.Bad));

        chain.Chain.CallRobust(Up, Down, null, "subject");

        Assert.Equal(["a UP", "b UP", "refuses UP", "a DOWN"], chain.Calls);
    }

    [Fact]
    public void CallRobust_result_is_that_of_the_first_walk()
    {
        TestChain chain = new(Block("a", 1, down: NotifyResult.Stop), Block("refuses", 0, NotifyResult.FromErrno(-16)));

        Assert.Equal(-16, chain.Chain.CallRobust(Up, Down, null, "subject").ToErrno());
    }

    [Fact]
    public void CallRobust_calls_of_the_second_walk_are_marked()
    {
        TestChain chain = new(Block("a", 1), Block("refuses", 0, NotifyResult.Bad));

        chain.Chain.CallRobust(Up, Down, null, "subject");

        Assert.Equal([false, false, true], chain.Trace.Events.OfType<NotifierCalled>().Select(c => c.Rollback));
    }
}
