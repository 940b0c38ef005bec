using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Patches;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Patches;

/// <summary>Candidates as complete diffs: each is applied by git to what it says it is against.</summary>
public sealed partial class PatchWriterTests
{
    private const string Link = """
        #include <linux/reboot.h>

        static int link_reboot(struct notifier_block *nb, unsigned long action, void *data)
        {
        	return NOTIFY_DONE;
        }

        static struct notifier_block link_nb = {
        	.notifier_call = link_reboot,
        	.priority = 10, /* early */
        };

        static int __init link_init(void)
        {
        	return register_reboot_notifier(&link_nb);
        }

        """;

    private const string Cache = """
        static struct notifier_block cache_nb = {
        	.notifier_call	= cache_reboot
        };

        """;

    [Fact]
    public void Write_priorities_change_the_blocks_of_the_tree()
    {
        using SourceTree tree = new(("drivers/demo/link.c", Link), ("drivers/demo/cache.c", Cache));

        CandidatePatch patch = Judge(Reboot, tree.Path).Patch!;
        tree.Apply(patch.Lines);

        Assert.Equal((0, 10), (PriorityIn(tree.Read("drivers/demo/link.c")), PriorityIn(tree.Read("drivers/demo/cache.c"))));
    }

    [Fact]
    public void Write_remark_beside_the_old_priority_goes_with_it()
    {
        using SourceTree tree = new(("drivers/demo/link.c", Link), ("drivers/demo/cache.c", Cache));

        tree.Apply(Judge(Reboot, tree.Path).Patch!.Lines);

        Assert.DoesNotContain("early", tree.Read("drivers/demo/link.c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_block_that_is_in_two_files_of_the_tree_gives_no_diff()
    {
        using SourceTree tree = new(("drivers/demo/link.c", Link), ("drivers/demo/cache.c", Cache), ("drivers/copy/cache.c", Cache));

        Assert.Null(Judge(Reboot, tree.Path).Patch);
    }

    [Fact]
    public void Write_without_any_source_of_stated_callbacks_gives_no_diff() => Assert.Null(Judge(Reboot, "").Patch);

    [Fact]
    public void Write_patch_in_the_mail_is_what_the_diff_is_against()
    {
        string mail = Reboot + "\n---\ndiff --git a/link.c b/link.c\n--- a/link.c\n+++ b/link.c\n@@ -40,5 +40,5 @@\n-static struct notifier_block first_nb = {\n+static struct notifier_block link_nb = {\n \t.notifier_call = link_reboot,\n \t.priority = 10,\n };\n \n"
            + "diff --git a/cache.c b/cache.c\n--- a/cache.c\n+++ b/cache.c\n@@ -7,4 +7,4 @@\n \n-static struct notifier_block old_nb = {\n+static struct notifier_block cache_nb = {\n \t.notifier_call = cache_reboot,\n };\n";
        string above = new('\n', 39);
        using SourceTree tree = new(("link.c", above + "static struct notifier_block link_nb = {\n\t.notifier_call = link_reboot,\n\t.priority = 10,\n};\n\n"), ("cache.c", above[..6] + "\nstatic struct notifier_block cache_nb = {\n\t.notifier_call = cache_reboot,\n};\n"));

        CandidatePatch patch = Judge(mail, "").Patch!;
        tree.Apply(patch.Lines);

        Assert.Equal((0, 10), (PriorityIn(tree.Read("link.c")), PriorityIn(tree.Read("cache.c"))));
        Assert.Contains("as the patch in the mail leaves them", patch.Against, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_split_registers_a_handler_for_each_event()
    {
        using SourceTree tree = new(("kernel/user.c", Module("user")), ("kernel/base.c", Module("base")));

        Judgement judgement = Judge(Modules, tree.Path);
        tree.Apply(judgement.Patch!.Lines);

        string changed = string.Join('\n', new[] { "kernel/user.c", "kernel/base.c" }.Select(tree.Read).Where(t => t.Contains("_register(void)", StringComparison.Ordinal)));
        Assert.Equal(FixKind.SplitHandlers, judgement.Patch!.Fix.Kind);
        Assert.Contains("return action == MODULE_STATE_COMING ?", changed, StringComparison.Ordinal);
        Assert.Contains("return action == MODULE_STATE_GOING ?", changed, StringComparison.Ordinal);
        Assert.Matches(@"ret = \w+_nb_register\(\);", changed);
        Assert.Matches(@"\w+_nb_unregister\(\);", changed);
    }

    [Fact]
    public void Write_block_whose_use_cannot_be_followed_is_not_split()
    {
        string kept = "\nstruct notifier_block *kept = &{0}_nb;\n";
        using SourceTree tree = new(
            ("kernel/user.c", Module("user") + kept.Replace("{0}", "user", StringComparison.Ordinal)), ("kernel/base.c", Module("base") + kept.Replace("{0}", "base", StringComparison.Ordinal)));

        Assert.Null(Judge(Modules, tree.Path).Patch);
    }

    [Fact]
    public void Write_without_source_changes_the_model_that_was_run()
    {
        Judgement judgement = Judge(Livepatch, "");
        string bad = judgement.Verdict.BadProfile!;
        using SourceTree tree = new((bad + ".json", ProfileWriter.Write(KernelProfileCatalog.Get(bad))));

        tree.Apply(judgement.Patch!.Lines);

        KernelProfile applied = KernelProfileCatalog.FromJson(tree.Read(bad + ".json"), bad);
        Assert.Equal(ProfileWriter.Write(judgement.Verdict.Fixes.First(f => f.Passes).Kernel!), ProfileWriter.Write(applied));
    }

    private const string Reboot = """
        From: Storage Team <storage@people.example.org>
        To: linux-kernel@vger.kernel.org
        Subject: [BUG] link_reboot and cache_reboot run in the wrong order at reboot
        Message-ID: <reboot@example.org>
        Date: Tue, 8 Mar 2016 11:05:31 +0000

        Our storage stack registers two callbacks on the reboot notifier chain:

          link_reboot    priority 10
          cache_reboot   priority 0

        At reboot this order is seen:

          1) link_reboot
          2) cache_reboot

        On reboot, cache_reboot must run before link_reboot.

        """;

    private const string Modules = """
        From: Tracing Team <tracing@people.example.org>
        To: linux-kernel@vger.kernel.org
        Subject: [BUG] user_notify and base_notify on the module notifier chain
        Message-ID: <modules@example.org>
        Date: Tue, 8 Mar 2016 11:05:31 +0000

        Two callbacks are on the module notifier chain:

          user_notify    priority 10
          base_notify    priority 0

        On load, base_notify must run before user_notify.
        On unload, user_notify must run before base_notify.

        When a module loads, this order is seen:

          1) user_notify
          2) base_notify

        """;

    private static string Module(string name) => $$"""
        static int {{name}}_notify(struct notifier_block *nb, unsigned long action, void *data)
        {
        	return NOTIFY_DONE;
        }

        static struct notifier_block {{name}}_nb = {
        	.notifier_call = {{name}}_notify,
        	.priority = {{(name == "user" ? 10 : 0)}},
        };

        static int __init {{name}}_init(void)
        {
        	int ret;

        	ret = register_module_notifier(&{{name}}_nb);
        	if (ret)
        		pr_warn("no notifier\n");
        	return ret;
        }

        static void __exit {{name}}_exit(void)
        {
        	unregister_module_notifier(&{{name}}_nb);
        }

        """;

    private static string Livepatch => File.ReadAllText(Repository.PathOf("fixtures", "mail", "reports", "module-livepatch-too-early.eml"));

    private static Judgement Judge(string mail, string tree)
    {
        KernelTree kernel = new(Options.Create(new TriageBotOptions { KernelTree = tree }), new SettingSources("/", "/", []));
        Bot.Triage.Judge judge = new(new BuiltInMailParser(), new ScenarioPlanner(new BuiltInProfileCatalog()), new BuiltInChecker(), verifier: null, new PatchWriter(kernel));
        return judge.Run(Encoding.UTF8.GetBytes(mail), TestContext.Current.CancellationToken);
    }

    private static int PriorityIn(string code) => int.Parse(Priority().Match(code).Groups["value"].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\.priority\s*= (?<value>-?[0-9]+),", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Priority();
}
