using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests.Orderings;

/// <summary>Functions of which nothing says that they are callbacks: the order of their calls is told, and nothing rests on it.</summary>
public sealed class CallOrderTests
{
    [Theory]
    [InlineData("quince_setup() is called before medlar_table() here.", "quince_setup > medlar_table")]
    [InlineData("Because quince_setup() is called after medlar_table(), the table is still empty.", "medlar_table > quince_setup")]
    [InlineData("quince_setup() must be executed before medlar_table(). This ensures that the table is found.", "quince_setup > medlar_table")]
    [InlineData("To prevent a deadlock on the control CPU, quince_setup() must be executed before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() should take place *before* medlar_table().", "quince_setup > medlar_table")]
    [InlineData("This commit adds a call to quince_setup() just before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("With the above change, we can safely call quince_setup() before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is never called before medlar_table().", "medlar_table > quince_setup")]
    [InlineData("quince_setup() cleared the map before medlar_table() filled it.", "quince_setup > medlar_table")]
    [InlineData("During quince_setup(), which is after medlar_table() but before loquat_map(), nothing is mapped.", "medlar_table > quince_setup > loquat_map", "medlar_table > loquat_map")]
    [InlineData("A worker is spawned after quince_setup() but before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_a() is called before medlar_b() and quince_c() is called after medlar_d().", "quince_a > medlar_b", "medlar_d > quince_c")]
    [InlineData("->quince_unlink() is called before NETDEV_UNREGISTER.", "quince_unlink > NETDEV_UNREGISTER")]
    [InlineData("We always run NETDEV_DOWN before NETDEV_UNREGISTER.", "NETDEV_DOWN > NETDEV_UNREGISTER")]
    [InlineData("Add a helper to ensure quince_setup() is called after medlar_table().", "medlar_table > quince_setup")]
    [InlineData("However, if the probe is put off, quince_setup() is called before medlar_table() returns.", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is called before late_initcall_sync().", "quince_setup > late_initcall_sync")]
    public void Read_finds_the_order_of_calls(string text, params string[] orders)
    {
        MailFacts facts = MailText.Read(text);

        Assert.Empty(facts.Orderings);
        Assert.Equal(orders, facts.CallOrders.Select(fact => string.Join(" > ", fact.Sequence)));
        Assert.All(facts.CallOrders, fact => Assert.False(fact.IsSure));
    }

    [Theory]
    [InlineData("quince_state is set before medlar_table() looks at it.")]
    [InlineData("quince_lock must be taken before medlar_mutex.")]
    [InlineData("Is quince_setup() called before medlar_table()?")]
    [InlineData("quince_setup() could be called before medlar_table().")]
    [InlineData("If quince_setup() were called before medlar_table(), that would crash.")]
    [InlineData("I renamed quince_setup() before I looked at medlar_table().")]
    [InlineData("Call quince_register() just before leaving medlar_setup().")]
    [InlineData("quince_setup() is fine, but it puts that call before medlar_table().")]
    [InlineData("struct quince_table is followed by medlar_stub in memory.")]
    [InlineData("quince_setup() does this, and the memory is freed before medlar_table().")]
    public void Read_finds_nothing_where_no_order_of_calls_is_stated(string text) => Assert.Empty(MailText.Read(text).CallOrders);

    // Devices are suspended along their tree: there is no chain whose order could be checked.
    [Fact]
    public void Read_does_not_take_callbacks_of_devices_for_those_of_a_chain()
    {
        MailFacts facts = MailText.Read("But the order may be changed, the cpu dai driver's suspend callback is called before machine driver's suspend callback, then the interrupt is not cleared.", "spdif: unexpected interrupt after suspend");

        Assert.NotEmpty(facts.Orderings);
        Assert.False(ReplyWorthiness.Judge(facts));
    }

    // What nothing says of callbacks changes neither the class nor the reply.
    [Fact]
    public void Read_gives_calls_no_say_in_class_and_reply()
    {
        MailFacts facts = MailText.Read("Since 6.1 the board crashes: quince_setup() is called before medlar_table().");

        Assert.Single(facts.CallOrders);
        Assert.Equal(MailClass.Other, facts.Class);
        Assert.Empty(facts.Callbacks);
        Assert.False(ReplyWorthiness.Judge(facts));
    }

    // Each comment stands above quince_setup(); what is "this function" and what only goes on from the line above must be told apart.
    [Theory]
    [InlineData("+/*|+ * Must be called before early_initcall() to have an effect.|+ */", "quince_setup > early_initcall", 11)]
    [InlineData("+/* This function is called before medlar_table(). */", "quince_setup > medlar_table", 10)]
    [InlineData("+/*|+ * Fills the table. Must be called before medlar_table().|+ */", "quince_setup > medlar_table", 11)]
    [InlineData("+/*|+ * Note: loquat_map()|+ * is called before medlar_table().|+ */", "loquat_map > medlar_table", 11)]
    [InlineData("+// loquat_map() is called before medlar_table(), which scans.", "loquat_map > medlar_table", 10)]
    [InlineData(" /* loquat_map() is called before medlar_table(). */", null, 0)]
    [InlineData("-/* loquat_map() is called before medlar_table(). */", null, 0)]
    public void Read_finds_orders_in_comments_that_a_patch_adds(string comment, string? order, int line)
    {
        string[] diff =
        [
            "Explain the order.", "", "---", "diff --git a/kernel/quince.c b/kernel/quince.c", "--- a/kernel/quince.c", "+++ b/kernel/quince.c", "@@ -10,4 +10,9 @@", " int loquat;", " ",
            .. comment.Split('|'), "+void quince_setup(void)", "+{", "+}",
        ];

        MailFacts facts = MailText.Read(string.Join('\n', diff), "[PATCH] quince: explain");

        Assert.Equal(order is null ? [] : [$"{order} {line}"], facts.CallOrders.Select(fact => $"{string.Join(" > ", fact.Sequence)} {fact.Line}"));
    }
}
