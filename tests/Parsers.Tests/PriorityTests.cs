using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests;

public sealed class PriorityTests
{
    [Theory]
    [InlineData("alpha_notify() is called before beta_notify(). Both use priority 7.", "alpha_notify 7|beta_notify 7")]
    [InlineData("alpha_notify() has priority 7. But beta_notify() (3) has to see it first.", "alpha_notify 7|beta_notify 3")]
    [InlineData("alpha_notify() is registered with INT_MAX.", "alpha_notify 2147483647")]
    public void Read_priority_that_is_not_called_one_is_found(string text, string expected)
    {
        Assert.Equal(expected.Split('|'), MailText.Read(text).Callbacks());
    }

    [Theory]
    [InlineData("INT_MIN+1", -2147483647)]
    [InlineData("INT_MIN + 1", -2147483647)]
    [InlineData("INT_MAX - 1", 2147483646)]
    [InlineData("0x7fffffff", 2147483647)]
    [InlineData("-INT_MAX", -2147483647)]
    [InlineData("(INT_MIN + 10)", -2147483638)]
    [InlineData("200", 200)]
    [InlineData("-5", -5)]
    [InlineData("SOME_PRIO", null)]
    [InlineData("INT_MAX + 1", null)]
    public void Read_expression_has_the_value_of_C(string text, int? expected)
    {
        PriorityExpression.Read(text, 0, out _, out int? value, out _);

        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("~0U>>1")]
    [InlineData("tweak")]
    [InlineData("5%")]
    [InlineData("3.14")]
    public void Read_what_is_no_priority_is_none(string text)
    {
        Assert.Equal(PriorityReading.None, PriorityExpression.Read(text, 0, out _, out _, out _));
    }

    [Theory]
    [InlineData("alpha_notify() [priority: INT_MIN+1, so this runs first] - does things", -2147483647)]
    [InlineData("alpha_notify (prio 5) runs.", 5)]
    [InlineData("alpha_notify is registered with priority 10.", 10)]
    [InlineData("alpha_notify has a priority of 11 now.", 11)]
    [InlineData("alpha_notify runs at priority 12.", 12)]
    [InlineData("The priority of alpha_notify is 13.", 13)]
    [InlineData("alpha_notify's priority is INT_MAX.", 2147483647)]
    [InlineData("With priority 14, alpha_notify runs early.", 14)]
    [InlineData("alpha_notify (INT_MIN+2) is last.", -2147483646)]
    [InlineData("The priorities are:\n\nalpha_notify: 15\n", 15)]
    [InlineData("The priorities are:\n\n  alpha_notify     -16\n", -16)]
    [InlineData("static struct notifier_block alpha_nb = {\n\t.notifier_call = alpha_notify,\n\t.priority = 17,\n};\n", 17)]
    [InlineData("static struct notifier_block alpha_nb = { alpha_notify, NULL, INT_MAX };\n", 2147483647)]
    [InlineData("alpha_notify.priority = 18;\n", 18)]
    [InlineData("The notifier is alpha_notify(), which is at INT_MAX too and runs on panic.", 2147483647)]
    [InlineData("alpha_notify [priority 0x13]", 19)]
    public void Read_statement_gives_callback_with_priority(string text, int priority)
    {
        Assert.Equal([$"alpha_notify {priority}"], MailText.Read(text).Callbacks());
    }

    [Fact]
    public void Read_priorities_given_respectively_are_told_apart()
    {
        MailFacts facts = MailText.Read("alpha_notify and beta_notify have priorities 3 and 4, respectively.");

        Assert.Equal(["alpha_notify 3", "beta_notify 4"], facts.Callbacks());
    }

    [Fact]
    public void Read_name_of_a_priority_is_kept_as_text()
    {
        CallbackFact fact = Assert.Single(MailText.Read("alpha_notify has priority MY_PRIO_EARLY.").Callbacks);

        Assert.Equal(("MY_PRIO_EARLY", (int?)null), (fact.PriorityText, fact.Priority));
    }

    [Fact]
    public void Read_same_priority_twice_is_one_fact_in_the_first_line()
    {
        MailFacts facts = MailText.Read("alpha_notify [priority: 5]\n\nalpha_notify (prio 5)\n");

        Assert.Equal(1, Assert.Single(facts.Callbacks).Line);
    }

    [Fact]
    public void Read_two_priorities_of_one_callback_are_a_diagnostic()
    {
        MailFacts facts = MailText.Read("alpha_notify [priority: 5]\n\nalpha_notify (prio 6)\n");

        Assert.Equal([DiagnosticId.PriorityContradicts], facts.Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_priority_too_large_for_int_is_a_diagnostic()
    {
        Assert.Equal(
            [DiagnosticId.PriorityOutOfRange], MailText.Read("alpha_notify has priority 4294967296.").Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_bracketed_priority_without_value_is_a_diagnostic()
    {
        Assert.Equal([DiagnosticId.PriorityUnreadable], MailText.Read("alpha_notify [priority: ???]").Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_span_of_a_callback_is_its_name()
    {
        MailFacts facts = MailText.Read("see\nthe alpha_notify (prio 5)\n");

        Assert.Equal("alpha_notify", facts.Body.Slice(facts.Callbacks[0].Span).ToString());
    }
}
