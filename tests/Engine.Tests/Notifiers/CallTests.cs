using TriageBot.Engine.Notifiers;
using Xunit;
using static TriageBot.Engine.Tests.Notifiers.TestChain;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Facts N31 to N37, N60: one walk.</summary>
public sealed class CallTests
{
    [Fact]
    public void Call_empty_chain_is_done() => Assert.Equal(NotifyResult.Done, new TestChain().Chain.Call(Up, null, "subject"));

    [Fact]
    public void Call_result_is_that_of_the_last_callback()
    {
        TestChain chain = new(Block("failing", 1, new NotifyResult(0x000d)), Block("last", 0, NotifyResult.Done));

        Assert.Equal(NotifyResult.Done, chain.Chain.Call(Up, null, "subject"));
    }

    [Fact]
    public void Call_stop_bit_ends_the_walk()
    {
        TestChain chain = new(Block("stops", 1, NotifyResult.Stop), Block("unreached"));

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["stops UP"], chain.Calls);
    }

    [Fact]
    public void Call_ok_and_done_go_on_alike()
    {
        TestChain chain = new(Block("ok", 2, NotifyResult.Ok), Block("done", 1, NotifyResult.Done), Block("last"));

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["ok UP", "done UP", "last UP"], chain.Calls);
    }

    [Fact]
    public void Call_bare_errno_ends_the_walk_and_reads_as_success()
    {
        TestChain chain = new(Block("bare", 1, new NotifyResult(-12)), Block("unreached"));

        NotifyResult result = chain.Chain.Call(Up, null, "subject");

        Assert.Equal((0, 1), (result.ToErrno(), chain.Calls.Count()));
    }

    [Fact]
    public void Call_action_and_data_reach_every_callback_unchanged()
    {
        object data = new();
        List<(int, object?)> seen = [];
        TestChain chain = new(Recorder("a"), Recorder("b"));

        chain.Chain.Call(Down, data, "subject");

        Assert.Equal([(Down.Value, data), (Down.Value, data)], seen);

        NotifierBlock Recorder(string name) => new(name, 0, (action, given) =>
        {
            seen.Add((action, given));
            return NotifyResult.Ok;
        });
    }

    [Theory]
    [InlineData(ChainKind.Blocking)]
    [InlineData(ChainKind.Atomic)]
    [InlineData(ChainKind.Raw)]
    [InlineData(ChainKind.Srcu)]
    public void Call_every_kind_walks_alike(ChainKind kind)
    {
        TestChain chain = new(kind, Block("low", -1), Block("a"), Block("b"), Block("high", 1));

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["high UP", "a UP", "b UP", "low UP"], chain.Calls);
    }

    [Fact]
    public void CallReverse_walks_up_and_turns_equals_round()
    {
        TestChain chain = new(Block("low", -1), Block("a"), Block("b"), Block("high", 1));

        chain.Chain.CallReverse(Down, null, "subject");

        Assert.Equal(["low DOWN", "b DOWN", "a DOWN", "high DOWN"], chain.Calls);
    }

    [Fact]
    public void CallReverse_stop_bit_ends_the_walk()
    {
        TestChain chain = new(Block("low", -1, down: NotifyResult.Bad), Block("high", 1));

        chain.Chain.CallReverse(Down, null, "subject");

        Assert.Equal(["low DOWN"], chain.Calls);
    }
}
