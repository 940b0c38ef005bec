using System.Text;
using MimeKit;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Delivery;

/// <summary>A real reply to a real report of the fixtures, as it waits in the outbox: what lists expect of every mail. Each test names its rule.</summary>
public sealed class ReplyRuleTests : IAsyncLifetime
{
    private BotUnderTest _bot = null!;
    private MimeMessage _reply = null!;
    private string _text = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => ((TextPart)_reply.Body!).Text.ReplaceLineEndings("\n");

    private string[] Lines => Body.Split('\n');

    public async ValueTask InitializeAsync()
    {
        _bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(2525, ("Lists:0", "linux-pm@lists.example.org")), Token);
        await _bot.TakeInAsync(Token, await File.ReadAllBytesAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token));
        _text = Assert.Single(await _bot.RowsAsync(OutboxKinds.Reply, Token)).Content;
        _reply = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(_text)), Token);
    }

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private async Task<MimeMessage> ReplyToAsync(string headers)
    {
        string report = await File.ReadAllTextAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token);
        string mail = headers + report.Replace("Message-ID: <20160519094500.2004@example.org>\n", "", StringComparison.Ordinal);
        await _bot.TakeInAsync(Token, Encoding.UTF8.GetBytes(mail));
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes((await _bot.RowsAsync(OutboxKinds.Reply, Token))[^1].Content)), Token);
    }

    [Fact]
    public void Rule_plain_text_one_part_no_html_no_attachment() =>
        Assert.Equal(("text/plain", 0), (_reply.Body!.ContentType.MimeType, _reply.Attachments.Count()));

    [Fact]
    public void Rule_no_format_flowed_and_no_transfer_encoding_that_hides_text()
    {
        Assert.Null(_reply.Body!.ContentType.Parameters["format"]);
        Assert.DoesNotContain("base64", _text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("quoted-printable", _text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Rule_prose_is_wrapped_at_72_columns() =>
        Assert.DoesNotContain(Lines, line => line.Length > 72 && !line.StartsWith("    ", StringComparison.Ordinal) && !line.StartsWith('>') && line.Contains(' ', StringComparison.Ordinal));

    [Fact]
    public void Rule_answer_stands_under_the_quoted_line_no_top_post()
    {
        Assert.Matches("^On .* wrote:$", Lines[0]);
        Assert.StartsWith("> ", Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_quotes_are_trimmed() => Assert.InRange(Lines.Count(line => line.StartsWith('>')), 1, 20);

    [Fact]
    public void Rule_threaded_under_the_mail_that_is_answered() =>
        Assert.Equal(("20160519094500.2004@example.org", "20160519094500.2004@example.org"), (_reply.InReplyTo, _reply.References[^1]));

    [Fact]
    public void Rule_subject_is_kept_with_one_re() => Assert.Equal("Re: [BUG] demo_radio and demo_firmware PM callbacks are ordered wrongly on resume", _reply.Subject);

    [Fact]
    public void Rule_rfc3834_section_5_auto_submitted_auto_replied() => Assert.Equal("auto-replied", _reply.Headers["Auto-Submitted"]);

    [Fact]
    public void Rule_from_is_the_bot_and_reply_to_is_a_person() =>
        Assert.Equal(("triagebot@example.org", "operator@example.org"), (_reply.From.Mailboxes.Single().Address, _reply.ReplyTo.Mailboxes.Single().Address));

    [Fact]
    public void Rule_footer_says_program_person_and_how_to_stop_it()
    {
        string footer = Body.Split("\n-- \n")[1].ReplaceLineEndings(" ");

        Assert.Contains("is a program and may be wrong", footer, StringComparison.Ordinal);
        Assert.Contains("operator@example.org", footer, StringComparison.Ordinal);
        Assert.Contains("\"stop\"", footer, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_recipients_are_the_author_and_the_list_and_nobody_else() =>
        Assert.Equal(["power@example.org", "linux-pm@lists.example.org"], _reply.To.Mailboxes.Concat(_reply.Cc.Mailboxes).Select(m => m.Address));

    [Fact]
    public void Rule_no_tag_of_a_person_at_the_start_of_a_line() =>
        Assert.DoesNotContain(Lines, line => line.Contains("-by:", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Rule_says_what_was_run_and_how_to_run_it_again()
    {
        Assert.Contains("scenarios were run", Body, StringComparison.Ordinal);
        Assert.Contains("    triagebot check ", Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_reproducer_and_tested_fix_or_what_is_missing()
    {
        Assert.Contains("triagebot check ", Body, StringComparison.Ordinal);
        Assert.Matches("(?m)^- .*: (passes|fails)", Body);
    }

    [Fact]
    public void Rule_no_survey_and_no_experiment_nothing_is_asked_of_anybody() =>
        Assert.DoesNotContain(Lines, line => !line.StartsWith('>') && line.Contains('?', StringComparison.Ordinal));

    [Fact]
    public async Task Rule_subject_of_a_patch_is_kept_and_no_patch_tag_is_new()
    {
        string report = (await File.ReadAllTextAsync(Repository.PathOf("fixtures", "mail", "reports", "reboot-patch-of-a-priority.eml"), Token)).Replace("list@example.org", "linux-pm@lists.example.org", StringComparison.Ordinal);
        await _bot.TakeInAsync(Token, Encoding.UTF8.GetBytes(report));

        MimeMessage reply = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes((await _bot.RowsAsync(OutboxKinds.Reply, Token))[^1].Content)), Token);
        Assert.Equal("Re: [PATCH] demo: run the reboot notifier after the disks", reply.Subject);
    }

    [Fact]
    public async Task Rule_references_are_those_of_the_mail_and_the_mail_itself()
    {
        MimeMessage reply = await ReplyToAsync("Message-ID: <third@example.org>\nIn-Reply-To: <second@example.org>\nReferences: <first@example.org> <second@example.org>\n");

        Assert.Equal(["first@example.org", "second@example.org", "third@example.org"], reply.References);
    }

    [Fact]
    public void Rule_no_complete_diff_by_itself() => Assert.DoesNotContain(Lines, line => line.TrimStart().StartsWith("diff --git", StringComparison.Ordinal));

    [Fact]
    public void Rule_message_id_follows_from_the_content() => Assert.Matches("^triage\\.[0-9a-f]{32}@example\\.org$", _reply.MessageId);

    [Fact]
    public async Task Rule_new_setups_hold_every_reply()
    {
        OutboxRow row = Assert.Single(await _bot.RowsAsync(OutboxKinds.Reply, Token));

        Assert.Equal(OutboxState.Held, row.State);
    }

    [Fact]
    public async Task Rule_one_reply_a_thread_unless_the_verdict_changes()
    {
        string again = (await File.ReadAllTextAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token))
            .Replace("20160519094500.2004@example.org>\n", "follow-up@example.org>\nIn-Reply-To: <20160519094500.2004@example.org>\n", StringComparison.Ordinal);

        await _bot.TakeInAsync(Token, Encoding.UTF8.GetBytes(again));

        Assert.Single(await _bot.RowsAsync(OutboxKinds.Reply, Token));
        Assert.Contains(await _bot.WhysAsync(Token), w => w.Rule == "one-reply-a-thread");
    }

    [Fact]
    public async Task Rule_copies_are_capped_and_no_person_is_copied()
    {
        string cc = string.Join(", ", Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"list{i}@vger.kernel.org" : $"person{i}@kernel.example"));

        MimeMessage reply = await ReplyToAsync($"Cc: {cc}\nMessage-ID: <capped@example.org>\n");

        Assert.Equal(5, reply.Cc.Count);
        Assert.DoesNotContain(reply.Cc.Mailboxes, m => m.Address.StartsWith("person", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_list_for_regressions_is_kept_where_the_mail_went_there()
    {
        MimeMessage reply = await ReplyToAsync("Cc: regressions@lists.linux.dev\nMessage-ID: <regression@example.org>\n");

        Assert.Contains(reply.Cc.Mailboxes, m => m.Address == "regressions@lists.linux.dev");
    }

    [Fact]
    public async Task Rule_possible_security_fault_is_held_for_a_person()
    {
        await ReplyToAsync("Cc: security@kernel.org\nMessage-ID: <security@example.org>\n");

        Assert.Contains(await _bot.WhysAsync(Token), w => w.Rule == "security-stays-private");
    }

    [Fact]
    public async Task Rule_every_decision_has_a_record_that_anybody_may_see()
    {
        List<WhyRow> whys = await _bot.WhysAsync(Token);

        Assert.NotEmpty(whys);
        Assert.DoesNotContain(whys, w => w.Text.Contains('@', StringComparison.Ordinal));
    }
}
