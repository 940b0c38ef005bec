using TriageBot.Bot.Reports;
using TriageBot.Engine.Checks;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

/// <summary>Mails about kernels that have no profile of their own: what is said of the one that stands for them, and when nothing is.</summary>
public sealed class StandInTests
{
    private const string Wrong = "klp_module_coming() is called before ftrace_module_enable() when a module is loaded";

    [Fact]
    public void Run_claim_that_both_neighbours_contradict_is_contradicted()
    {
        TriageReport report = Report($"Since v6.14 patched modules crash: {Wrong}.");

        Assert.Equal(VerdictResult.Contradicted, report.Verdict.Result);
        Assert.Contains("v6.14 has no profile of its own; v6.1, the newest known kernel before it, stands for it.", report.Verdict.Notes);
        Assert.Contains("v6.18, the next known kernel, runs them in the same order.", report.Verdict.Notes);
        Assert.NotNull(report.Reply);
    }

    [Fact]
    public void Run_claim_about_a_kernel_newer_than_all_is_not_contradicted()
    {
        TriageReport report = Report($"Since v9.9 patched modules crash: {Wrong}.");

        Assert.Equal(VerdictResult.NeedsInformation, report.Verdict.Result);
        Assert.Null(report.Reply);
    }

    [Theory]
    [InlineData("v6.1")]
    [InlineData("6.1.55")]
    public void Run_known_release_and_its_stable_kernels_need_no_stand_in(string version)
    {
        TriageReport report = Report($"Since {version} patched modules crash: {Wrong}.");

        Assert.Equal(VerdictResult.Contradicted, report.Verdict.Result);
        Assert.DoesNotContain(report.Verdict.Notes, note => note.Contains("stands for", StringComparison.Ordinal));
    }

    // The loader calls them directly: they are built in, on no chain.
    [Fact]
    public void Run_direct_calls_are_not_said_to_be_missing() =>
        Assert.DoesNotContain(Report($"Since v6.1 patched modules crash: {Wrong}.").Verdict.Notes, note => note.Contains("built into", StringComparison.Ordinal));

    private static TriageReport Report(string text) =>
        JudgedMail.Report("livepatch: crash on load, wrong order of callbacks", text, TestContext.Current.CancellationToken);
}
