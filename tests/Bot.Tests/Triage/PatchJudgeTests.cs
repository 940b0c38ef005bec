using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

/// <summary>Patch mails from bytes to report, on the real kernels. What is expected follows from the invariants: set-up in one order, teardown in the other.</summary>
public sealed class PatchJudgeTests
{
    [Theory]
    [InlineData("ftrace-priority-max", PatchEffect.RepairsInPart, "ftrace-5156dca", true)]
    [InlineData("ftrace-split", PatchEffect.Repairs, "ftrace-5156dca", true)]
    [InlineData("direct-calls", PatchEffect.Repairs, "ftrace-5156dca", true)]
    [InlineData("direct-calls-going-swapped", PatchEffect.RepairsInPart, "ftrace-5156dca", true)]
    [InlineData("handler-renamed", PatchEffect.Keeps, "ftrace-5156dca", false)]
    [InlineData("delete-module-call-removed", PatchEffect.Regresses, "v6.1", true)]
    [InlineData("coming-reordered", PatchEffect.Regresses, "v6.1", true)]
    [InlineData("chain-plain", PatchEffect.Regresses, "v6.1", true)]
    [InlineData("bug-to-direct", PatchEffect.Repairs, "v6.1+bug", true)]
    [InlineData("driver-notifier", PatchEffect.None, "v6.1", false)]
    [InlineData("teardown-in-a-function", PatchEffect.None, "v6.1", false)]
    [InlineData("call-under-condition", PatchEffect.NotPlaced, null, false)]
    [InlineData("context-unknown", PatchEffect.NotPlaced, null, false)]
    public void Run_patch_has_the_effect_that_the_invariants_say(string patch, PatchEffect effect, string? profile, bool replies)
    {
        TriageReport report = Report(patch);

        Assert.Equal((effect, profile, replies), (report.Verdict.Patch!.Effect, report.Verdict.Patch.Base, report.Reply is not null));
    }

    [Fact]
    public void Run_priorities_exchanged_repairs_load_and_loses_unload()
    {
        PatchOutcome outcome = Report("priorities-exchanged").Verdict.Patch!;

        Assert.Contains(outcome.Repaired, b => b is { Id: "I1", Scenario: "patch-then-target/unload" });
        Assert.Contains(outcome.Lost, b => b is { Id: "I2", Step: "rmmod target", Scenario: "patch-then-target/unload" });
    }

    [Fact]
    public void Run_a_regression_of_a_patch_is_no_issue() => Assert.Null(Report("notifiers-again").Issue);

    [Fact]
    public void Run_notifiers_again_names_direct_calls_as_what_passes() =>
        Assert.True(Report("notifiers-again").Verdict.Fixes.Single(fix => fix.Kind == FixKind.DirectCalls).Passes);

    [Fact]
    public void Run_reply_says_what_was_changed_and_how_to_run_it_again()
    {
        string body = Report("delete-module-call-removed").Reply!.Body;

        Assert.Contains("unload: 'klp_module_going()' is gone", body, StringComparison.Ordinal);
        Assert.Contains("triagebot check patch-then-target/unload --profile v6.1 --patch FILE", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_patch_without_a_place_says_why()
    {
        Verdict verdict = Report("context-unknown").Verdict;

        Assert.Equal(VerdictResult.NeedsInformation, verdict.Result);
        Assert.Contains(verdict.Notes, note => note.Contains("delete_module()", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_equal_priorities_say_which_order_of_registration_was_taken() =>
        Assert.Contains(Report("priority-made-equal").Verdict.Notes, note => note.EndsWith("ftrace_module_notify was taken to be registered first", StringComparison.Ordinal));

    [Fact]
    public void Run_series_is_answered_at_its_last_patch_and_as_a_whole()
    {
        using FileStream series = File.OpenRead(PathOf("direct-calls-series.mbox"));
        ThreadTriage triage = ThreadTriage.Run(MailFile.Read(series, "series.mbox").Select(mail => mail.Bytes), Judge, Builder, TestContext.Current.CancellationToken);

        Assert.Equal(
            [(PatchEffect.RepairsInPart, false, false), (PatchEffect.RepairsInPart, false, false), (PatchEffect.Repairs, true, true)],
            triage.Threads.Single().Select(entry => (entry.Report!.Verdict.Patch!.Effect, entry.Report.Verdict.Patch.IsSeries, entry.Report.Reply is not null)));
    }

    private static Judge Judge { get; } = new(new BuiltInMailParser(), new ScenarioPlanner(new BuiltInProfileCatalog()), new BuiltInChecker());

    private static ReportBuilder Builder { get; } = new(Options.Create(new TriageBotOptions()));

    private static string PathOf(string file) => Repository.PathOf("fixtures", "mail", "patches", file);

    private static TriageReport Report(string patch) => Builder.Build(Judge.Run(File.ReadAllBytes(PathOf(patch + ".eml")), TestContext.Current.CancellationToken), []);
}
