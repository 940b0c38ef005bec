using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;
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
    [InlineData("-\tatomic_notifier_chain_register(&one_list,\n+\tatomic_notifier_chain_register(&other_list,\n \t\t\t&alpha_nb);", "a.c alpha_nb Registered >")]
    [InlineData("+\tret = blocking_notifier_chain_register(&alpha_list, &alpha_nb, true);", "a.c alpha_nb Registered >")]
    [InlineData("+static struct alpha alpha = {\n+\t.priv = {\n+\t\t.off_nb = {\n+\t\t\t.notifier_call = alpha_off,\n+\t\t\t.priority = 3,\n+\t\t},\n+\t},\n+};", "a.c off_nb Added >3")]
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

    [Theory]
    [InlineData("+\tif (is_alpha_module(mod))\n+\t\treturn 0;", "static int load_module(struct load_info *info)")]
    [InlineData("+\talpha_module_coming(mod);", "static void layout_sections(struct module *mod)")]
    [InlineData("-\talpha_module_coming(mod);\n+\t__alpha_module_coming(mod);", "static int load_module(struct load_info *info)")]
    [InlineData("-\talpha_module_coming(mod, 1);\n+\talpha_module_coming(mod, 1,\n+\t\t\t    2);", "static int load_module(struct load_info *info)")]
    public void Read_call_in_the_module_loader_that_changes_no_order_is_no_change(string lines, string function)
    {
        Assert.Empty(Changes(lines + "\n \treturn 0;", function, "kernel/module/main.c"));
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

    [Fact]
    public void Read_case_added_to_the_switch_of_a_callback_names_callback_and_label()
    {
        Assert.Equal(
            ["a.c alpha_event CaseAdded >MODULE_STATE_GOING"],
            Changes(" \tswitch (val) {\n \tcase MODULE_STATE_COMING:\n \t\talpha_add(mod);\n \t\tbreak;\n+\tcase MODULE_STATE_GOING:\n+\t\talpha_drop(mod);\n+\t\tbreak;\n \t}",
                "static int alpha_event(struct notifier_block *nb, unsigned long val,"));
    }

    [Fact]
    public void Read_case_added_to_a_function_that_the_diff_registers_counts()
    {
        Assert.Equal(
            ["a.c alpha_event CaseAdded >SYS_HALT"],
            Changes(" static int alpha_event(struct device *dev, int what)\n {\n \tswitch (what) {\n+\tcase SYS_HALT:\n \tcase SYS_RESTART:\n \t\treturn 0;\n \t}\n }\n \n static struct notifier_block alpha_nb = {\n \t.notifier_call = alpha_event,\n };"));
    }

    [Theory]
    [InlineData("-\tcase SYS_HALT:\n \tcase SYS_RESTART:\n+\tcase SYS_HALT:\n \t\treturn 0;", "static int alpha_event(struct notifier_block *nb, unsigned long val)")]
    [InlineData("+\tcase ALPHA_ON:\n \t\treturn 0;\n /* no notifier */", "static long alpha_ioctl(struct file *file, unsigned int cmd)")]
    [InlineData("+static int alpha_event(struct notifier_block *nb, unsigned long val)\n+{\n+\tcase SYS_HALT:\n+\t\treturn 0;\n+}", "")]
    public void Read_case_that_is_not_new_to_a_callback_is_no_change(string lines, string function)
    {
        Assert.Empty(Changes(lines, function));
    }

    [Fact]
    public void Read_call_that_moves_within_the_loader_function_is_moved()
    {
        Assert.Equal(
            ["kernel/module/main.c alpha_module_coming CallMoved load_module>load_module"],
            Changes("-\talpha_module_coming(mod);\n \terr = beta_setup(mod);\n+\talpha_module_coming(mod);\n \treturn 0;", "static int load_module(struct load_info *info)", "kernel/module/main.c"));
    }

    [Fact]
    public void Read_call_that_moves_to_another_function_names_both()
    {
        Assert.Equal(
            ["kernel/module/main.c alpha_module_going CallMoved free_module>delete_module"],
            Changes(" static void free_module(struct module *mod)\n {\n-\talpha_module_going(mod);\n }\n \n SYSCALL_DEFINE2(delete_module, const char __user *, name_user,\n \t\tunsigned int, flags)\n {\n+\talpha_module_going(mod);\n }", "", "kernel/module/main.c"));
    }

    [Fact]
    public void Read_call_whose_arguments_change_stays()
    {
        Assert.Empty(Changes("-\talpha_module_coming(mod);\n+\talpha_module_coming(mod, flags);\n \treturn 0;", "static int load_module(struct load_info *info)", "kernel/module/main.c"));
    }

    [Fact]
    public void Read_callback_that_is_called_directly_instead_is_a_call()
    {
        Assert.Equal(
            ["a.c alpha_event CallAdded >alpha_init", "a.c alpha_nb Removed >"],
            Changes(" static int alpha_init(void)\n {\n+\talpha_event(dev);\n \treturn 0;\n }\n \n-static struct notifier_block alpha_nb = {\n-\t.notifier_call = alpha_event,\n-};"));
    }

    [Fact]
    public void Read_change_has_function_and_line_of_the_file()
    {
        NotifierChangeFact change = Assert.Single(MailText.Read(Diff("+\tregister_reboot_notifier(&alpha_nb);\n \treturn 0;", "static int __init alpha_init(void)", "a.c").Replace("+1,", "+41,", StringComparison.Ordinal)).NotifierChanges);

        Assert.Equal(("alpha_init", 41), (change.Function, change.HunkLine));
    }

    [Fact]
    public void Read_combined_diff_of_a_merge_counts_each_column()
    {
        string text = "diff --cc a.c\nindex 111,222..333\n--- a/a.c\n+++ b/a.c\n@@@ -5,3 -5,3 +5,4 @@@ static int alpha_init(void)\n  \tfoo();\n++\tregister_reboot_notifier(&alpha_nb);\n  \tbar();\n";

        NotifierChangeFact change = Assert.Single(MailText.Read(text).NotifierChanges);

        Assert.Equal((NotifierChangeKind.Registered, "alpha_nb", 6), (change.Change, change.Block, change.HunkLine));
    }

    [Fact]
    public void Read_path_without_prefix_is_kept_whole()
    {
        string text = Diff("+\tregister_reboot_notifier(&alpha_nb);", "", "kernel/a.c").Replace(" a/", " ", StringComparison.Ordinal).Replace(" b/", " ", StringComparison.Ordinal);

        Assert.Equal("kernel/a.c", Assert.Single(MailText.Read(text).NotifierChanges).File);
    }

    [Fact]
    public void Read_binary_patch_is_passed_over()
    {
        string text = "diff --git a/logo.png b/logo.png\nnew file mode 100644\nGIT binary patch\nliteral 12\nTcmZQz7#Sb?#syz%fix\n\nliteral 0\nHcmV?d00001\n\nThe commit 0a1b2c3d4e5f (\"area: do it\") is bad.\n";

        Assert.Equal(["0a1b2c3d4e5f FirstBad"], MailText.Read(text).Commits());
    }

    [Theory]
    [InlineData("+alpha_nb:5 ; ~alpha_nb:5>9", "Added >9")]
    [InlineData("~alpha_nb:1>5 ; ~alpha_nb:5>9", "Priority 1>9")]
    [InlineData("~alpha_nb:1>5 ; ~alpha_nb:5>1", "")]
    [InlineData("+alpha_nb:5 ; -alpha_nb:5", "")]
    [InlineData("-alpha_nb:5 ; +alpha_nb:7", "Priority 5>7")]
    [InlineData("~alpha_nb:1>5 ; -alpha_nb:5", "Removed 1>")]
    public void Net_of_a_series_joins_what_its_patches_do_to_a_block(string patches, string expected)
    {
        IEnumerable<NotifierChangeFact> changes = patches.Split(" ; ").Select(patch =>
        {
            string[] values = patch[(patch.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('>');
            return patch[0] switch
            {
                '+' => new NotifierChangeFact("a.c", "alpha_nb", NotifierChangeKind.Added, null, values[0], 1, default),
                '-' => new NotifierChangeFact("a.c", "alpha_nb", NotifierChangeKind.Removed, values[0], null, 1, default),
                _ => new NotifierChangeFact("a.c", "alpha_nb", NotifierChangeKind.Priority, values[0], values[1], 1, default),
            };
        });

        Assert.Equal(expected, string.Join(" ; ", SeriesChanges.Net(changes).Select(c => $"{c.Change} {c.From}>{c.To}")));
    }

    [Fact]
    public void Net_of_a_series_drops_a_call_that_goes_and_comes_back_as_moved()
    {
        NotifierChangeFact removed = new("kernel/module/main.c", "alpha_coming", NotifierChangeKind.CallRemoved, "load_module", null, 1, default);
        NotifierChangeFact added = new("kernel/module/main.c", "alpha_coming", NotifierChangeKind.CallAdded, null, "do_init_module", 1, default);

        Assert.Equal(["CallMoved load_module>do_init_module"], SeriesChanges.Net([removed, added]).Select(c => $"{c.Change} {c.From}>{c.To}"));
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
