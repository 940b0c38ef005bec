using Microsoft.Extensions.DependencyInjection;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Storage;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Running;

/// <summary>The week summed up for the operator.</summary>
public sealed class WeeklyReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_counts_what_came_in_this_week_and_what_waits()
    {
        await using BotUnderTest bot = await StartAsync();

        string report = await bot.Services.GetRequiredService<WeeklyReport>().RunAsync(bot.Store, "node", Token);

        Assert.Contains("1 message(s) came in, 0 could not be judged", report, StringComparison.Ordinal);
        Assert.Contains("0 sent, 1 wait for a person", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_leaves_out_what_came_in_before_the_week()
    {
        await using BotUnderTest bot = await StartAsync();
        bot.Clock.Advance(TimeSpan.FromDays(8));

        string report = await bot.Services.GetRequiredService<WeeklyReport>().RunAsync(bot.Store, "node", Token);

        Assert.Contains("0 message(s) came in", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_mail_goes_to_the_operator_alone()
    {
        await using BotUnderTest bot = await StartAsync();

        await bot.Services.GetRequiredService<WeeklyReport>().RunAsync(bot.Store, "node", Token);

        OutboxRow mail = Assert.Single(await bot.RowsAsync(OutboxKinds.Nightly, Token));
        Assert.Equal(("operator@example.org", "", OutboxState.Approved), (mail.Person, mail.List, mail.State));
        Assert.Contains("Auto-Submitted: auto-generated", mail.Content, StringComparison.Ordinal);
    }

    private static async Task<BotUnderTest> StartAsync()
    {
        BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(2525, ("Lists:0", "linux-pm@lists.example.org")), Token);
        await bot.TakeInAsync(Token, await File.ReadAllBytesAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token));
        return bot;
    }
}
