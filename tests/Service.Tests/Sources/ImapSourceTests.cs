using MailKit;
using MailKit.Net.Imap;
using MimeKit;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Intake.Mailboxes;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.Sources;

/// <summary>A mailbox of a real Dovecot, which can be written.</summary>
public sealed class ImapSourceTests(MailServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_gives_messages_in_the_order_of_their_numbers()
    {
        Dovecot dovecot = await MailboxAsync("order", 120);

        List<SourceMessage> messages = await SourceHarness.Imap(dovecot.Port, "INBOX", user: "order").AllAsync(null, Token);

        Assert.Equal(Enumerable.Range(1, 120).Select(i => (uint)i), messages.Select(m => UidOf(m)));
    }

    [Theory]
    [InlineData("OAUTHBEARER", "auth=Bearer an-access-token")]
    [InlineData("XOAUTH2", "auth=Bearer an-access-token")]
    public async Task Read_oauth2_hands_the_access_token_over(string mechanism, string expected)
    {
        await using RudeServer server = new([$"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH={mechanism}] ready\r\n", "TAG OK welcome\r\n"]);
        IMessageSource source = SourceHarness.Of("imap", server.Port, "none", "an-access-token", TimeSpan.FromSeconds(1), auth: "oauth2");

        await Assert.ThrowsAnyAsync<Exception>(() => source.AllAsync(null, Token));

        string[] said = server.Heard.First(l => l.Contains("AUTHENTICATE " + mechanism, StringComparison.Ordinal)).Split(' ');
        Assert.Contains(expected, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(said[^1])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_folder_of_a_hundred_thousand_messages_takes_no_memory_for_them()
    {
        const int count = 100_000;
        (_, Dovecot dovecot) = await servers.StartAsync();
        await dovecot.FillAsync("large", count, SourceHarness.Mail("same@example.org") + new string('x', 2000));
        int read = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;

        await foreach (SourceMessage _ in SourceHarness.Imap(dovecot.Port, "INBOX", user: "large").ReadAsync(null, Token))
        {
            most = ++read % 10_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most;
        }

        Assert.Equal(count, read);
        Assert.InRange((most - before) / 1_000_000, -100, 20);
    }

    [Fact]
    public async Task Read_leaves_messages_unseen()
    {
        Dovecot dovecot = await MailboxAsync("unseen", 2);

        await SourceHarness.Imap(dovecot.Port, "INBOX", user: "unseen").AllAsync(null, Token);

        using ImapClient client = await LogInAsync(dovecot, "unseen");
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, Token);
        Assert.Equal(2, (await client.Inbox.SearchAsync(MailKit.Search.SearchQuery.NotSeen, Token)).Count);
    }

    [Fact]
    public async Task Read_cursor_of_another_validity_starts_anew()
    {
        Dovecot dovecot = await MailboxAsync("validity", 3);

        List<SourceMessage> messages = await SourceHarness.Imap(dovecot.Port, "INBOX", user: "validity").AllAsync("1:2", Token);

        Assert.Equal(3, messages.Count);
    }

    [Fact]
    public async Task Read_crosses_gaps_of_messages_that_were_taken_out()
    {
        Dovecot dovecot = await MailboxAsync("gaps", 4);
        using (ImapClient client = await LogInAsync(dovecot, "gaps"))
        {
            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite, Token);
            await client.Inbox.AddFlagsAsync([new UniqueId(2), new UniqueId(3)], MessageFlags.Deleted, silent: true, Token);
            await client.Inbox.ExpungeAsync(Token);
        }

        List<SourceMessage> messages = await SourceHarness.Imap(dovecot.Port, "INBOX", user: "gaps").AllAsync(null, Token);

        Assert.Equal([1u, 4u], messages.Select(UidOf));
    }

    [Fact]
    public async Task Read_stopped_half_way_goes_on_behind_the_last_cursor()
    {
        Dovecot dovecot = await MailboxAsync("resume", 10);
        ImapSource source = SourceHarness.Imap(dovecot.Port, "INBOX", user: "resume");
        string cursor = "";
        await foreach (SourceMessage message in source.ReadAsync(null, Token))
        {
            cursor = message.Cursor;
            if (UidOf(message) == 4)
            {
                break;
            }
        }

        Assert.Equal(6, (await source.AllAsync(cursor, Token)).Count);
    }

    [Fact]
    public async Task Read_folder_that_is_not_there_is_a_failure_of_the_source()
    {
        Dovecot dovecot = await MailboxAsync("nofolder", 1);

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => SourceHarness.Imap(dovecot.Port, "Lists/none", user: "nofolder").AllAsync(null, Token));

        Assert.True(SourceFailure.IsSourceFailure(failure, Token), failure.ToString());
    }

    private async Task<Dovecot> MailboxAsync(string user, int count)
    {
        (_, Dovecot dovecot) = await servers.StartAsync();
        using ImapClient client = await LogInAsync(dovecot, user);
        for (int i = 0; i < count; i++)
        {
            using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(SourceHarness.Mail($"{user}{i}@example.org")));
            using MimeMessage message = await MimeMessage.LoadAsync(stream, Token);
            await client.Inbox!.AppendAsync(message, cancellationToken: Token);
        }

        return dovecot;
    }

    private static async Task<ImapClient> LogInAsync(Dovecot dovecot, string user)
    {
        ImapClient client = new();
        await client.ConnectAsync("127.0.0.1", dovecot.Port, MailKit.Security.SecureSocketOptions.None, Token);
        await client.AuthenticateAsync(user, Dovecot.Password, Token);
        return client;
    }

    private static uint UidOf(SourceMessage message) => uint.Parse(message.Cursor.Split(':')[1]);
}
