using MimeKit;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Storage;
using Xunit;

namespace TriageBot.Service.Tests.Delivery;

/// <summary>Mail through a real Postfix, read back from a real Dovecot.</summary>
public sealed class SmtpDeliveryTests(MailServers servers, OnePostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The mailboxes are shared by all tests; each run has its own.
    private static string For(string name, bool shared) => shared ? name + "-shared" : name;

    private async Task<string?> DatabaseAsync(bool shared) => shared ? await postgres.CreateAsync() : null;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_approved_reply_arrives_threaded_under_its_parent(bool shared)
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token, await DatabaseAsync(shared));
        await bot.AddAsync(Letters.Reply(For("threaded", shared) + "@kernel.example"), Token);

        await bot.DeliverAsync(Token);

        MimeMessage mail = Assert.Single(await dovecot.WaitForAsync(For("threaded", shared), 1, Token));
        Assert.Equal(("question@kernel.example", "root@kernel.example question@kernel.example"), (mail.InReplyTo, string.Join(' ', mail.References)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_sent_row_is_not_sent_again(bool shared)
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token, await DatabaseAsync(shared));
        await bot.AddAsync(Letters.Reply(For("once", shared) + "@kernel.example"), Token);

        await bot.DeliverAsync(Token);
        await bot.DeliverAsync(Token);

        await dovecot.WaitForAsync(For("once", shared), 1, Token);
        Assert.Equal(0, (await bot.DeliverAsync(Token)).Sent);
        Assert.Single(await dovecot.ReadAsync(For("once", shared), Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_held_row_stays(bool shared)
    {
        (Postfix postfix, Dovecot _) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token, await DatabaseAsync(shared));
        OutboxRow row = Letters.Reply("held@kernel.example");
        row.State = OutboxState.Held;
        await bot.AddAsync(row, Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Held, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_crash_behind_a_send_that_arrived_sends_nothing_again(bool shared)
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix, Sent(dovecot, "crash-copies")), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply(For("crash", shared) + "@kernel.example", "f-crash"), Token);
        await bot.Outbox.ClaimAsync(row, Token);
        await dovecot.AppendAsync("crash-copies", await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(row.Content)), Token), Token);
        bot.Clock.Advance(TimeSpan.FromMinutes(11));

        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Sent, (await bot.RowAsync(row.Id, Token)).State);
        Assert.Empty(await dovecot.ReadAsync(For("crash", shared), Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_crash_before_the_send_sends_once(bool shared)
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix, Sent(dovecot, "no-copies")), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply(For("crash-early", shared) + "@kernel.example", "f-early"), Token);
        await bot.Outbox.ClaimAsync(row, Token);
        bot.Clock.Advance(TimeSpan.FromMinutes(11));

        await bot.DeliverAsync(Token);

        Assert.Single(await dovecot.WaitForAsync(For("crash-early", shared), 1, Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_claimed_row_is_left_alone_until_it_settled(bool shared)
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix, Sent(dovecot, "no-copies")), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("unsettled@kernel.example", "f-unsettled"), Token);
        await bot.Outbox.ClaimAsync(row, Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Sending, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Fact]
    public async Task Deliver_copy_goes_to_the_bot_itself()
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix, ("Delivery:CopyTo", "copies@kernel.example")), Token);
        await bot.AddAsync(Letters.Reply("copied@kernel.example", "f-copy"), Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(Letters.MessageIdOf("f-copy"), Assert.Single(await dovecot.WaitForAsync("copies", 1, Token)).MessageId);
    }

    [Fact]
    public async Task Deliver_one_refused_address_does_not_silence_the_list()
    {
        (Postfix postfix, Dovecot dovecot) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("refused@kernel.example", "f-part", "list-part@kernel.example"), Token);

        await bot.DeliverAsync(Token);

        Assert.Single(await dovecot.WaitForAsync("list-part", 1, Token));
        Assert.Contains("550", (await bot.RowAsync(row.Id, Token)).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_permanent_refusal_is_parked()
    {
        (Postfix postfix, Dovecot _) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("refused@kernel.example", "f-no"), Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Parked, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_temporary_refusal_waits_and_tries_again(bool shared)
    {
        (Postfix postfix, Dovecot _) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("full@kernel.example", "f-later"), Token);

        await bot.DeliverAsync(Token);

        OutboxRow after = await bot.RowAsync(row.Id, Token);
        Assert.Equal((OutboxState.Approved, 1), (after.State, after.Attempts));
        Assert.True(after.NextAttemptAt > bot.Clock.GetUtcNow());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_temporary_refusal_is_parked_behind_the_last_try(bool shared)
    {
        (Postfix postfix, Dovecot _) = await servers.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Mail(postfix, ("Delivery:MaxAttempts", "2")), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("full@kernel.example", "f-last"), Token);

        await bot.DeliverAsync(Token);
        bot.Clock.Advance(TimeSpan.FromHours(7));
        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Parked, (await bot.RowAsync(row.Id, Token)).State);
    }

    private static (string Key, string Value)[] Sent(Dovecot dovecot, string user) =>
    [
        ("Delivery:Sent:Host", "127.0.0.1"), ("Delivery:Sent:Port", dovecot.Port.ToString()), ("Delivery:Sent:Security", "none"),
        ("Delivery:Sent:User", user), ("Delivery:Sent:Password:File", "smtp-password"),
    ];
}
