using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

public sealed class ReplyPolicyTests
{
    [Fact]
    public void Decide_reproduced_report_of_a_person_is_answered()
    {
        Assert.True(Decide(Samples.Facts, Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_question_is_asked_when_it_is_precise()
    {
        Assert.True(Decide(Samples.FactsWithChain, Samples.NeedsInformation).WouldReply);
    }

    [Fact]
    public void Decide_question_is_not_asked_when_the_facts_do_not_suffice_for_a_check()
    {
        Assert.False(Decide(Samples.Facts with { Orderings = [] }, Samples.NeedsInformation).WouldReply);
    }

    [Fact]
    public void Decide_question_without_content_is_not_asked()
    {
        Assert.False(Decide(Samples.Facts, Samples.NeedsInformation with { Missing = [] }).WouldReply);
    }

    [Fact]
    public void Decide_discussion_without_claim_gets_no_answer()
    {
        Assert.False(Decide(Samples.Facts with { Class = MailClass.OrderingDiscussion }, Samples.Reproduced with { Claims = [] }).WouldReply);
    }

    [Fact]
    public void Decide_discussion_with_claim_is_answered()
    {
        Assert.True(Decide(Samples.Facts with { Class = MailClass.OrderingDiscussion }, Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_not_reproduced_without_claim_gets_no_answer()
    {
        Assert.False(Decide(Samples.Facts, Samples.Reproduced with { Result = VerdictResult.NotReproduced, Claims = [] }).WouldReply);
    }

    [Theory]
    [InlineData(MailClass.OrderingReport, true, true)]
    [InlineData(MailClass.OrderingDiscussion, true, false)]
    [InlineData(MailClass.OrderingPatch, true, false)]
    [InlineData(MailClass.OrderingDiscussion, false, true)]
    public void Decide_claims_that_hold_are_only_told_to_who_reports(MailClass kind, bool holds, bool answered)
    {
        Verdict verdict = Samples.Reproduced with { Result = VerdictResult.NotReproduced, Claims = [.. Samples.Reproduced.Claims.Select(c => c with { Holds = holds })] };

        Assert.Equal(answered, Decide(Samples.Facts with { Class = kind }, verdict).WouldReply);
    }

    [Fact]
    public void Decide_question_is_only_put_to_who_reports() =>
        Assert.False(Decide(Samples.FactsWithChain with { Class = MailClass.OrderingDiscussion }, Samples.NeedsInformation).WouldReply);

    [Fact]
    public void Decide_not_reproduced_with_an_order_in_doubt_gets_no_answer()
    {
        MailFacts doubted = Samples.Facts with { Class = MailClass.OrderingReport, Orderings = [.. Samples.Facts.Orderings.Select(o => o with { Kind = OrderingKind.Observed, Confidence = 0.5 })] };

        Assert.NotEmpty(doubted.Orderings);
        Assert.False(Decide(doubted, Samples.Reproduced with { Result = VerdictResult.NotReproduced }).WouldReply);
    }

    [Theory]
    [InlineData("auto-replied", false)]
    [InlineData("auto-generated", false)]
    [InlineData("no", true)]
    public void Decide_auto_submitted_mail_gets_no_answer_unless_it_says_no(string value, bool answered)
    {
        Assert.Equal(answered, Decide(WithHead(Samples.Head with { AutoSubmitted = value }), Samples.Reproduced).WouldReply);
    }

    [Theory]
    [InlineData("<>")]
    [InlineData("")]
    public void Decide_null_return_path_gets_no_answer(string path)
    {
        Assert.False(Decide(WithHead(Samples.Head with { ReturnPath = path }), Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_own_mail_gets_no_answer()
    {
        Assert.False(Decide(WithHead(Samples.Head with { From = "TriageBot@example.org" }), Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_bulk_mail_of_a_list_is_answered()
    {
        Assert.True(Decide(WithHead(Samples.Head with { Precedence = "bulk" }), Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_bulk_mail_of_no_list_gets_no_answer()
    {
        Assert.False(Decide(WithHead(Samples.Head with { Precedence = "bulk", ListId = null }), Samples.Reproduced).WouldReply);
    }

    [Fact]
    public void Decide_repeat_in_the_thread_gets_no_answer()
    {
        Assert.False(Decide(Samples.Facts, Samples.Reproduced, Now()).WouldReply);
    }

    [Fact]
    public void Decide_new_fact_with_the_same_verdict_gets_no_answer()
    {
        Assert.False(Decide(Samples.Facts, Samples.Reproduced, Now() with { Claims = [] }).WouldReply);
    }

    [Fact]
    public void Decide_new_fact_with_another_verdict_is_answered()
    {
        Assert.True(Decide(Samples.Facts, Samples.Reproduced, Now() with { Claims = [], Result = "needs-information" }).WouldReply);
    }

    [Fact]
    public void Decide_another_verdict_without_a_new_fact_gets_no_answer()
    {
        Assert.False(Decide(Samples.Facts, Samples.Reproduced, Now() with { Result = "needs-information" }).WouldReply);
    }

    private static MailFacts WithHead(MailHead head) => Samples.Facts with { Head = head };

    private static ThreadAnswer Now() => ThreadAnswers.Of(Samples.Judgement);

    private static ReplyDecision Decide(MailFacts facts, Verdict verdict, params ThreadAnswer[] earlier) =>
        ReplyPolicy.Decide(facts, verdict, "triagebot@example.org", ThreadAnswers.Of(Samples.Judgement with { Facts = facts, Verdict = verdict }), earlier);
}
