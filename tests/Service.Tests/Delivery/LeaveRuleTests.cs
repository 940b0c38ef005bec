using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.GitHub;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Storage;
using Xunit;

namespace TriageBot.Service.Tests.Delivery;

/// <summary>What may leave, when and how much. Each test names its rule.</summary>
public sealed class LeaveRuleTests(OnePostgres postgres)
{
    private static readonly DateTimeOffset s_written = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string?> DatabaseAsync(bool shared) => shared ? await postgres.CreateAsync() : null;

    private static Outbound Reply { get; } = new(OutboxKinds.Reply, ["author@kernel.example"], ["list@kernel.example"], "thread", s_written);

    [Fact]
    public void Rule_default_is_silent() => Assert.Equal(Leave.Withhold, LeaveRules.Decide(Reply, new DeliveryOptions()).Leave);

    [Fact]
    public void Rule_hold_waits_for_a_person() => Assert.Equal(Leave.Hold, LeaveRules.Decide(Reply, Options("hold", "list@kernel.example")).Leave);

    [Fact]
    public void Rule_list_that_opted_in_gets_replies() => Assert.Equal(Leave.Send, LeaveRules.Decide(Reply, Options("auto", "LIST@kernel.example")).Leave);

    [Fact]
    public void Rule_strictest_list_wins() =>
        Assert.Equal(Leave.Hold, LeaveRules.Decide(Reply with { Lists = ["list@kernel.example", "other@kernel.example"] }, Options("auto", "list@kernel.example")).Leave);

    [Fact]
    public void Rule_list_names_are_compared_whole() =>
        Assert.Equal(Leave.Hold, LeaveRules.Decide(Reply with { Lists = ["list@kernel.example.org"] }, Options("auto", "list@kernel.example")).Leave);

    [Fact]
    public void Rule_possible_security_fault_is_never_answered_by_itself() =>
        Assert.Equal(RuleNames.Security, LeaveRules.Decide(Reply with { IsSecurity = true }, Options("auto", "list@kernel.example")).Rule);

    [Fact]
    public void Rule_people_first_a_reply_waits_a_day() =>
        Assert.Equal(Leave.Wait, LeaveRules.DecideNow(Reply, Options("auto", "list@kernel.example"), s_written.AddHours(23)).Leave);

    [Fact]
    public void Rule_people_first_ends_behind_the_day() =>
        Assert.Equal(Leave.Send, LeaveRules.DecideNow(Reply, Options("auto", "list@kernel.example"), s_written.AddHours(25)).Leave);

    [Fact]
    public void Rule_late_news_is_held() =>
        Assert.Equal(RuleNames.Stale, LeaveRules.DecideNow(Reply, Options("auto", "list@kernel.example"), s_written.AddDays(8)).Rule);

    [Fact]
    public void Rule_approved_reply_need_not_wait() =>
        Assert.Equal(Leave.Send, LeaveRules.DecideNow(Reply with { ApprovedBy = "operator" }, Options("hold"), s_written).Leave);

    [Fact]
    public void Rule_delivery_switched_off_stops_what_was_approved() =>
        Assert.Equal(Leave.Hold, LeaveRules.DecideNow(Reply with { ApprovedBy = "operator" }, new DeliveryOptions(), s_written).Leave);

    [Theory]
    [InlineData("Day", 2, false)]
    [InlineData("Day", 2, true)]
    [InlineData("List", 2, false)]
    [InlineData("List", 2, true)]
    [InlineData("Person", 2, false)]
    [InlineData("Person", 2, true)]
    public async Task Rule_budget_is_never_exceeded(string scope, int limit, bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port, ($"Delivery:Budgets:{scope}", limit.ToString())), Token, await DatabaseAsync(shared));
        for (int i = 0; i < 5; i++)
        {
            await bot.AddAsync(Letters.Reply("same@kernel.example", $"f{i}", "list@kernel.example"), Token);
        }

        await bot.DeliverAsync(Token);
        await bot.DeliverAsync(Token);

        Assert.Equal(limit, server.Taken);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_budget_of_a_thread_counts_answers_to_commands_too(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        for (int i = 0; i < 5; i++)
        {
            OutboxRow row = Letters.Reply($"p{i}@kernel.example", $"f{i}");
            (row.ThreadKey, row.Kind) = ("one thread", i == 0 ? OutboxKinds.Reply : OutboxKinds.Answer);
            await bot.AddAsync(row, Token);
        }

        await bot.DeliverAsync(Token);

        Assert.Equal(3, server.Taken);
    }

    [Fact]
    public async Task Rule_budget_is_never_exceeded_by_two_nodes_at_once()
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        Dictionary<string, string> settings = BotUnderTest.Smtp(server.Port, ("Delivery:Budgets:Day", "5"), ("Delivery:Budgets:Person", "100"));
        string? database = await DatabaseAsync(shared: true);
        await using BotUnderTest one = await BotUnderTest.StartAsync(settings, Token, database);
        await using BotUnderTest other = await BotUnderTest.StartAsync(settings, Token, database);
        for (int i = 0; i < 20; i++)
        {
            await one.AddAsync(Letters.Reply("same@kernel.example", $"f{i}"), Token);
        }

        for (int i = 0; i < 3; i++)
        {
            await Task.WhenAll(one.DeliverAsync(Token), other.DeliverAsync(Token));
        }

        Assert.Equal(5, server.Taken);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_budget_is_full_again_the_next_day(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port, ("Delivery:Budgets:Day", "1")), Token, await DatabaseAsync(shared));
        await bot.AddAsync(Letters.Reply("a@kernel.example", "f1"), Token);
        await bot.AddAsync(Letters.Reply("b@kernel.example", "f2"), Token);
        await bot.DeliverAsync(Token);

        bot.Clock.Advance(TimeSpan.FromDays(1));
        await bot.DeliverAsync(Token);

        Assert.Equal(2, server.Taken);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_budget_of_a_thread_lasts_as_long_as_the_thread(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            BotUnderTest.Smtp(server.Port, ("Delivery:Budgets:Thread", "10"), ("Delivery:Budgets:Person", "10"), ("Delivery:Budgets:ThreadTotal", "2")), Token, await DatabaseAsync(shared));
        OutboxRow[] rows = [.. Enumerable.Range(0, 3).Select(i => Letters.Reply("a@kernel.example", $"f{i}"))];
        foreach (OutboxRow row in rows)
        {
            row.ThreadKey = "one";
            await bot.AddAsync(row, Token);
            await bot.DeliverAsync(Token);
            bot.Clock.Advance(TimeSpan.FromDays(40));
            await new Housekeeping(bot.Services.GetRequiredService<IOptions<TriageBotOptions>>(), bot.Clock).RunAsync(bot.Store, Token);
        }

        await bot.DeliverAsync(Token);

        Assert.Equal((2, OutboxState.Held), (server.Taken, (await bot.RowAsync(rows[2].Id, Token)).State));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_budget_of_a_thread_does_not_keep_its_issue_from_being_closed(bool shared)
    {
        await using FakeGitHub gitHub = await FakeGitHub.StartAsync();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.GitHub(gitHub.Address, ("Delivery:Budgets:ThreadTotal", "1")), Token, await DatabaseAsync(shared));
        OutboxRow[] rows = [Letters.Issue(IssueChanges.Open("life")), Letters.Issue(new IssueChange { Fingerprint = "life", Close = "completed" }, "i2")];
        foreach (OutboxRow row in rows)
        {
            row.ThreadKey = "one";
            await bot.AddAsync(row, Token);
        }

        await bot.DeliverAsync(Token);

        Assert.Equal("closed", (string)Assert.Single(gitHub.State.Issues)["state"]!);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_emergency_stop_is_obeyed_and_ends_with_resume(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);
        await bot.Ledger.SetStopAsync(true, "operator", "test", Token);
        await bot.DeliverAsync(Token);
        int stopped = server.Taken;

        await bot.Ledger.SetStopAsync(false, "operator", "", Token);
        await bot.DeliverAsync(Token);

        Assert.Equal((0, 1), (stopped, server.Taken));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_emergency_stop_between_decision_and_sending_is_obeyed(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);
        await bot.Ledger.SetStopAsync(true, "operator", "test", Token);

        Assert.NotNull(await bot.Outbox.ClaimAsync(row, Token));
    }

    [Theory]
    [InlineData(OptOutScope.Person, "A@KERNEL.EXAMPLE", false)]
    [InlineData(OptOutScope.Person, "A@KERNEL.EXAMPLE", true)]
    [InlineData(OptOutScope.List, "list@kernel.example", false)]
    [InlineData(OptOutScope.List, "list@kernel.example", true)]
    [InlineData(OptOutScope.Thread, "thread-f1", false)]
    [InlineData(OptOutScope.Thread, "thread-f1", true)]
    public async Task Rule_opt_out_is_honoured_for_good_even_for_what_was_approved(string scope, string name, bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example", list: "list@kernel.example"), Token);
        await bot.Ledger.OptOutAsync(scope, name, "test", Token);

        await bot.DeliverAsync(Token);
        bot.Clock.Advance(TimeSpan.FromDays(400));
        await bot.DeliverAsync(Token);

        Assert.Equal((0, OutboxState.Rejected), (server.Taken, (await bot.RowAsync(row.Id, Token)).State));
    }

    [Theory]
    [InlineData(OutboxKinds.Reply, "operator", "approval")]
    [InlineData(OutboxKinds.Answer, RuleNames.Answer, "answer-to-approver")]
    [InlineData(OutboxKinds.Nightly, RuleNames.Answer, "answer-to-approver")]
    public async Task Rule_why_names_the_rule_that_let_it_leave(string kind, string decidedBy, string rule)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token);
        OutboxRow row = Letters.Reply("a@kernel.example", decidedBy: decidedBy);
        row.Kind = kind;
        await bot.AddAsync(row, Token);

        await bot.DeliverAsync(Token);

        Assert.Equal(rule, Assert.Single(await bot.WhysAsync(Token), w => w.Said).Rule);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rule_two_nodes_send_once(bool shared)
    {
        await using ScriptedSmtp server = new(SmtpManners.Proper);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(server.Port), Token, await DatabaseAsync(shared));
        OutboxRow row = await bot.AddAsync(Letters.Reply("a@kernel.example"), Token);

        Ruling? first = await bot.Outbox.ClaimAsync(row, Token);
        Ruling? second = await bot.Outbox.ClaimAsync(row, Token);

        Assert.Null(first);
        Assert.NotNull(second);
    }

    private static DeliveryOptions Options(string mode, params string[] lists)
    {
        DeliveryOptions options = new() { Mode = mode };
        foreach (string list in lists)
        {
            options.AutoLists.Add(list);
        }

        return options;
    }
}
