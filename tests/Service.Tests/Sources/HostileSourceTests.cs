using TriageBot.Bot.Intake;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.Sources;

/// <summary>Mailboxes that misbehave: each ends as a failure of that source, in time, and says what to do.</summary>
public sealed class HostileSourceTests(MailServers servers)
{
    private const string Imap = "imap";
    private const string Pop3 = "pop3";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Imap)]
    [InlineData(Imap, "* OK ready\r\n")]
    [InlineData(Imap, "* PREAUTH ready\r\n", "* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n")]
    [InlineData(Pop3)]
    [InlineData(Pop3, "+OK ready\r\n")]
    [InlineData(Pop3, "+OK ready\r\n", "-ERR no\r\n", "+OK\r\n", "+OK\r\n")]
    public async Task Read_server_that_falls_silent_ends_after_the_timeout(string kind, params string[] words)
    {
        await using RudeServer server = new(words);

        Assert.Contains("did not answer in time", await FailureAsync(kind, server.Port), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Imap, "\u0001\u0002\u00ff lorem ipsum\r\n")]
    [InlineData(Imap, "* OK ready\r\n", "* CAPABILITY )(\r\nTAG WHAT ever\r\n")]
    [InlineData(Imap, "* PREAUTH ready\r\n", "* CAPABILITY IMAP4rev1\r\nTAG OK\r\n", "* LIST (((((\r\n* 99999999999999999999 EXISTS\r\nTAG OK\r\n")]
    [InlineData(Pop3, "\u0001\u0002\u00ff lorem ipsum\r\n")]
    [InlineData(Pop3, "+OK ready\r\n", "-ERR no\r\n", "+OK\r\n", "+OK\r\n", "+OK many lots\r\n")]
    public async Task Read_server_that_talks_garbage_is_a_failure_of_the_source(string kind, params string[] words)
    {
        await using RudeServer server = new(words);

        Assert.NotEmpty(await FailureAsync(kind, server.Port));
    }

    [Theory]
    [InlineData(Imap, "* OK ready\r\n")]
    [InlineData(Pop3, "+OK ready\r\n")]
    public async Task Read_server_that_hangs_up_is_a_failure_of_the_source(string kind, string greeting)
    {
        await using RudeServer server = new([greeting], hangsUp: true);

        Assert.NotEmpty(await FailureAsync(kind, server.Port));
    }

    [Theory]
    [InlineData(Imap, "* OK ready\r\n")]
    [InlineData(Pop3, "+OK ready\r\n")]
    public async Task Read_certificate_that_nobody_knows_is_refused_with_a_remedy(string kind, string greeting)
    {
        await using RudeServer server = new([greeting], isSecure: true);

        Assert.Contains("set CaFile", await FailureAsync(kind, server.Port, security: "tls"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Imap)]
    [InlineData(Pop3)]
    public async Task Read_password_that_is_not_good_any_more_says_so(string kind)
    {
        (_, Dovecot dovecot) = await servers.StartAsync();

        // A real server lets whoever guesses passwords wait.
        string failure = await FailureAsync(kind, kind == Imap ? dovecot.Port : dovecot.Pop3Port, password: "revoked", seconds: 20);

        Assert.Contains("The login was refused", failure, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(string kind, int port, string security = "none", string password = Dovecot.Password, int seconds = 1)
    {
        IMessageSource source = SourceHarness.Of(kind, port, security, password, TimeSpan.FromSeconds(seconds));
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => source.AllAsync(null, Token).WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.True(SourceFailure.IsSourceFailure(failure, Token), failure.ToString());
        return SourceFailure.Describe(failure);
    }
}
