using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Notifiers;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

public sealed class ScenarioPlannerTests
{
    private static readonly MailFacts s_builtIn = Samples.Facts with
    {
        Callbacks = [Samples.Callback("klp_cb", 1), Samples.Callback("ftrace_cb", 0)],
        Orderings = [Samples.Ordering("load", OrderingKind.Required, "ftrace_cb", "klp_cb")],
    };

    [Theory]
    [InlineData(MailClass.Bot)]
    [InlineData(MailClass.Patch)]
    [InlineData(MailClass.RegressionReport)]
    [InlineData(MailClass.Directive)]
    [InlineData(MailClass.Other)]
    public void Plan_class_without_order_gives_nothing(MailClass mailClass)
    {
        PlanOutcome outcome = Plan(s_builtIn with { Class = mailClass });

        Assert.Same(PlanOutcome.NotOrdering, outcome);
    }

    [Fact]
    public void Plan_two_built_in_callbacks_are_judged_on_a_kernel()
    {
        Assert.Equal(CheckBasis.Kernel, Plan(s_builtIn).Plan!.Basis);
    }

    [Fact]
    public void Plan_one_built_in_callback_is_judged_on_stated_constraints()
    {
        MailFacts facts = s_builtIn with
        {
            Callbacks = [Samples.Callback("klp_cb", 1), Samples.Callback("mine_cb", 0)],
            Orderings = [Samples.Ordering("load", OrderingKind.Required, "mine_cb", "klp_cb")],
        };

        Assert.Equal(CheckBasis.StatedConstraints, Plan(facts).Plan!.Basis);
    }

    [Fact]
    public void Plan_built_in_names_on_another_chain_are_judged_on_stated_constraints()
    {
        MailFacts facts = s_builtIn with { Callbacks = [Samples.Callback("klp_cb", 1, "reboot_notifier_list"), Samples.Callback("ftrace_cb", 0)] };

        Assert.Equal(CheckBasis.StatedConstraints, Plan(facts).Plan!.Basis);
    }

    [Fact]
    public void Plan_first_bad_commit_names_the_bad_profile()
    {
        MailFacts facts = s_builtIn with { Commits = [Samples.Commit("2222222", CommitRole.FirstBad)] };

        Assert.Equal("broken", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_last_good_commit_names_the_good_profile()
    {
        MailFacts facts = s_builtIn with
        {
            Commits = [Samples.Commit("1111111", CommitRole.LastGood), Samples.Commit("2222222", CommitRole.FirstBad)],
        };

        Assert.Equal("old", Plan(facts).Plan!.GoodProfile);
    }

    [Fact]
    public void Plan_unknown_commit_is_noted()
    {
        MailFacts facts = s_builtIn with { Commits = [Samples.Commit("9999999", CommitRole.FirstBad)] };

        Assert.Contains(Plan(facts).Notes, note => note.Contains("9999999", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_bad_version_counts_before_the_date()
    {
        MailFacts facts = s_builtIn with { Versions = [new VersionFact("v6.1", CommitRole.FirstBad, 1, default)] };

        Assert.Equal("new", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_nothing_named_takes_the_newest_kernel_at_the_date()
    {
        Assert.Equal("old", Plan(s_builtIn).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_no_date_takes_the_newest_kernel_that_has_the_callbacks()
    {
        MailFacts facts = s_builtIn with { Head = Samples.Head with { Date = null } };

        Assert.Equal("broken", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_date_of_a_kernel_without_the_callbacks_takes_one_that_has_them()
    {
        MailFacts facts = s_builtIn with { Head = Samples.Head with { Date = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) } };

        Assert.Equal("broken", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_named_version_without_the_callbacks_is_judged_all_the_same()
    {
        MailFacts facts = s_builtIn with { Versions = [new VersionFact("v6.1", CommitRole.Culprit, 1, default)] };

        Assert.Equal("new", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_date_before_the_first_kernel_takes_the_first()
    {
        MailFacts facts = s_builtIn with { Head = Samples.Head with { Date = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero) } };

        Assert.Equal("old", Plan(facts).Plan!.BadProfile);
    }

    [Fact]
    public void Plan_without_last_good_has_no_good_profile()
    {
        Assert.Null(Plan(s_builtIn).Plan!.GoodProfile);
    }

    [Fact]
    public void Plan_one_callback_asks_for_the_other()
    {
        MailFacts facts = Samples.Facts with { Callbacks = [Samples.Callback("lonely_cb", 1)], Orderings = [] };

        Assert.Contains("lonely_cb", Assert.Single(Plan(facts).Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_no_order_stated_asks_for_it()
    {
        MailFacts facts = Samples.Facts with { Orderings = [] };

        Assert.StartsWith("In which order", Assert.Single(Plan(facts).Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_observed_order_alone_is_enough_to_run()
    {
        MailFacts facts = Samples.Facts with { Orderings = [Samples.Ordering("load", OrderingKind.Observed, "second_cb", "first_cb")] };

        Assert.NotNull(Plan(facts).Plan);
    }

    [Fact]
    public void Plan_no_priority_at_all_asks_for_them()
    {
        MailFacts facts = Samples.Facts with { Callbacks = [Samples.Callback("first_cb", null), Samples.Callback("second_cb", null)] };

        Assert.Contains("priority of first_cb and second_cb", Assert.Single(Plan(facts).Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_patch_of_a_priority_is_run_as_before_it_and_with_it()
    {
        MailFacts facts = Samples.Facts with
        {
            Class = MailClass.OrderingPatch,
            NotifierChanges = [new NotifierChangeFact("a.c", "first_cb", NotifierChangeKind.Priority, "0", "5", 1, default)],
        };

        PlanOutcome outcome = Plan(facts);

        Assert.Equal((0, 5), (outcome.Plan!.Callbacks[0].Priority, outcome.Patched!.Callbacks[0].Priority));
    }

    [Fact]
    public void Plan_order_of_what_is_no_callback_is_not_run()
    {
        MailFacts facts = Samples.Facts with { Orderings = [Samples.Ordering("load", OrderingKind.Required, "the framebuffer", "first_cb")] };

        Assert.Contains("the framebuffer", Assert.Single(Plan(facts).Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_derived_order_is_no_claim()
    {
        MailFacts facts = Samples.Facts with
        {
            Orderings = [.. Samples.Facts.Orderings, Samples.Ordering("unload", OrderingKind.Derived, "first_cb", "second_cb")],
        };

        Assert.Single(Plan(facts).Plan!.Claims);
    }

    [Theory]
    [InlineData("unload", "load")]
    [InlineData("down", "up")]
    [InlineData("resume", "suspend")]
    [InlineData("unregister", "register")]
    [InlineData("NETDEV_GOING_DOWN", "NETDEV_UP")]
    public void Plan_event_that_undoes_another_is_teardown(string teardown, string setup)
    {
        MailFacts facts = Samples.Facts with
        {
            Orderings =
            [
                Samples.Ordering(setup, OrderingKind.Required, "first_cb", "second_cb"),
                Samples.Ordering(teardown, OrderingKind.Required, "second_cb", "first_cb"),
            ],
        };

        Assert.Equal([teardown], Plan(facts).Plan!.TeardownEvents);
    }

    [Fact]
    public void Plan_resume_without_suspend_is_no_teardown()
    {
        MailFacts facts = Samples.Facts with { Orderings = [Samples.Ordering("resume", OrderingKind.Required, "first_cb", "second_cb")] };

        Assert.Empty(Plan(facts).Plan!.TeardownEvents);
    }

    [Theory]
    [InlineData("They sit on the reboot notifier chain.", ChainKind.Blocking)]
    [InlineData("They sit on panic_notifier_list.", ChainKind.Atomic)]
    [InlineData("They use register_netdevice_notifier().", ChainKind.Raw)]
    [InlineData("They use the clk notifier.", ChainKind.Srcu)]
    [InlineData("On the reboot chain, which is an atomic notifier chain here.", ChainKind.Atomic)]
    public void Plan_chain_kind_is_read_from_the_text(string text, ChainKind kind)
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText(text) };

        Assert.Equal(kind, Plan(facts).Plan!.Chain);
    }

    [Fact]
    public void Plan_chain_in_a_quote_does_not_count()
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText("> on the panic notifier chain\nNo.") };

        Assert.Contains(Plan(facts).Notes, note => note.Contains("a blocking chain was taken", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_newer_mail_about_cpu_hotplug_says_that_the_chain_is_gone()
    {
        MailFacts facts = Samples.Facts with
        {
            Head = Samples.Head with { Date = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            Callbacks = [Samples.Callback("first_cb", 5, "CPU hotplug"), Samples.Callback("second_cb", 1)],
        };

        Assert.Contains(Plan(facts).Notes, note => note.Contains("no longer exists", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_older_mail_about_cpu_hotplug_says_nothing_of_it()
    {
        MailFacts facts = Samples.Facts with { Callbacks = [Samples.Callback("first_cb", 5, "CPU hotplug"), Samples.Callback("second_cb", 1)] };

        Assert.Empty(Plan(facts).Notes);
    }

    [Fact]
    public void Plan_order_that_is_stated_twice_is_one_claim()
    {
        MailFacts facts = Samples.Facts with { Orderings = [.. Samples.Facts.Orderings, .. Samples.Facts.Orderings] };

        Assert.Single(Plan(facts).Plan!.Claims);
    }

    [Fact]
    public void Plan_thousand_callbacks_are_cut()
    {
        MailFacts facts = Samples.Facts with { Callbacks = [.. Enumerable.Range(0, 1000).Select(n => Samples.Callback($"cb{n}", n))] };

        Assert.Equal(64, Plan(facts with { Orderings = [Samples.Ordering("load", OrderingKind.Required, "cb1", "cb2")] }).Plan!.Callbacks.Length);
    }

    private static PlanOutcome Plan(MailFacts facts) => new ScenarioPlanner(Samples.Catalog).Plan(facts);
}
