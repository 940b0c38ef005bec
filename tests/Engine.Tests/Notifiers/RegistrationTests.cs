using TriageBot.Engine.Notifiers;
using Xunit;
using static TriageBot.Engine.Tests.Notifiers.TestChain;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Facts N10 to N22: where a block goes, and how it leaves.</summary>
public sealed class RegistrationTests
{
    private const int Eexist = -17;
    private const int Ebusy = -16;
    private const int Enoent = -2;

    [Fact]
    public void Register_any_order_puts_high_priority_first()
    {
        TestChain chain = new(Block("low", -5), Block("high", 10), Block("middle"));

        Assert.Equal(["high", "middle", "low"], chain.Order);
    }

    [Fact]
    public void Register_equal_priority_goes_behind_its_equals()
    {
        TestChain chain = new(Block("first"), Block("below", -1), Block("second"), Block("third"));

        Assert.Equal(["first", "second", "third", "below"], chain.Order);
    }

    [Fact]
    public void Register_extremes_of_int_stand_at_the_ends()
    {
        TestChain chain = new(Block("min", int.MinValue), Block("zero"), Block("max", int.MaxValue));

        Assert.Equal(["max", "zero", "min"], chain.Order);
    }

    [Fact]
    public void Register_same_block_again_is_refused_and_changes_nothing()
    {
        NotifierBlock block = Block("twice");
        TestChain chain = new(block, Block("other"));

        int error = chain.Chain.Register(block);

        Assert.Equal((Eexist, "twice other"), (error, string.Join(' ', chain.Order)));
    }

    [Fact]
    public void Register_same_block_again_warns_with_the_callback()
    {
        List<string> warnings = [];
        NotifierBlock block = Block("twice");
        TestChain chain = new(block);
        chain.Chain.Warn = warnings.Add;

        chain.Chain.Register(block);

        Assert.Equal(["notifier callback twice already registered"], warnings);
    }

    [Fact]
    public void Register_same_callback_in_another_block_is_allowed()
    {
        TestChain chain = new(Block("shared"), Block("shared"));

        Assert.Equal(["shared", "shared"], chain.Order);
    }

    [Fact]
    public void Register_raised_while_registered_escapes_the_duplicate_test()
    {
        NotifierBlock block = Block("raised", 0);
        TestChain chain = new(Block("ahead", 5), block);
        block.Priority = 10;

        int error = chain.Chain.Register(block);

        Assert.Equal(0, error);
    }

    [Fact]
    public void Register_unique_priority_refuses_an_equal()
    {
        TestChain chain = new(Block("holder", 3));

        Assert.Equal(Ebusy, chain.Chain.Register(Block("late", 3), uniquePriority: true));
    }

    [Fact]
    public void Register_unique_priority_takes_another_priority()
    {
        TestChain chain = new(Block("holder", 3));

        Assert.Equal(0, chain.Chain.Register(Block("late", 4), uniquePriority: true));
    }

    [Fact]
    public void Register_unique_priority_same_block_is_a_duplicate_and_not_busy()
    {
        NotifierBlock block = Block("twice", 3);
        TestChain chain = new(block);

        Assert.Equal(Eexist, chain.Chain.Register(block, uniquePriority: true));
    }

    [Fact]
    public void Register_twice_in_the_warning_era_returns_success_and_changes_nothing()
    {
        TestChain chain = new(ChainKind.Blocking, DoubleRegistration.WarnOnly);
        NotifierBlock block = Block("twice");
        chain.Chain.Register(block);

        Assert.Equal((0, 1), (chain.Chain.Register(block), chain.Chain.Blocks.Length));
    }

    [Theory]
    [InlineData(DoubleRegistration.SelfLoop)]
    [InlineData(DoubleRegistration.WarnAndLoop)]
    public void Call_after_a_double_registration_of_the_old_eras_never_ends(DoubleRegistration era)
    {
        TestChain chain = new(ChainKind.Blocking, era);
        NotifierBlock block = Block("twice");
        chain.Chain.Register(block);
        chain.Chain.Register(block);

        Assert.Throws<NotifierLoopException>(() => chain.Chain.Call(Up, null, "subject"));
    }

    [Fact]
    public void Unregister_registered_block_takes_it_out()
    {
        NotifierBlock gone = Block("gone");
        TestChain chain = new(Block("before", 1), gone, Block("behind", -1));

        int error = chain.Chain.Unregister(gone);

        Assert.Equal((0, "before behind"), (error, string.Join(' ', chain.Order)));
    }

    [Fact]
    public void Unregister_unknown_block_is_not_found()
    {
        TestChain chain = new(Block("other"));

        Assert.Equal(Enoent, chain.Chain.Unregister(Block("other")));
    }

    [Fact]
    public void Unregister_removed_block_keeps_its_way_to_the_old_successor()
    {
        NotifierBlock behind = Block("behind", -1);
        NotifierBlock gone = Block("gone");
        TestChain chain = new(gone, behind);

        chain.Chain.Unregister(gone);

        Assert.Same(behind, gone.Next);
    }

    [Fact]
    public void Call_callback_that_unlinks_itself_does_not_end_the_walk()
    {
        TestChain chain = new(ChainKind.Raw);
        NotifierBlock? self = null;
        self = new NotifierBlock("self", 1, (_, _) => chain.Chain.Unregister(self!) == 0 ? NotifyResult.Ok : NotifyResult.Bad);
        chain.Chain.Register(self);
        chain.Chain.Register(Block("behind"));

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["self UP", "behind UP"], chain.Calls);
    }

    [Fact]
    public void Call_callback_that_unlinks_its_successor_still_reaches_it()
    {
        TestChain chain = new(ChainKind.Raw);
        NotifierBlock successor = Block("successor");
        chain.Chain.Register(new NotifierBlock("remover", 1, (_, _) => chain.Chain.Unregister(successor) == 0 ? NotifyResult.Ok : NotifyResult.Bad));
        chain.Chain.Register(successor);

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["remover UP", "successor UP"], chain.Calls);
    }

    [Fact]
    public void Call_block_inserted_right_behind_the_running_one_is_missed()
    {
        TestChain chain = new(ChainKind.Raw);
        chain.Chain.Register(new NotifierBlock("inserter", 2, (_, _) => chain.Chain.Register(Block("late", 1)) == 0 ? NotifyResult.Ok : NotifyResult.Bad));
        chain.Chain.Register(Block("last"));

        chain.Chain.Call(Up, null, "subject");

        Assert.Equal(["inserter UP", "last UP"], chain.Calls);
    }
}
