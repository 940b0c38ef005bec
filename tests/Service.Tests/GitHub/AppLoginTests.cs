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
        servers.GitHub.State.IsApp = true;
        using ServerFolder folder = new();
        using RSA key = RSA.Create(2048);
        Dictionary<string, string> settings = BotUnderTest.GitHub(
            servers.Prism.Address,
            ("Delivery:GitHub:Token:File", ""), ("Delivery:GitHub:AppId", "7"), ("Delivery:GitHub:InstallationId", "9"),
            ("Delivery:GitHub:PrivateKey:File", folder.Write("key.pem", key.ExportRSAPrivateKeyPem())));
        await using BotUnderTest bot = await BotUnderTest.StartAsync(settings, Token);
        OutboxRow first = await bot.AddAsync(Letters.Issue(IssueChanges.Open("app")), Token);
        await bot.AddAsync(Letters.Issue(IssueChanges.Open("app"), "i2"), Token);

        await bot.DeliverAsync(Token);

        Assert.True((await bot.RowAsync(first.Id, Token)).State == OutboxState.Sent, (await bot.RowAsync(first.Id, Token)).LastError);
        Assert.Equal("triage-app[bot]", (string)Assert.Single(servers.GitHub.State.Issues)["user"]!["login"]!);
    }
}
