using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

/// <summary>Priorities that callbacks have, against those that somebody would give them.</summary>
public sealed class PriorityStandingTests
{
    [Theory]
    [InlineData("kite_fw_notify has priority 5.")]
    [InlineData("kite_fw_notify is registered with priority 5 and should run first.")]
    [InlineData("Should kite_fw_notify (priority 5) not run first?")]
    [InlineData("The priority of kite_fw_notify was raised to 5 in v6.1.")]
    [InlineData("kite_fw_notify must run first, since it has priority 5.")]
    [InlineData("kite_fw_notify, which has priority 5, would have to run first.")]
    public void Read_priority_that_is_there_is_stated(string sentence)
    {
        MailFacts facts = MailText.Read(sentence);

        Assert.Equal((5, 0), (Assert.Single(facts.Callbacks).Priority, facts.PriorityProposals.Length));
    }

    [Theory]
    [InlineData("We could give kite_fw_notify priority 5.")]
    [InlineData("kite_fw_notify should have priority 5.")]
    [InlineData("I'd like to change the priority of kite_fw_notify to 5.")]
    [InlineData("Setting the priority of kite_fw_notify to 5 fixes it for me.")]
    [InlineData("If kite_fw_notify had priority 5, all would be fine.")]
    [InlineData("Would raising the priority of kite_fw_notify to 5 be OK?")]
    [InlineData("Raise the priority of kite_fw_notify to 5.")]
    [InlineData("It works with kite_fw_notify at priority 5.")]
    [InlineData("I changed the priority of kite_fw_notify to 5 and the hang is gone.")]
    [InlineData("Let's register kite_fw_notify with priority 5.")]
    [InlineData("This patch gives kite_fw_notify priority 5.")]
    public void Read_priority_that_would_be_given_is_proposed(string sentence)
    {
        MailFacts facts = MailText.Read(sentence);

        CallbackFact proposed = Assert.Single(Assert.Single(facts.PriorityProposals).Callbacks);
        Assert.Equal(("kite_fw_notify", 5), (proposed.Name, proposed.Priority));
        Assert.DoesNotContain(facts.Callbacks, callback => callback.Priority is not null);
    }

    [Fact]
    public void Read_bare_priority_under_a_condition_is_not_stated() =>
        Assert.DoesNotContain(MailText.Read("If I give kite_fw_notify() INT_MAX the load works, but its callback order is wrong.").Callbacks, callback => callback.Priority is not null);

    [Theory]
    [InlineData("kite_fw_notify used to have priority 5.")]
    [InlineData("kite_fw_notify does not have priority 5.")]
    [InlineData("kite_fw_notify no longer has priority 5.")]
    [InlineData("I thought kite_fw_notify has priority 5.")]
    public void Read_priority_that_is_not_there_is_none(string sentence) =>
        Assert.DoesNotContain(MailText.Read(sentence).Callbacks, callback => callback.Priority is not null);

    [Fact]
    public void Read_proposals_of_two_sentences_are_apart() =>
        Assert.Equal(
            [["kite_fw_notify"], ["kite_bus_notify"]],
            MailText.Read("Setting the priority of kite_fw_notify to 5 helps. Alternatively kite_bus_notify could use priority 0.")
                .PriorityProposals.Select(proposal => proposal.Callbacks.Select(fact => fact.Name).ToArray()));

    [Fact]
    public void Read_elliptic_proposals_are_proposed_together() =>
        Assert.Equal(
            [("kite_fw_notify", 5), ("kite_bus_notify", 1)],
            MailText.Read("We could give kite_fw_notify priority 5 and kite_bus_notify priority 1.").PriorityProposals[0].Callbacks.Select(fact => (fact.Name, fact.Priority ?? 0)));
}
