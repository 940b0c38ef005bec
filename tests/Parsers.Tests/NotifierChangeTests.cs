using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

public sealed class NotifierChangeTests
{
    [Fact]
    public void Read_changed_priority_has_old_and_new_value()
    {
        Assert.Equal(["a.c alpha_nb Priority 1>INT_MAX"], Changes(
            " static struct notifier_block alpha_nb = {\n \t.notifier_call = alpha_event,\n-\t.priority = 1,\n+\t.priority = INT_MAX, /* first */\n };"));
    }

    [Fact]
    public void Read_added_priority_comes_from_nothing()
    {
        Assert.Equal(["a.c alpha_nb Priority >5"], Changes(
            " static struct notifier_block alpha_nb = {\n \t.notifier_call = alpha_event,\n+\t.priority = 5,\n };"));
    }

    [Fact]
    public void Read_changed_priority_below_the_hunk_header_names_the_block()
    {
        Assert.Equal(["a.c alpha_nb Priority 1>2"], Changes("-\t.priority = 1,\n+\t.priority = 2,\n };", "static struct notifier_block alpha_nb = {"));
    }

    [Fact]
    public void Read_new_block_is_added_with_its_priority()
    {
        Assert.Equal(["a.c alpha_nb Added >-1"], Changes("+static struct notifier_block alpha_nb = {\n+\t.notifier_call = alpha_event,\n+\t.priority = -1,\n+};"));
    }

    [Fact]
    public void Read_renamed_block_is_removed_and_added()
    {
        Assert.Equal(
            ["a.c alpha_nb Removed >", "a.c beta_nb Added >"],
            Changes("-static struct notifier_block alpha_nb = {\n+static struct notifier_block beta_nb = {\n \t.notifier_call = alpha_event,\n };"));
    }

    [Fact]
    public void Read_positional_block_has_its_priority()
    {
        Assert.Equal(
            ["a.c alpha_nb Priority INT_MAX>INT_MIN"],
            Changes(" static struct notifier_block alpha_nb = {\n \talpha_event,\n \tNULL,\n-\tINT_MAX\n+\tINT_MIN\n };"));
    }

    [Theory]
    [InlineData("+\tregister_reboot_notifier(&alpha_nb);", "a.c alpha_nb Registered >")]
    [InlineData("+\tatomic_notifier_chain_register(&panic_notifier_list,\n+\t\t\t&dev->alpha_nb);", "a.c alpha_nb Registered >")]
    [InlineData("+\tret = unregister_netdevice_notifier(&alpha_nb);", "a.c alpha_nb Unregistered >")]
    [InlineData("+\tdev->alpha_nb.priority = 7;", "a.c alpha_nb Priority >7")]
    [InlineData("-#define ALPHA_CALLBACK_PRI 2\n+#define ALPHA_CALLBACK_PRI 6", "a.c ALPHA_CALLBACK_PRI Priority 2>6")]
    public void Read_line_gives_the_change(string lines, string expected)
    {
        Assert.Equal([expected], Changes(lines));
    }

    [Theory]
    [InlineData(" \tregister_reboot_notifier(&alpha_nb);\n+\tfoo();")]
    [InlineData("-\tregister_reboot_notifier(&alpha_nb);")]
    [InlineData("+int alpha_register_notifier(struct notifier_block *nb);")]
    [InlineData("+int alpha_register_notifier(void);")]
    [InlineData(" static struct notifier_block alpha_nb = {\n \t.notifier_call = alpha_event,\n \t.priority = 1,\n };\n+int x;")]
    public void Read_context_and_prototypes_are_no_change(string lines)
    {
        Assert.Empty(Changes(lines));
    }

    [Fact]
    public void Read_call_taken_out_of_the_module_loader_is_a_change()
    {
        Assert.Equal(
            ["kernel/module/main.c alpha_module_coming CallRemoved load_module>"],
            Changes("-\talpha_module_coming(mod);\n \treturn 0;", "static int load_module(struct load_info *info)", "kernel/module/main.c"));
    }

    [Fact]
    public void Read_new_priority_makes_a_callback()
    {
        MailFacts facts = MailText.Read(Diff(" static struct notifier_block alpha_nb = {\n \t.notifier_call = alpha_event,\n-\t.priority = 1,\n+\t.priority = 9,\n };", "", "a.c"));

        Assert.Equal(["alpha_event 9"], facts.Callbacks());
    }

    [Fact]
    public void Read_quoted_diff_is_not_the_authors()
    {
        string quoted = string.Join('\n', Diff("+\tregister_reboot_notifier(&alpha_nb);", "", "a.c").Split('\n').Select(line => "> " + line));

        Assert.Empty(MailText.Read(quoted).NotifierChanges);
    }

    private static string[] Changes(string lines, string function = "", string file = "a.c") =>
        [.. MailText.Read(Diff(lines, function, file), "[PATCH] x").NotifierChanges.Select(c => $"{c.File} {c.Block} {c.Change} {c.From}>{c.To}").Order()];

    private static string Diff(string lines, string function, string file)
    {
        string[] all = lines.Split('\n');
        int old = all.Count(line => !line.StartsWith('+'));
        int now = all.Count(line => !line.StartsWith('-'));
        return $"text\n---\n\ndiff --git a/{file} b/{file}\nindex 111..222 100644\n--- a/{file}\n+++ b/{file}\n@@ -1,{old} +1,{now} @@ {function}\n{lines}\n-- \n2.1\n";
    }
}
