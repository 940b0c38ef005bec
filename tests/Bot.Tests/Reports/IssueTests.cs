using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

public sealed class IssueTests
{
    [Fact]
    public void Build_reproduced_claim_opens_an_issue()
    {
        Assert.NotNull(Samples.ReportOf(Samples.Judgement).Issue);
    }

    [Theory]
    [InlineData(VerdictResult.Contradicted)]
    [InlineData(VerdictResult.NotReproduced)]
    public void Build_other_result_opens_none(VerdictResult result)
    {
        Assert.Null(Samples.ReportOf(Samples.Judgement with { Verdict = Samples.Reproduced with { Result = result } }).Issue);
    }

    [Fact]
    public void Build_two_threads_about_one_fault_have_one_fingerprint()
    {
        TriageReport other = Samples.ReportOf(Samples.Judgement with { Facts = Samples.Facts with { Head = Samples.Head with { Id = "2@example.org" } } });

        Assert.Equal(Samples.ReportOf(Samples.Judgement).Issue!.Fingerprint, other.Issue!.Fingerprint);
    }

    [Fact]
    public void Build_issue_begins_with_its_marker()
    {
        IssueDraft issue = Samples.ReportOf(Samples.Judgement).Issue!;

        Assert.StartsWith($"<!-- triagebot:{issue.Fingerprint} -->\n", issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_issue_holds_the_whole_trace()
    {
        Assert.Contains("# end\n", Samples.ReportOf(Samples.Judgement).Issue!.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ping @somebody now", "@somebody")]
    [InlineData("fixes #12 at last", "#12")]
    [InlineData("see GH-7", "GH-7")]
    [InlineData("see https://github.example.org/a/b/issues/1", "https://")]
    [InlineData("`end` <img src=x>", "`end`")]
    public void Build_subject_has_no_effect_on_the_page(string subject, string effect)
    {
        MailFacts facts = Samples.Facts with { Head = Samples.Head with { Subject = subject } };

        Assert.DoesNotContain(effect, Samples.ReportOf(Samples.Judgement with { Facts = facts }).Issue!.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_fence_in_the_trace_does_not_end_the_fence()
    {
        Judgement judgement = Samples.Judgement with { Verdict = Samples.Reproduced with { FullTrace = ["```", "@somebody <b>"] } };

        Assert.Contains("````text\n```\n", Samples.ReportOf(judgement).Issue!.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_html_in_an_event_name_is_no_html()
    {
        OrderClaim claim = Samples.Plan.Claims[0] with { Event = "<script>load" };
        Judgement judgement = Samples.Judgement with
        {
            Verdict = Samples.Reproduced with { Claims = [new ClaimVerdict(claim, false, "<script>")] },
        };

        Assert.DoesNotContain("<script>", Samples.ReportOf(judgement).Issue!.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_file_name_has_safe_characters_only()
    {
        MailFacts facts = Samples.Facts with { Head = Samples.Head with { Subject = "../../etc/passwd\0 [BUG]" } };

        Assert.Matches("^[a-z0-9-]+$", Samples.ReportOf(Samples.Judgement with { Facts = facts }).Reply!.FileStem);
    }
}
