using Microsoft.AspNetCore.Http;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.GitHub;

/// <summary>GitHub when it limits, fails, hangs or shuts the door: no issue twice, none lost.</summary>
public sealed class GitHubFaultTests : IAsyncLifetime
{
    private FakeGitHub _gitHub = null!;
    private BotUnderTest _bot = null!;
    private OutboxRow _row = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gitHub = await FakeGitHub.StartAsync();
        _bot = await BotUnderTest.StartAsync(BotUnderTest.GitHub(_gitHub.Address, ("Delivery:GitHub:Timeout", "00:00:02")), Token);
        _row = await _bot.AddAsync(Letters.Issue(IssueChanges.Open("fault")), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    public async Task Deliver_revoked_token_says_so_and_keeps_the_issue()
    {
        _gitHub.IsTokenGood = false;

        DeliveryRound round = await _bot.DeliverAsync(Token);

        Assert.Contains("write a new one", Assert.Single(round.Problems), StringComparison.Ordinal);
        Assert.Equal(OutboxState.Approved, (await RowAsync()).State);
    }

    [Fact]
    public async Task Deliver_certificate_that_nobody_knows_is_refused_and_keeps_the_issue()
    {
        await using RudeServer server = new(["HTTP/1.1 200 OK\r\n\r\n"], isSecure: true);
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.GitHub(new Uri($"https://localhost:{server.Port}/")), Token);
        OutboxRow row = await bot.AddAsync(Letters.Issue(IssueChanges.Open("fault")), Token);

        DeliveryRound round = await bot.DeliverAsync(Token);

        Assert.Contains("certificate of GitHub was not accepted", Assert.Single(round.Problems), StringComparison.Ordinal);
        Assert.Equal(OutboxState.Approved, (await bot.RowAsync(row.Id, Token)).State);
    }

    [Fact]
    public async Task Deliver_new_token_is_used_without_a_restart()
    {
        _gitHub.IsTokenGood = false;
        await _bot.DeliverAsync(Token);
        _gitHub.IsTokenGood = true;
        _bot.Clock.Advance(TimeSpan.FromHours(1));

        await _bot.DeliverAsync(Token);

        Assert.Equal((OutboxState.Sent, null), ((await RowAsync()).State, (await RowAsync()).LastError));
    }

    [Fact]
    public async Task Deliver_forbidden_names_the_missing_right()
    {
        _gitHub.AnswerNext(403, "Resource not accessible by personal access token");

        DeliveryRound round = await _bot.DeliverAsync(Token);

        Assert.Contains("right to write issues", Assert.Single(round.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_primary_limit_waits_until_it_resets()
    {
        DateTimeOffset reset = _bot.Clock.GetUtcNow().AddMinutes(40);
        _gitHub.AnswerNext(
            403, "API rate limit exceeded", ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset.ToUnixTimeSeconds().ToString()));

        await _bot.DeliverAsync(Token);

        Assert.InRange((await RowAsync()).NextAttemptAt!.Value, reset.AddSeconds(-2), reset.AddSeconds(2));
    }

    [Theory]
    [InlineData(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")]
    [InlineData(403, "You have triggered an abuse detection mechanism.")]
    [InlineData(429, "Too many requests")]
    public async Task Deliver_secondary_limit_waits_as_long_as_asked(int status, string message)
    {
        _gitHub.AnswerNext(status, message, ("Retry-After", "1800"));

        await _bot.DeliverAsync(Token);

        TimeSpan wait = (await RowAsync()).NextAttemptAt!.Value - _bot.Clock.GetUtcNow();
        Assert.InRange(wait, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public async Task Deliver_limit_stops_the_round()
    {
        await _bot.AddAsync(Letters.Issue(IssueChanges.Open("second"), "i2"), Token);
        _gitHub.AnswerNext(429, "Too many requests", ("Retry-After", "60"));

        await _bot.DeliverAsync(Token);

        Assert.Single(_gitHub.Requests, r => r != "GET /user");
    }

    [Fact]
    public async Task Deliver_fault_behind_the_work_opens_no_second_issue()
    {
        FailCreation(async (context, next) =>
        {
            Stream answer = context.Response.Body;
            context.Response.Body = new MemoryStream();
            await next();
            (context.Response.Body, context.Response.StatusCode, context.Response.ContentLength) = (answer, 502, null);
            await context.Response.WriteAsync("<html>Bad gateway</html>");
        });

        await SettleAsync();

        Assert.Single(_gitHub.State.Issues);
        Assert.Equal((OutboxState.Sent, "1"), ((await RowAsync()).State, (await RowAsync()).ExternalId));
    }

    [Fact]
    public async Task Deliver_answer_that_never_comes_opens_no_second_issue()
    {
        FailCreation(async (context, next) =>
        {
            Stream answer = context.Response.Body;
            context.Response.Body = new MemoryStream();
            await next();
            context.Response.Body = answer;
            await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await SettleAsync();

        Assert.Single(_gitHub.State.Issues);
        Assert.Equal(OutboxState.Sent, (await RowAsync()).State);
    }

    [Fact]
    public async Task Deliver_fault_before_the_work_opens_the_issue_later()
    {
        FailCreation((context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });

        await SettleAsync();

        Assert.Single(_gitHub.State.Issues);
    }

    [Fact]
    public async Task Deliver_garbage_for_an_answer_is_a_problem_and_no_crash()
    {
        _gitHub.FailNext((context, _) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("[{]");
        });

        DeliveryRound round = await _bot.DeliverAsync(Token);

        Assert.Equal(1, round.Failed);
    }

    [Fact]
    public async Task Deliver_repository_without_issues_is_parked()
    {
        FailCreation((context, _) =>
        {
            context.Response.StatusCode = 410;
            return context.Response.WriteAsJsonAsync(new { message = "Issues are disabled for this repo" });
        });

        await _bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Parked, (await RowAsync()).State);
    }

    [Fact]
    public async Task Deliver_note_on_an_issue_that_is_not_there_is_parked()
    {
        OutboxRow note = await _bot.AddAsync(Letters.Issue(new IssueChange { Fingerprint = "none", Comment = "x", CommentFingerprint = "c" }, "n1"), Token);

        await _bot.DeliverAsync(Token);

        Assert.Equal(OutboxState.Parked, (await _bot.RowAsync(note.Id, Token)).State);
    }

    private Task<OutboxRow> RowAsync() => _bot.RowAsync(_row.Id, Token);

    // The first question is whether the issue is there; the second one opens it.
    private void FailCreation(Func<HttpContext, Func<Task>, Task> fault)
    {
        _gitHub.FailNext((_, next) => next());
        _gitHub.FailNext(fault);
    }

    private async Task SettleAsync()
    {
        for (int i = 0; i < 4; i++)
        {
            await _bot.DeliverAsync(Token);
            _bot.Clock.Advance(TimeSpan.FromMinutes(15));
        }
    }
}
