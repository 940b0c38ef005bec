using System.Globalization;
using System.Text;
using MimeKit;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Service.Tests.Servers;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Delivery;

/// <summary>Mails that want the bot to do harm.</summary>
public sealed class HostileMailTests : IAsyncLifetime
{
    private const string List = "linux-pm@lists.example.org";

    private BotUnderTest _bot = null!;
    private string _report = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _report = await File.ReadAllTextAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token);
        _bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(2525, ("Lists:0", List), ("BotAddress", "bot@kernel.example")), Token);
    }

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Loop_of_two_bots_that_mark_their_mail_has_one_reply()
    {
        await using BotUnderTest other = await BotUnderTest.StartAsync(BotUnderTest.Smtp(2525, ("Lists:0", List), ("BotAddress", "other@robots.example")), Token);
        await _bot.TakeInAsync(Token, Bytes(_report));

        for (int i = 0; i < 10; i++)
        {
            await other.TakeInAsync(Token, await RepliesAsync(_bot));
            await _bot.TakeInAsync(Token, await RepliesAsync(other));
        }

        Assert.Equal((1, 0), ((await RepliesAsync(_bot)).Length, (await RepliesAsync(other)).Length));
    }

    [Fact]
    public async Task Loop_with_a_bot_that_hides_what_it_is_has_one_reply()
    {
        await _bot.TakeInAsync(Token, Bytes(_report));

        for (int i = 0; i < 20; i++)
        {
            MimeMessage echo = Load((await RepliesAsync(_bot))[^1]);
            (string id, string body) = (echo.MessageId!, ((TextPart)echo.Body!).Text);
            MimeMessage answer = new([new MailboxAddress("A person", "person@robots.example")], [MailboxAddress.Parse(List)], echo.Subject ?? "", new TextPart("plain") { Text = body })
            {
                MessageId = $"echo{i}@robots.example", InReplyTo = id,
            };
            answer.References.AddRange(echo.References);
            answer.References.Add(id);
            await _bot.TakeInAsync(Token, Bytes(answer));
        }

        Assert.Single(await RepliesAsync(_bot));
    }

    [Fact]
    public async Task Mail_that_claims_to_be_the_bot_is_not_answered()
    {
        await _bot.TakeInAsync(Token, Bytes(_report.Replace("Power Team <power@example.org>", "TriageBot <BOT@kernel.example>", StringComparison.Ordinal)));

        Assert.Empty(await RepliesAsync(_bot));
        Assert.Contains(await _bot.WhysAsync(Token), w => w.Rule == "no-answer-to-robots");
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-generated\n")]
    [InlineData("Auto-Submitted: auto-replied; owner-email=\"a@b\"\n")]
    [InlineData("Return-Path: <>\n")]
    public async Task Rule_rfc3834_section_2_robots_are_not_answered(string header)
    {
        await _bot.TakeInAsync(Token, Bytes(header + _report));

        Assert.Empty(await RepliesAsync(_bot));
    }

    [Theory]
    [InlineData("bulk")]
    [InlineData("junk")]
    [InlineData("list")]
    public async Task Rule_rfc3834_section_2_bulk_mail_that_no_list_sent_is_not_answered(string precedence)
    {
        string mail = _report.Replace("List-Id: <linux-pm.lists.example.org>\n", "", StringComparison.Ordinal).Replace("Precedence: bulk", "Precedence: " + precedence, StringComparison.Ordinal);

        await _bot.TakeInAsync(Token, Bytes(mail));

        Assert.Empty(await RepliesAsync(_bot));
    }

    [Theory]
    [InlineData("Subject: ", "Subject: =?utf-8?q?[BUG]_x=0D=0ABcc:_victim@victim.example=0D=0A?= ")]
    [InlineData("From: Power Team", "From: =?utf-8?q?x=0D=0ABcc:_victim@victim.example=0D=0A?=")]
    public async Task Header_injection_adds_no_recipient(string header, string hostile)
    {
        await _bot.TakeInAsync(Token, Bytes(_report.Replace(header, hostile, StringComparison.Ordinal)));

        MimeMessage reply = Load(Assert.Single(await RepliesAsync(_bot)));
        Assert.Empty(reply.Bcc);
        Assert.DoesNotContain(reply.To.Mailboxes.Concat(reply.Cc.Mailboxes), m => m.Address.Contains("victim", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Injection_into_an_issue_takes_no_effect()
    {
        await using FakeGitHub gitHub = await FakeGitHub.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.GitHub(gitHub.Address), Token);
        string hostile = "[BUG] @maintainer #12 GH-13 o/r#14 fixes https://github.com/o/r/issues/15 www.evil.example `<img src=x onerror=y>` <!-- triagebot:0 --> </details> ";

        await bot.TakeInAsync(Token, Bytes(_report.Replace("Subject: [BUG] ", "Subject: " + hostile, StringComparison.Ordinal)));

        IssueChange change = IssueChange.Parse(Assert.Single(await bot.RowsAsync(OutboxKinds.Issue, Token)).Payload);
        string text = change.Title + "\n" + change.Body[(change.Body.IndexOf("-->", StringComparison.Ordinal) + 3)..];
        Assert.All(["@maintainer", "#12", "GH-13", "#14", "https://", "www.evil"], bad => Assert.DoesNotContain(bad, text, StringComparison.Ordinal));
        Assert.DoesNotContain(Outside(text), line => line.Contains("<img", StringComparison.Ordinal) || line.Contains("<!--", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Flood_of_ten_thousand_mails_is_taken_once_each_and_says_no_more_than_the_budget()
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            BotUnderTest.Smtp(server.Port, ("Delivery:Mode", "auto"), ("Delivery:AutoLists:0", List), ("Lists:0", List), ("BotAddress", "bot@kernel.example")), Token);
        byte[][] flood = [.. Enumerable.Range(0, 10_000).Select(i => Bytes(i % 250 == 0 ? Report(i) : Chatter(i)))];
        for (int i = 0; i < flood.Length; i += 500)
        {
            await bot.TakeInAsync(Token, flood[i..(i + 500)]);
        }

        bot.Clock.Advance(TimeSpan.FromHours(25));
        await bot.DeliverAsync(Token);
        await bot.DeliverAsync(Token);

        Assert.Equal(10_000, await bot.Store.UseAsync((db, _) => Task.FromResult(db.Messages.Count(m => !m.Queued)), Token));
        Assert.Equal(10, server.Taken);
    }

    private string Report(int i) => _report
        .Replace("20160519094500.2004", $"report{i}", StringComparison.Ordinal)
        .Replace("power@example.org", $"power{i}@example.org", StringComparison.Ordinal)
        .Replace("demo_radio", $"demo{i}_radio", StringComparison.Ordinal)
        .Replace("demo_firmware", $"demo{i}_firmware", StringComparison.Ordinal);

    private static string Chatter(int i) => string.Create(
        CultureInfo.InvariantCulture, $"From: p{i}@example.org\nTo: {List}\nSubject: [PATCH] widget {i}\nMessage-ID: <chatter{i}@example.org>\nDate: Mon, 23 Nov 2026 07:00:00 +0000\n\nFix a typo.\n");

    // Lines of Markdown without code spans and fences, where GitHub shows everything as it stands.
    private static IEnumerable<string> Outside(string markdown)
    {
        bool isFenced = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (!isFenced)
            {
                yield return string.Concat(line.Split('`').Where((_, i) => i % 2 == 0));
            }
        }
    }

    private static async Task<byte[][]> RepliesAsync(BotUnderTest bot) =>
        [.. (await bot.RowsAsync(OutboxKinds.Reply, Token)).Select(r => Encoding.UTF8.GetBytes(r.Content))];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(MimeMessage message)
    {
        using MemoryStream stream = new();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    private static MimeMessage Load(byte[] bytes) => MimeMessage.Load(new MemoryStream(bytes));
}
