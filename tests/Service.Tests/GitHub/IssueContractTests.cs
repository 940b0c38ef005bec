using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.GitHub;

/// <summary>A GitHub behind prism, which refuses whatever GitHub's own description does not allow.</summary>
public sealed class GitHubBehindPrism : IAsyncLifetime
{
    internal FakeGitHub GitHub { get; private set; } = null!;

    internal Prism Prism { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        GitHub = await FakeGitHub.StartAsync();
        Prism = await Prism.StartAsync(GitHub.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await Prism.DisposeAsync();
        await GitHub.DisposeAsync();
    }
}

/// <summary>Issues, every request and answer held against GitHub's description of its API.</summary>
public sealed class IssueContractTests(GitHubBehindPrism servers) : IClassFixture<GitHubBehindPrism>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prism_request_that_github_would_refuse_is_refused()
    {
        using HttpClient client = new();
        client.DefaultRequestHeaders.Add("Authorization", "token " + FakeGitHub.Token);

        using HttpResponseMessage answer = await client.PostAsJsonAsync(new Uri(servers.Prism.Address, "repos/o/r/issues"), new JsonObject { ["body"] = "no title" }, Token);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Deliver_issue_is_opened_with_labels_and_marker()
    {
        JsonObject issue = await DeliverAsync(IssueChanges.Open("open"));

        Assert.StartsWith("<!-- triagebot:open -->", (string)issue["body"]!, StringComparison.Ordinal);
        Assert.Equal(["triagebot", "callback-order"], issue["labels"]!.AsArray().Select(l => (string)l!["name"]!));
    }

    [Fact]
    public async Task Deliver_same_fault_twice_is_one_issue()
    {
        await DeliverAsync(IssueChanges.Open("twice"));
        await DeliverAsync(IssueChanges.Open("twice"));

        Assert.Single(servers.GitHub.State.Issues, i => ((string)i["body"]!).Contains("triagebot:twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_new_evidence_updates_the_body()
    {
        await DeliverAsync(IssueChanges.Open("update"));
        IssueChange changed = IssueChanges.Open("update");
        changed.Body += "More was seen.\n";

        JsonObject issue = await DeliverAsync(changed);

        Assert.EndsWith("More was seen.\n", (string)issue["body"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_note_becomes_one_comment_however_often_it_is_tried()
    {
        JsonObject issue = await DeliverAsync(IssueChanges.Open("note"));
        IssueChange note = new() { Fingerprint = "note", Comment = "Seen again.", CommentFingerprint = "c1" };

        await DeliverAsync(note);
        await DeliverAsync(note);

        Assert.Single(servers.GitHub.State.CommentsOf((long)issue["number"]!));
    }

    [Fact]
    public async Task Deliver_fix_closes_the_issue()
    {
        await DeliverAsync(IssueChanges.Open("close"));

        JsonObject issue = await DeliverAsync(new IssueChange { Fingerprint = "close", Comment = "Fixed.", CommentFingerprint = "fix", Close = "completed" });

        Assert.Equal(("closed", "completed"), ((string)issue["state"]!, (string)issue["state_reason"]!));
    }

    [Fact]
    public async Task Deliver_marker_in_an_issue_of_somebody_else_is_not_believed()
    {
        servers.GitHub.State.Open(new JsonObject { ["title"] = "forged", ["body"] = "<!-- triagebot:forged -->", ["labels"] = new JsonArray("triagebot") }, "stranger");

        JsonObject issue = await DeliverAsync(IssueChanges.Open("forged"));

        Assert.Equal(FakeGitHub.Bot, (string)issue["user"]!["login"]!);
    }

    [Fact]
    public async Task Deliver_issue_beyond_the_first_page_is_found()
    {
        await DeliverAsync(IssueChanges.Open("first-page"));
        for (int i = 0; i < 120; i++)
        {
            servers.GitHub.State.Open(new JsonObject { ["title"] = "other", ["body"] = $"<!-- triagebot:other{i} -->" }, FakeGitHub.Bot);
        }

        await DeliverAsync(IssueChanges.Open("last-page"));
        await DeliverAsync(IssueChanges.Open("last-page"));

        Assert.Single(servers.GitHub.State.Issues, i => ((string)i["body"]!).Contains("triagebot:last-page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_text_beyond_what_github_takes_is_cut()
    {
        IssueChange change = IssueChanges.Open("long");
        change.Body += new string('x', 70_000);

        JsonObject issue = await DeliverAsync(change);

        Assert.InRange(((string)issue["body"]!).Length, 60_000, 65_536);
    }

    private async Task<JsonObject> DeliverAsync(IssueChange change)
    {
        await using BotUnderTest bot = await BotUnderTest.StartAsync(BotUnderTest.GitHub(servers.Prism.Address), Token);
        OutboxRow row = await bot.AddAsync(Letters.Issue(change), Token);

        await bot.DeliverAsync(Token);

        OutboxRow after = await bot.RowAsync(row.Id, Token);
        Assert.True(after.State == OutboxState.Sent, after.LastError + "\n" + servers.Prism.Said);
        return servers.GitHub.State.Find(long.Parse(after.ExternalId!))!;
    }
}
