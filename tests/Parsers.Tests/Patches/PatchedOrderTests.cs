using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests.Patches;

/// <summary>Orders and callbacks that stand only in a diff.</summary>
public sealed class PatchedOrderTests
{
    private const string Split =
        "-static struct notifier_block qed_panic_nb = {\n-\t.notifier_call = qed_panic_event,\n-\t.priority = INT_MIN,\n-};\n"
        + "+static struct notifier_block qed_early_nb = {\n+\t.notifier_call = qed_panic_early,\n+\t.priority = INT_MAX, /* dump first */\n+};\n+\n"
        + "+static struct notifier_block qed_panic_nb = {\n+\t.notifier_call = qed_panic_stop,\n+\t.priority = INT_MIN,\n+};\n";

    private const string Registered =
        "+\tatomic_notifier_chain_register(&panic_notifier_list,\n+\t\t\t\t       &qed_early_nb);\n \tatomic_notifier_chain_register(&panic_notifier_list, &qed_panic_nb);\n";

    [Fact]
    public void Read_two_priorities_of_one_chain_make_an_order()
    {
        MailFacts facts = MailText.Read(Diff("drivers/qed.c", Split + Registered), "[PATCH] qed: split the panic notifier");

        Assert.Equal(["panic Proposed qed_panic_early qed_panic_stop"], facts.Orders());
        Assert.Equal(["qed_panic_early 2147483647", "qed_panic_stop -2147483648"], facts.Callbacks());
        Assert.Equal(MailClass.OrderingPatch, facts.Class);
    }

    [Theory]
    [InlineData("", "no chain is shown")]
    [InlineData("+\tregister_reboot_notifier(&qed_early_nb);\n+\tatomic_notifier_chain_register(&panic_notifier_list, &qed_panic_nb);\n", "two chains")]
    public void Read_blocks_that_share_no_chain_have_no_order(string registered, string why)
    {
        Assert.True(MailText.Read(Diff("drivers/qed.c", Split + registered), "[PATCH] qed: split").Orders().Length == 0, why);
    }

    [Fact]
    public void Read_equal_priorities_make_no_order()
    {
        string same = Split.Replace("INT_MAX", "INT_MIN", StringComparison.Ordinal);

        Assert.Empty(MailText.Read(Diff("drivers/qed.c", same + Registered), "[PATCH] qed: split").Orders());
    }

    // A patch over a whole tree changes blocks that no kernel ever has together.
    [Fact]
    public void Read_blocks_of_two_files_have_no_order()
    {
        string one = "+static struct notifier_block a_nb = {\n+\t.notifier_call = a_event,\n+\t.priority = 1,\n+};\n+\tregister_reboot_notifier(&a_nb);\n";
        string text = Diff("arch/a/setup.c", one) + Diff("arch/b/setup.c", one.Replace("a_", "b_", StringComparison.Ordinal).Replace("= 1", "= 2", StringComparison.Ordinal));

        Assert.Empty(MailText.Read(text, "[PATCH] reboot: priorities").Orders());
    }

    [Fact]
    public void Read_context_lines_make_no_order()
    {
        string text = Diff("drivers/qed.c", (Split + Registered).Replace("\n+", "\n ", StringComparison.Ordinal)) + "\nIt is not about the order.\n";

        Assert.Empty(MailText.Read(text, "[PATCH] qed: tidy").Orders());
    }

    [Fact]
    public void Read_what_the_text_says_of_the_same_callbacks_comes_first()
    {
        string text = "On panic qed_panic_early() must run before qed_panic_stop().\n" + Diff("drivers/qed.c", Split + Registered);

        Assert.DoesNotContain(MailText.Read(text, "[PATCH] qed: split").Orderings, order => order.Kind == OrderingKind.Proposed);
    }

    [Theory]
    [InlineData("+\tret = devm_register_sys_off_handler(&pdev->dev, SYS_OFF_MODE_RESTART, 192,\n+\t\t\t\t\t    qed_restart, qed);", "qed_restart 192")]
    [InlineData("+\thandler = register_sys_off_handler(SYS_OFF_MODE_POWER_OFF, SYS_OFF_PRIO_FIRMWARE,\n+\t\t\t\t\t   qed_off, NULL);", "qed_off ")]
    [InlineData("+\tdevm_register_restart_handler(&pdev->dev, qed_restart, qed);", "qed_restart ")]
    [InlineData("+\tdevm_register_restart_handler(&pdev->dev, qed->data->restart, qed);", "")]
    public void Read_handler_without_a_block_is_a_callback(string added, string expected)
    {
        Assert.Equal(expected, string.Join(' ', MailText.Read(Diff("drivers/qed.c", added + "\n"), "[PATCH] qed: use sys-off").Callbacks()));
    }

    [Fact]
    public void Read_block_whose_callback_is_stored_elsewhere_goes_by_its_own_name()
    {
        string added = "+\tqed->restart_nb.notifier_call = match->data;\n+\tqed->restart_nb.priority = 192;\n";

        Assert.Equal(["restart_nb 192"], MailText.Read(Diff("drivers/qed.c", added), "[PATCH] qed: restart").Callbacks());
    }

    [Fact]
    public void Read_function_that_passes_a_block_on_registers_none()
    {
        string added = "+void qed_register(struct notifier_block *nb)\n+{\n+\tblocking_notifier_chain_register(&qed_chain, nb);\n+}\n";

        Assert.Empty(MailText.Read(Diff("drivers/qed.c", added), "[PATCH] qed: a chain").NotifierChanges);
    }

    [Fact]
    public void Read_kernel_doc_of_a_member_states_orders_that_no_check_rests_on()
    {
        string added = "+/**\n+ * struct qed_ops - what a driver gives\n+ * @stop_cb: Called to stop. All stop callbacks are invoked after @prepare_cb and\n+ *\tbefore @finish_cb. Unused if NULL.\n+ * @prepare_cb: May sleep.\n+ */\n";
        MailFacts facts = MailText.Read("Say in which order the callbacks run.\n" + Diff("include/qed.h", added), "[PATCH] qed: document callbacks");

        Assert.Equal(["Proposed prepare_cb stop_cb", "Proposed stop_cb finish_cb"], facts.Orders());
        Assert.All(facts.Orderings, order => Assert.False(order.IsSure));
        Assert.False(ReplyWorthiness.Judge(facts));
    }

    private static string Diff(string file, string lines)
    {
        string[] all = lines.TrimEnd('\n').Split('\n');
        int old = all.Count(line => !line.StartsWith('+'));
        int now = all.Count(line => !line.StartsWith('-'));
        return $"text\n---\n\ndiff --git a/{file} b/{file}\nindex 111..222 100644\n--- a/{file}\n+++ b/{file}\n@@ -1,{old} +1,{now} @@\n{string.Join('\n', all)}\n";
    }
}
