using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Service.Tests.Sources;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Storage;

/// <summary>Messages that were begun and never ended, as when the process is killed again and again: none is ever given up.</summary>
public sealed class TriageQueueTests : IAsyncLifetime
{
    private BotUnderTest _bot = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bot = await BotUnderTest.StartAsync(BotUnderTest.Smtp(2525), Token);

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Run_message_begun_often_is_judged_behind_the_others()
    {
        await TakeInAsync("often@example.org", attempts: TriageQueue.MaxAttempts - 1);
        await TakeInAsync("new@example.org", attempts: 0);
        List<string> judged = [];

        await RunAsync(done => judged.Add(done.Subject));

        Assert.Equal(["new@example.org", "often@example.org"], judged);
    }

    [Fact]
    public async Task Run_message_begun_too_often_is_neither_tried_nor_given_up()
    {
        await TakeInAsync("often@example.org", TriageQueue.MaxAttempts);

        await RunAsync(_ => { });

        Assert.Equal((true, null), await _bot.Store.UseAsync((db, token) => db.Messages.Select(m => ValueTuple.Create(m.Queued, m.Failure)).SingleAsync(token), Token));
    }

    [Fact]
    public async Task Housekeeping_gives_a_message_begun_too_often_another_try()
    {
        await TakeInAsync("often@example.org", TriageQueue.MaxAttempts);

        await new Housekeeping(_bot.Services.GetRequiredService<IOptions<TriageBotOptions>>(), _bot.Clock).RunAsync(_bot.Store, Token);
        await RunAsync(_ => { });

        Assert.False(await _bot.Store.UseAsync((db, token) => db.Messages.Select(m => m.Queued).SingleAsync(token), Token));
    }

    [Fact]
    public async Task Run_last_patch_of_a_series_is_judged_with_the_ones_before_it()
    {
        await using FileStream series = File.OpenRead(Repository.PathOf("fixtures", "mail", "patches", "direct-calls-series.mbox"));

        await _bot.TakeInAsync(Token, [.. MailFile.Read(series, "series.mbox").Select(mail => mail.Bytes.ToArray())]);

        List<string> verdicts = await _bot.Store.UseAsync((db, token) => db.Messages.OrderBy(m => m.Id).Select(m => m.Verdict!.Json).ToListAsync(token), Token);
        Assert.Equal(["repairs-in-part", "repairs-in-part", "repairs"], verdicts.Select(json => JsonRenderer.Parse(json).Verdict.Patch!.Effect));
    }

    private async Task TakeInAsync(string id, int attempts)
    {
        await new Inbox(_bot.Store, _bot.Clock).TakeInAsync("test", [new SourceMessage(id, System.Text.Encoding.UTF8.GetBytes(SourceHarness.Mail(id, subject: id)), id)], Token);
        await _bot.Store.UseAsync(
            (db, token) => db.Messages.Where(m => m.MessageId == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, attempts), token), Token);
    }

    private Task<int> RunAsync(Action<TriagedMessage> done) =>
        new TriageQueue(_bot.Store, _bot.Services.GetRequiredService<Recorder>()).RunAsync(null, done, Token);
}
