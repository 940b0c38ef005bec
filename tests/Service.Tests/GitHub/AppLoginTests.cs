using System.Security.Cryptography;
using TriageBot.Bot.Storage;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.GitHub;

/// <summary>A GitHub App instead of a token, behind prism.</summary>
public sealed class AppLoginTests(GitHubBehindPrism servers) : IClassFixture<GitHubBehindPrism>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliver_app_opens_one_issue()
    {
        using ServerFolder folder = new();
        await using BotUnderTest bot = await StartAsync(folder);
        OutboxRow first = await bot.AddAsync(Letters.Issue(IssueChanges.Open("app")), Token);
        await bot.AddAsync(Letters.Issue(IssueChanges.Open("app"), "i2"), Token);

        await bot.DeliverAsync(Token);

        Assert.True((await bot.RowAsync(first.Id, Token)).State == OutboxState.Sent, (await bot.RowAsync(first.Id, Token)).LastError);
        Assert.Equal("triage-app[bot]", (string)Assert.Single(servers.GitHub.State.Issues, i => Is(i, "app"))["user"]!["login"]!);
    }

    [Fact]
    public async Task Deliver_app_finds_its_issue_when_a_person_took_the_label_away()
    {
        using ServerFolder folder = new();
        await using BotUnderTest bot = await StartAsync(folder);
        OutboxRow first = await bot.AddAsync(Letters.Issue(IssueChanges.Open("bare"), "bare-1"), Token);
        await bot.DeliverAsync(Token);
        servers.GitHub.State.TakeLabels(long.Parse((await bot.RowAsync(first.Id, Token)).ExternalId!));

        OutboxRow second = await bot.AddAsync(Letters.Issue(IssueChanges.Open("bare"), "bare-2"), Token);
        await bot.DeliverAsync(Token);

        Assert.True((await bot.RowAsync(second.Id, Token)).State == OutboxState.Sent, (await bot.RowAsync(second.Id, Token)).LastError + servers.Prism.Said);
        Assert.Empty(Assert.Single(servers.GitHub.State.Issues, i => Is(i, "bare"))["labels"]!.AsArray());
    }

    private static bool Is(System.Text.Json.Nodes.JsonObject issue, string fault) => ((string)issue["body"]!).Contains($"triagebot:{fault} ", StringComparison.Ordinal);

    private async Task<BotUnderTest> StartAsync(ServerFolder folder)
    {
        servers.GitHub.State.IsApp = true;
        using RSA key = RSA.Create(2048);
        Dictionary<string, string> settings = BotUnderTest.GitHub(
            servers.Prism.Address,
            ("Delivery:GitHub:Token:File", ""), ("Delivery:GitHub:AppId", "7"), ("Delivery:GitHub:InstallationId", "9"),
            ("Delivery:GitHub:PrivateKey:File", folder.Write("key.pem", key.ExportRSAPrivateKeyPem())));
        return await BotUnderTest.StartAsync(settings, Token);
    }
}
