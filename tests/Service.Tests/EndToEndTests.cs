using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Service.Tests.Servers;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests;

/// <summary>From the archive of a list to a reply in a mailbox and an issue that opens, grows and closes; all servers are real but for GitHub, whose requests and answers are held against its own description.</summary>
public sealed class EndToEndTests(MailServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_over_an_archive_takes_each_message_once_and_holds_the_reply()
    {
        await using PublicInbox archive = await ArchiveAsync("first");
        await using BotUnderTest bot = await BotUnderTest.StartAsync(Settings(await servers.StartAsync(), archive), Token);

        await RoundAsync(bot);
        RoundResult second = await RoundAsync(bot);

        Assert.Equal((2, 1, 0), (await CountAsync(bot, db => db.Messages), await CountAsync(bot, db => db.Outbox.Where(o => o.Kind == OutboxKinds.Reply && o.State == OutboxState.Held)), second.Judged));
    }

    [Fact]
    public async Task Round_over_a_real_archive_judges_each_message_once_and_holds_all_that_it_would_say()
    {
        string bundle = Path.Combine(Repository.Shared, "mail", "live-patching-2019-2025.bundle");
        Assert.SkipUnless(File.Exists(bundle), "The shared data with the archive is not there.");
        await using PublicInbox archive = new();
        await archive.StartFromBundleAsync(bundle);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(Settings(await servers.StartAsync(), archive), Token);

        RoundResult first = await RoundAsync(bot);
        RoundResult second = await RoundAsync(bot);

        int messages = await CountAsync(bot, db => db.Messages);
        Assert.InRange(messages, 6000, 6129);
        Assert.Equal((messages, 0), (first.Judged, second.Judged));
        Assert.Equal(0, await CountAsync(bot, db => db.Messages.Where(m => m.Queued || m.Failure != null || m.Verdict == null)));
        Assert.Equal(0, await CountAsync(bot, db => db.Outbox.Where(o => o.State != OutboxState.Held && o.State != OutboxState.FileOnly)));
        Assert.Equal(await CountAsync(bot, db => db.Verdicts.Where(v => v.Replied)), await CountAsync(bot, db => db.Outbox.Where(o => o.Kind == OutboxKinds.Reply)));
    }

    [Fact]
    public async Task Approved_reply_arrives_under_the_mail_that_it_answers()
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using PublicInbox archive = await ArchiveAsync("second");
        await using BotUnderTest bot = await BotUnderTest.StartAsync(Settings((postfix, dovecot), archive), Token);
        await RoundAsync(bot);

        await ApproveAsync(bot, OutboxKinds.Reply);
        await bot.DeliverAsync(Token);

        MimeMessage reply = Assert.Single(await dovecot.WaitForAsync("author-second", 1, Token));
        Assert.Equal("report-second@people.example.org", reply.InReplyTo);
    }

    [Fact]
    public async Task Regression_is_one_issue_that_a_second_report_updates_and_the_fix_closes()
    {
        await using FakeGitHub gitHub = await FakeGitHub.StartAsync();
        await using Prism prism = await Prism.StartAsync(gitHub.Address);
        await using PublicInbox archive = await ArchiveAsync("third");
        Dictionary<string, string> settings = Settings(await servers.StartAsync(), archive);
        foreach ((string key, string value) in BotUnderTest.GitHub(prism.Address))
        {
            settings[key] = value;
        }

        await using BotUnderTest bot = await BotUnderTest.StartAsync(settings, Token);
        await RoundAsync(bot);
        await ApproveAsync(bot, OutboxKinds.Issue);
        await bot.DeliverAsync(Token);
        await archive.AddAsync([Report("third", "again-third@people.example.org")]);
        await RoundAsync(bot);
        await ApproveAsync(bot, OutboxKinds.IssueNote);
        await bot.DeliverAsync(Token);
        await bot.Services.GetRequiredService<RegressionDesk>().SayAsync(
            bot.Store, 1, new RegressionWord(RegressionState.Fixed, "operator", "it is fixed", "123456789abc"), Token);
        await ApproveAsync(bot, OutboxKinds.IssueNote);
        await bot.DeliverAsync(Token);

        Assert.Equal(("closed", 2), ((string?)Assert.Single(gitHub.State.Issues)["state"], gitHub.State.CommentsOf(1).Count));
    }

    private static async Task<PublicInbox> ArchiveAsync(string name)
    {
        PublicInbox archive = new();
        await archive.StartAsync(
        [
            Report(name, $"report-{name}@people.example.org"),
            $"From: Somebody <somebody@people.example.org>\nTo: {PublicInbox.List}\nSubject: [PATCH] widget: tidy\nMessage-ID: <talk-{name}@people.example.org>\n\nThis moves a comment.\n",
        ]);
        return archive;
    }

    private static string Report(string name, string id) =>
        $"""
        From: Author <author-{name}@people.example.org>
        To: {PublicInbox.List}
        Subject: [BUG] demo_cache and demo_link shut down in the wrong order at reboot
        Message-ID: <{id}>
        Date: Tue, 8 Mar 2016 11:05:31 +0000
        List-Id: <kernel.lists.example.org>

        Hi,

        our storage stack registers two callbacks on the reboot notifier chain:

          demo_link_reboot    priority 10
          demo_cache_reboot   priority 0

        At reboot this order is seen:

          1) demo_link_reboot
          2) demo_cache_reboot

        On reboot, demo_cache_reboot must run before demo_link_reboot.

        """;

    private static Dictionary<string, string> Settings((Postfix Postfix, Dovecot Dovecot) mail, PublicInbox archive) => BotUnderTest.Mail(
        mail.Postfix,
        ("Sources:0:Imap:Host", "127.0.0.1"), ("Sources:0:Imap:Port", $"{archive.Port}"), ("Sources:0:Imap:Security", "none"), ("Sources:0:Auth", "anonymous"),
        ("Sources:0:Folder", PublicInbox.Folder), ("Lists:0", PublicInbox.List));

    private static Task<RoundResult> RoundAsync(BotUnderTest bot)
    {
        string folder = Path.GetDirectoryName(bot.Store.Address.Name)!;
        return bot.Services.GetRequiredService<Round>().RunAsync(bot.Store, folder, Token);
    }

    private static async Task ApproveAsync(BotUnderTest bot, string kind)
    {
        List<long> ids = await bot.Store.UseAsync(
            (db, token) => db.Outbox.Where(o => o.Kind == kind && o.State == OutboxState.Held).Select(o => o.Id).ToListAsync(token), Token);
        Assert.NotEmpty(ids);
        foreach (long id in ids)
        {
            await bot.Outbox.DecideAsync(id, OutboxState.Approved, "operator", Token);
        }
    }

    private static Task<int> CountAsync<T>(BotUnderTest bot, Func<TriageDbContext, IQueryable<T>> rows) =>
        bot.Store.UseAsync((db, token) => rows(db).CountAsync(token), Token);
}
