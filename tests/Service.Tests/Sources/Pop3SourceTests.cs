using TriageBot.Bot.Intake;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.Sources;

/// <summary>A POP3 mailbox of a real Dovecot.</summary>
public sealed class Pop3SourceTests(MailServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_gives_all_messages_and_deletes_none()
    {
        Dovecot dovecot = await MailboxAsync("pop-all", 3);

        int first = (await SourceHarness.Pop3(dovecot.Pop3Port, "pop-all").AllAsync(null, Token)).Count;
        int second = (await SourceHarness.Pop3(dovecot.Pop3Port, "pop-all").AllAsync(null, Token)).Count;

        Assert.Equal((3, 3), (first, second));
    }

    [Fact]
    public async Task Read_behind_a_cursor_gives_what_came_later()
    {
        Dovecot dovecot = await MailboxAsync("pop-later", 3);
        string cursor = (await SourceHarness.Pop3(dovecot.Pop3Port, "pop-later").AllAsync(null, Token))[1].Cursor;

        Assert.Single(await SourceHarness.Pop3(dovecot.Pop3Port, "pop-later").AllAsync(cursor, Token));
    }

    [Fact]
    public async Task Read_cursor_that_is_gone_gives_all()
    {
        Dovecot dovecot = await MailboxAsync("pop-gone", 2);

        List<SourceMessage> messages = await SourceHarness.Pop3(dovecot.Pop3Port, "pop-gone").AllAsync("0000000000000000", Token);

        Assert.Equal(2, messages.Count);
    }

    private async Task<Dovecot> MailboxAsync(string user, int count)
    {
        (_, Dovecot dovecot) = await servers.StartAsync();
        for (int i = 0; i < count; i++)
        {
            using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(SourceHarness.Mail($"{user}{i}@example.org")));
            using MimeKit.MimeMessage message = await MimeKit.MimeMessage.LoadAsync(stream, Token);
            await dovecot.AppendAsync(user, message, Token);
        }

        return dovecot;
    }
}
