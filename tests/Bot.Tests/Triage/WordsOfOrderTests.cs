using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

/// <summary>Mails from bytes to verdict in which little words decide; each was once answered wrongly.</summary>
public sealed class WordsOfOrderTests
{
    // Which of two equals was registered first, the order tells that was seen.
    [Fact]
    public void Run_equal_priorities_do_not_contradict_what_was_seen()
    {
        TriageReport report = Report("On reboot alpha_reboot() runs after beta_reboot(), since 6.10. alpha_reboot() must be first. alpha_reboot() has priority 0 and beta_reboot() has priority 0.");

        Assert.Equal(VerdictResult.Reproduced, report.Verdict.Result);
        Assert.Contains(report.Verdict.Notes, note => note.StartsWith("Callbacks of equal priority run as they were registered", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_lists_of_what_is_required_are_no_sightings()
    {
        TriageReport report = Report("alpha_pm() has priority 1 and beta_pm() has priority 2.\n\nOn suspend: alpha_pm, beta_pm\nOn resume: beta_pm, alpha_pm\n\nis what the datasheet requires.");

        Assert.NotEqual(VerdictResult.Contradicted, report.Verdict.Result);
        Assert.NotEmpty(report.Verdict.Claims);
        Assert.All(report.Verdict.Claims, claim => Assert.Equal(ClaimKind.Required, claim.Claim.Kind));
    }

    [Fact]
    public void Run_lists_of_which_nothing_is_said_are_not_contradicted()
    {
        TriageReport report = Report("alpha_pm() has priority 1 and beta_pm() has priority 2.\n\nOn suspend: alpha_pm, beta_pm\nOn resume: beta_pm, alpha_pm\n");

        Assert.NotEmpty(report.Facts.Orderings);
        Assert.All(report.Facts.Orderings, order => Assert.False(order.IsSure));
        Assert.NotEqual(VerdictResult.Contradicted, report.Verdict.Result);
    }

    [Theory]
    [InlineData("NETDEV_GOING_DOWN", "raw")]
    [InlineData("PM_SUSPEND_PREPARE", "blocking")]
    [InlineData("SYS_RESTART", "blocking")]
    public void Run_event_tells_the_chain(string name, string kind)
    {
        TriageReport report = Report($"On {name} alpha_event() (priority 1) runs before beta_event() (priority 0), but beta_event() must run first.");

        Assert.DoesNotContain(report.Verdict.Notes, note => note.Contains("of which kind", StringComparison.Ordinal));
        Assert.StartsWith($"chain:{kind};", report.Verdict.ReplayArguments[1], StringComparison.Ordinal);
    }

    // A kernel calls what is on the chain, and not the chain.
    [Fact]
    public void Run_chain_in_words_is_left_out_of_what_a_kernel_is_asked()
    {
        TriageReport report = Report("On v6.1 klp_module_coming() is called before the module notifiers in prepare_coming_module(), so jump_label_module_notify() runs after it when a module is loaded.");

        Assert.DoesNotContain(report.Verdict.Notes, note => note.Contains("module notifiers", StringComparison.Ordinal));
        Assert.NotEmpty(report.Verdict.Claims);
        Assert.All(report.Verdict.Claims, claim => Assert.True(claim.Holds));
    }

    // Plain functions are told of, and nothing is checked or answered because of them.
    [Fact]
    public void Run_calls_of_plain_functions_are_told_and_not_judged()
    {
        TriageReport report = Report("crash at boot", "Since v6.1 it crashes: quince_setup() is called before medlar_table(), but medlar_table() must be called before quince_setup().");

        OrderingJson order = JsonRenderer.Facts(report.Facts).Orderings[0];
        Assert.Equal(["quince_setup", "medlar_table"], order.Sequence);
        Assert.Equal(0.6, order.Confidence);
        Assert.True(order.Plain);
        Assert.Empty(report.Verdict.Claims);
        Assert.Equal(VerdictResult.NotOrdering, report.Verdict.Result);
    }

    // A later mail of the thread must not take them for callbacks either, whether this one is at hand or stored.
    [Fact]
    public void Earlier_mail_of_plain_functions_says_nothing_of_callbacks()
    {
        TriageReport report = Report("crash at boot", "quince_setup() is called before medlar_table().");

        EarlierMail stored = EarlierMail.Of(JsonRenderer.Parse(JsonRenderer.Render(report)));

        Assert.Equal(["quince_setup", "medlar_table"], JsonRenderer.Facts(report.Facts).Callbacks.Select(callback => callback.Name));
        Assert.Empty(stored.Callbacks);
        Assert.Empty(stored.Orderings);
    }

    private static TriageReport Report(string text) => Report("wrong order of callbacks", text);

    private static TriageReport Report(string subject, string text) =>
        JudgedMail.Report(subject, text, TestContext.Current.CancellationToken);
}
