using System.Text.Json.Nodes;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

/// <summary>Reports about other chains, from bytes to verdict through the real parsers and engine.</summary>
public sealed class ReportFixtureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public ReportFixtureTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("reboot-wrong-claim.eml", "contradicted")]
    [InlineData("panic-no-fix.eml", "reproduced")]
    [InlineData("cpu-hotplug-needs-information.eml", "needs-information")]
    [InlineData("pm-split-needed.eml", "reproduced")]
    [InlineData("netdev-reorder.eml", "reproduced")]
    [InlineData("reboot-order-is-met.eml", "not-reproduced")]
    [InlineData("cpu-pm-needs-priorities.eml", "needs-information")]
    [InlineData("module-chain-other-names.eml", "reproduced")]
    [InlineData("die-three-callbacks.eml", "reproduced")]
    [InlineData("reboot-patch-of-a-priority.eml", "reproduced")]
    [InlineData("restart-relative-priorities.eml", "reproduced")]
    [InlineData("netdev-claim-against-priorities.eml", "contradicted")]
    [InlineData("pm-same-order-on-resume.eml", "reproduced")]
    [InlineData("reboot-described-by-word.eml", "reproduced")]
    [InlineData("reboot-proposals-in-words.eml", "reproduced")]
    [InlineData("memory-unknown-constant.eml", "needs-information")]
    [InlineData("module-livepatch-too-early.eml", "reproduced")]
    public async Task Triage_report_has_the_right_verdict(string file, string result)
    {
        Assert.Equal(result, (string)(await TriageAsync(file))["verdict"]!["result"]!);
    }

    [Theory]
    [InlineData("reboot-wrong-claim.eml")]
    [InlineData("panic-no-fix.eml")]
    [InlineData("cpu-hotplug-needs-information.eml")]
    [InlineData("pm-split-needed.eml")]
    [InlineData("netdev-reorder.eml")]
    [InlineData("reboot-order-is-met.eml")]
    [InlineData("cpu-pm-needs-priorities.eml")]
    [InlineData("module-chain-other-names.eml")]
    [InlineData("die-three-callbacks.eml")]
    [InlineData("reboot-patch-of-a-priority.eml")]
    [InlineData("restart-relative-priorities.eml")]
    [InlineData("netdev-claim-against-priorities.eml")]
    [InlineData("pm-same-order-on-resume.eml")]
    [InlineData("reboot-described-by-word.eml")]
    public async Task Triage_report_deserves_a_reply(string file)
    {
        Assert.True((bool)(await TriageAsync(file))["wouldReply"]!);
    }

    [Fact]
    public async Task Triage_patch_of_a_priority_says_what_the_patch_does()
    {
        JsonNode report = await TriageAsync("reboot-patch-of-a-priority.eml");

        Assert.Contains(report["verdict"]!["notes"]!.AsArray(), note => ((string)note!).EndsWith("it gives every required order.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Triage_contradicts_nobody_who_saw_both_orders()
    {
        JsonNode report = await TriageAsync("reboot-both-orders-seen.eml");

        Assert.NotEqual("contradicted", (string)report["verdict"]!["result"]!);
        Assert.False((bool)report["wouldReply"]!);
    }

    [Fact]
    public async Task Triage_asks_for_the_value_of_an_unknown_constant()
    {
        JsonNode report = await TriageAsync("memory-unknown-constant.eml");

        Assert.Equal(["The value of CACHE_CALLBACK_PRI, the priority of cache_mem_callback."], report["verdict"]!["missing"]!.AsArray().Select(line => (string)line!));
    }

    [Fact]
    public async Task Triage_opens_no_issue_for_what_a_patch_mends()
    {
        Assert.Null((await TriageAsync("reboot-patch-of-a-priority.eml"))["issue"]);
    }

    [Fact]
    public async Task Triage_each_proposal_in_words_is_run()
    {
        JsonNode report = await TriageAsync("reboot-proposals-in-words.eml");

        Assert.Equal(
            [
                "What the mail proposes (heron_fw_notify 5) was run too: it gives every required order.",
                "What the mail proposes (heron_bus_notify 2) was run too: it does not give every required order.",
            ],
            report["verdict"]!["notes"]!.AsArray().Select(note => (string)note!).Take(2));
    }

    [Fact]
    public async Task Triage_requirements_that_contradict_themselves_have_no_fix()
    {
        JsonNode report = await TriageAsync("panic-no-fix.eml");

        Assert.DoesNotContain(report["fixes"]!.AsArray(), fix => (bool)fix!["passes"]!);
    }

    [Fact]
    public async Task Triage_requirements_that_contradict_themselves_are_named()
    {
        JsonNode report = await TriageAsync("panic-no-fix.eml");

        Assert.NotEmpty(report["verdict"]!["conflict"]!.AsArray());
    }

    [Fact]
    public async Task Triage_reordering_is_enough_where_no_event_asks_for_the_opposite()
    {
        JsonNode report = await TriageAsync("netdev-reorder.eml");

        Assert.Equal(("priority", true), ((string)report["fixes"]![0]!["kind"]!, (bool)report["fixes"]![0]!["passes"]!));
    }

    [Fact]
    public async Task Triage_opposite_orders_cannot_be_met_by_priorities()
    {
        JsonNode report = await TriageAsync("pm-split-needed.eml");

        Assert.All(report["fixes"]!.AsArray().Where(f => IsOfKind(f!, "priority")), fix => Assert.False((bool)fix!["passes"]!));
    }

    [Fact]
    public async Task Triage_opposite_orders_can_be_met_by_splitting()
    {
        JsonNode report = await TriageAsync("pm-split-needed.eml");

        Assert.Contains(report["fixes"]!.AsArray(), fix => IsOfKind(fix!, "split-handlers") && (bool)fix!["passes"]!);
    }

    private static bool IsOfKind(JsonNode fix, string kind) => string.Equals((string?)fix["kind"], kind, StringComparison.Ordinal);

    private async Task<JsonNode> TriageAsync(string file)
    {
        await _program.RunRealAsync("", "triage", Repository.PathOf("fixtures", "mail", "reports", file), "--format", "json");
        return JsonNode.Parse(_program.Output)!;
    }
}
