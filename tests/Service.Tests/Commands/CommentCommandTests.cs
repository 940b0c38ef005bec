using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.GitHub;
using TriageBot.Service.Tests.Servers;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Commands;

/// <summary>Commands as comments on an issue, through prism.</summary>
public sealed class CommentCommandTests : IAsyncLifetime
{
    private readonly GitHubBehindPrism _servers = new();
    private BotUnderTest _bot = null!;
    private long _issue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _servers.InitializeAsync();
        _bot = await BotUnderTest.StartAsync(
            BotUnderTest.GitHub(_servers.Prism.Address, ("Commands:People:0:GitHub", "maintainer"), ("Commands:People:0:Rights:0", "all")), Token);
        await _bot.TakeInAsync(Token, await File.ReadAllBytesAsync(Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml"), Token));
        OutboxRow row = Assert.Single(await _bot.RowsAsync(OutboxKinds.Issue, Token));
        await _bot.Outbox.DecideAsync(row.Id, OutboxState.Approved, "operator", Token);
        await _bot.DeliverAsync(Token);
        OutboxRow sent = await _bot.RowAsync(row.Id, Token);
        Assert.True(sent.State == OutboxState.Sent, sent.LastError + _servers.Prism.Said);
        _issue = long.Parse(sent.ExternalId!);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _servers.DisposeAsync();
    }

    [Fact]
    public async Task Command_of_a_person_with_the_right_is_answered_in_one_comment()
    {
        await SayAsync("#triage status", "maintainer");
        await SayAsync("Thanks.", "maintainer");

        OutboxRow answer = Assert.Single(await _bot.RowsAsync(OutboxKinds.IssueAnswer, Token));
        Assert.True(answer.State == OutboxState.Sent, $"{answer.State} {answer.LastError} {_servers.Prism.Said}");
        Assert.Contains("1 message(s)", Assert.Single(Answers()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_of_a_stranger_is_refused_in_silence()
    {
        await SayAsync("#triage invalid", "stranger");

        Assert.Empty(Answers());
        Assert.Equal("refused", (await _bot.CommandsAsync(Token))[^1].Decision);
    }

    [Fact]
    public async Task Stop_of_a_login_is_heard_for_good_and_answered_by_silence()
    {
        await SayAsync("#triage stop", "maintainer");
        await SayAsync("#triage status", "maintainer");

        Assert.Empty(Answers());
    }

    [Fact]
    public async Task Rule_budget_of_a_person_counts_comments_too()
    {
        for (int i = 0; i < 8; i++)
        {
            // Each on another issue, where the budget of the issue does not count.
            long issue = (long)_servers.GitHub.State.Open(new System.Text.Json.Nodes.JsonObject { ["title"] = "another" }, "stranger")["number"]!;
            _servers.GitHub.State.Comment(issue, "#triage status", "maintainer");
        }

        await SayAsync("Thanks.", "maintainer");

        Assert.Equal(5, (await _bot.RowsAsync(OutboxKinds.IssueAnswer, Token)).Count(r => r.State == OutboxState.Sent));
    }

    [Fact]
    public async Task Command_in_a_fence_is_no_command()
    {
        await SayAsync("```\n#triage invalid\n```", "maintainer");

        Assert.Empty(await _bot.CommandsAsync(Token));
    }

    [Fact]
    public async Task Fix_closes_the_issue()
    {
        await SayAsync("#triage fix 123456789abc", "maintainer");
        foreach (OutboxRow note in await _bot.RowsAsync(OutboxKinds.IssueNote, Token))
        {
            await _bot.Outbox.DecideAsync(note.Id, OutboxState.Approved, "operator", Token);
        }

        await _bot.DeliverAsync(Token);

        Assert.Equal("closed", (string)_servers.GitHub.State.Find(_issue)!["state"]!);
    }

    // What people say is in the state of the server; the bot finds it by asking.
    private async Task SayAsync(string text, string who)
    {
        _servers.GitHub.State.Comment(_issue, text, who);
        await _bot.DecideCommandsAsync(Token);
        await _bot.DeliverAsync(Token);
    }

    private List<string> Answers() =>
        [.. _servers.GitHub.State.CommentsOf(_issue).Where(c => (string)c["user"]!["login"]! == FakeGitHub.Bot).Select(c => (string)c["body"]!)];
}
