using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Reports;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

public sealed class MailRendererTests
{
    [Fact]
    public void Render_reply_has_one_part_of_plain_text()
    {
        Assert.Equal("text/plain", Assert.IsType<TextPart>(Parse(Samples.Head).Body).ContentType.MimeType);
    }

    [Fact]
    public void Render_reply_is_not_flowed()
    {
        Assert.DoesNotContain("flowed", Render(Samples.Head), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Render_reply_is_8bit()
    {
        Assert.Contains("\nContent-Transfer-Encoding: 8bit\n", Render(Samples.Head), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_reply_says_that_a_program_wrote_it()
    {
        Assert.Equal("auto-replied", Parse(Samples.Head).Headers["Auto-Submitted"]);
    }

    [Fact]
    public void Render_reply_answers_the_mail()
    {
        Assert.Equal("1@example.org", Parse(Samples.Head).InReplyTo);
    }

    [Fact]
    public void Render_references_are_those_of_the_mail_and_the_mail()
    {
        MimeMessage reply = Parse(Samples.Head with { InReplyTo = "0@example.org", References = ["root@example.org", "0@example.org"] });

        Assert.Equal(["root@example.org", "0@example.org", "1@example.org"], reply.References);
    }

    [Theory]
    [InlineData("wrong order", "Re: wrong order")]
    [InlineData("Re: wrong order", "Re: wrong order")]
    [InlineData("RE: wrong order", "RE: wrong order")]
    public void Render_subject_has_one_re(string subject, string expected)
    {
        Assert.Equal(expected, Parse(Samples.Head with { Subject = subject }).Subject);
    }

    [Fact]
    public void Render_message_id_follows_from_the_content()
    {
        Assert.Equal(Parse(Samples.Head).MessageId, Parse(Samples.Head).MessageId);
    }

    [Fact]
    public void Render_message_id_differs_between_threads()
    {
        Assert.NotEqual(Parse(Samples.Head).MessageId, Parse(Samples.Head with { Id = "2@example.org" }).MessageId);
    }

    [Fact]
    public void Render_reply_to_is_honoured()
    {
        MimeMessage reply = Parse(Samples.Head with { ReplyTo = ["desk@example.org"] });

        Assert.Equal("desk@example.org", Assert.Single(reply.To.Mailboxes).Address);
    }

    [Fact]
    public void Render_copies_go_to_the_list_and_to_nobody_else()
    {
        Assert.Equal("linux-kernel@vger.kernel.org", Assert.Single(Parse(Samples.Head).Cc.Mailboxes).Address);
    }

    [Fact]
    public void Render_line_break_in_the_subject_makes_no_header()
    {
        MimeMessage reply = Parse(Samples.Head with { Subject = "wrong\r\nBcc: everybody@example.org\r\n order" });

        Assert.Null(reply.Headers["Bcc"]);
    }

    [Fact]
    public void Render_line_break_in_the_message_id_makes_no_header()
    {
        MimeMessage reply = Parse(Samples.Head with { Id = "1@example.org>\r\nBcc: everybody@example.org" });

        Assert.Null(reply.Headers["Bcc"]);
    }

    [Fact]
    public void Render_line_break_in_the_author_makes_no_header()
    {
        MimeMessage reply = Parse(Samples.Head with { From = "a@example.org\r\nBcc: everybody@example.org" });

        Assert.Null(reply.Headers["Bcc"]);
    }

    [Fact]
    public void Render_prose_keeps_to_72_columns()
    {
        string longLine = string.Join(' ', Enumerable.Repeat("first_cb second_cb", 20));
        MailFacts facts = Samples.Facts with { Body = new SourceText(longLine) };
        TriageReport report = Samples.ReportOf(Samples.Judgement with { Facts = facts });

        Assert.DoesNotContain(report.Reply!.Body.Split('\n'), line => line.Length > 72);
    }

    [Fact]
    public void Render_body_has_no_tag_of_its_own()
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText("Signed-off-by: first_cb <a@example.org>") };
        TriageReport report = Samples.ReportOf(Samples.Judgement with { Facts = facts });

        Assert.DoesNotContain(
            report.Reply!.Body.Split('\n'),
            line => line.StartsWith("Signed-off-by", StringComparison.OrdinalIgnoreCase)
                || line.StartsWith("Reviewed-by", StringComparison.OrdinalIgnoreCase)
                || line.StartsWith("Tested-by", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Render_body_keeps_text_that_is_not_ascii()
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText("first_cb l\u00e4uft vor second_cb") };

        MimeMessage reply = Parse(Samples.Head, facts);

        Assert.Contains("l\u00e4uft", ((TextPart)reply.Body!).Text, StringComparison.Ordinal);
    }

    private static MimeMessage Parse(MailHead head, MailFacts? facts = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Render(head, facts)));
        return MimeMessage.Load(stream, TestContext.Current.CancellationToken);
    }

    private static string Render(MailHead head, MailFacts? facts = null)
    {
        TriageReport report = Samples.ReportOf(Samples.Judgement with { Facts = (facts ?? Samples.Facts) with { Head = head } });
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return new MailRenderer(Options.Create(new TriageBotOptions()), clock).Render(report.Reply!);
    }
}
