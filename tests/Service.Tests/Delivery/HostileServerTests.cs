using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Storage;
using Xunit;

namespace TriageBot.Service.Tests.Delivery;

/// <summary>Servers that misbehave: nothing is lost, nothing is sent twice, nothing hangs.</summary>
public sealed class HostileServerTests(OnePostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string?> DatabaseAsync(bool shared) => shared ? await postgres.CreateAsync() : null;

    [Theory]
    [InlineData(SmtpManners.Silent, "did not answer within")]
    [InlineData(SmtpManners.Garbage, "cannot be used")]
    internal async Task Deliver_server_that_does_not_speak_smtp_leaves_the_mail_approved(SmtpManners manners, string problem)
    {
        await using ScriptedSmtp server = new(manners);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        DeliveryRound round = await bot.DeliverAsync(Token);

        Assert.Contains(problem, Assert.Single(round.Problems), StringComparison.Ordinal);
        Assert.Equal((OutboxState.Approved, 0), ((await bot.RowAsync(row.Id, Token)).State, (await bot.RowAsync(row.Id, Token)).Attempts));
    }

    [Fact]
    public async Task Deliver_certificate_that_nobody_knows_is_refused_with_a_remedy()
    {
        await using ScriptedSmtp server = new(SmtpManners.UnknownCertificate);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port, ("Delivery:Smtp:Security", "tls")), Token);
        await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        DeliveryRound round = await bot.DeliverAsync(Token);

        Assert.Contains("set CaFile", Assert.Single(round.Problems), StringComparison.Ordinal);
        Assert.Equal(0, server.Taken);
    }

    [Theory]
    [InlineData("220 ready\r\n", "250-ready\r\n250 AUTH PLAIN\r\n", "535 5.7.8 no such password\r\n", "535 5.7.8 no such password\r\n")]
    public async Task Deliver_password_that_is_not_good_any_more_says_so_and_keeps_the_mail(params string[] words)
    {
        await using RudeServer server = new(words);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            BotUnderTest.Smtp(server.Port, ("Delivery:Smtp:User", "bot"), ("Delivery:Smtp:Password:File", "smtp-password")), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        DeliveryRound round = await bot.DeliverAsync(Token);

        Assert.Contains("the login was refused", Assert.Single(round.Problems), StringComparison.Ordinal);
        Assert.Equal(OutboxState.Approved, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Fact]
    public async Task Deliver_server_that_wants_a_login_is_given_it()
    {
        await using RudeServer server = new(
            ["220 ready\r\n", "250-ready\r\n250 AUTH PLAIN\r\n", "235 welcome\r\n", "250 from\r\n", "250 to\r\n", "354 go on\r\n", "250 queued\r\n"]);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            BotUnderTest.Smtp(server.Port, ("Delivery:Smtp:User", "bot"), ("Delivery:Smtp:Password:File", "smtp-password")), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        await bot.DeliverAsync(Token);

        string login = server.Heard.First(l => l.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))["AUTH PLAIN ".Length..];
        Assert.Equal($"\0bot\0{Dovecot.Password}", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(login)));
        Assert.Equal(OutboxState.Sent, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Theory]
    [InlineData("220 ready\r\n")]
    [InlineData("220 ready\r\n", "250 ready\r\n", "250 from\r\n")]
    public async Task Deliver_server_that_falls_silent_before_the_message_leaves_the_mail_approved(params string[] words)
    {
        await using RudeServer server = new(words);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token);
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        await bot.DeliverAsync(Token);

        Assert.NotEqual(OutboxState.Sent, (await bot.RowAsync(row.Id, Token)).State);
        Assert.NotEqual(OutboxState.Parked, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_hang_up_behind_the_message_is_not_sent_again_without_asking(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.HangUpBehindData);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        for (int i = 0; i < 5; i++)
        {
            await bot.DeliverAsync(Token);
            bot.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Equal(1, server.Taken);
        Assert.Equal(OutboxState.Parked, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_hang_up_is_known_as_sent_when_the_list_brings_it_back(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.HangUpBehindData);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);
        await bot.DeliverAsync(Token);
        await bot.SeeAsync(Letters.MessageIdOf("f1"), Token);
        bot.Clock.Advance(TimeSpan.FromMinutes(11));

        await bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Sent, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Fact]
    public async Task Deliver_server_that_is_down_is_left_alone_for_a_while()
    {
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(ServerProcess.FreePort()), Token);
        await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);
        await bot.AddAsync(Letters.Reply("b@kernel.example", "f2"), Token);

        DeliveryRound first = await bot.DeliverAsync(Token);
        DeliveryRound second = await bot.DeliverAsync(Token);

        Assert.Equal((1, 0), (first.Failed, second.Failed));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Deliver_server_that_was_down_costs_no_budget(bool shared)
    {
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(ServerProcess.FreePort()), Token, await DatabaseAsync(shared));
        await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(0, await bot.Store.UseAsync((db, _) => Task.FromResult(db.Budgets.Sum(b => b.Used)), Token));
    }
}
