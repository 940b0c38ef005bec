using System.Text.RegularExpressions;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Service.Tests.Running;

/// <summary>What an operator types, from an empty folder to a reply that was decided on.</summary>
public sealed partial class OperatorTests : IAsyncLifetime
{
    private const string Report = "20160519094500.2004@example.org";

    private readonly RunningBot _bot = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bot.Settings["Delivery:Mode"] = "hold";
        _bot.Settings["Delivery:Smtp:Host"] = "127.0.0.1";
        _bot.Settings["Delivery:Smtp:Port"] = "1";
        _bot.Settings["Lists:0"] = "linux-pm@lists.example.org";
        _bot.Settings["Sources:0:Path"] = Repository.PathOf("fixtures", "mail", "reports", "pm-split-needed.eml");
        (int code, string said) = await _bot.RunAsync(Token, "run", "--once");
        Assert.True(code == 0, said);
    }

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Outbox_shows_what_waits_and_who_would_get_it() =>
        Assert.Matches("reply +held .*power@example.org", (await SaidAsync(0, "outbox")).ReplaceLineEndings(" "));

    [Fact]
    public async Task Outbox_of_one_entry_shows_it_whole_and_why_it_waits()
    {
        string said = await SaidAsync(0, "outbox", await ReplyAsync());

        Assert.Contains("approval: A person approves each before it leaves.", said, StringComparison.Ordinal);
        Assert.Contains("In-Reply-To: <" + Report, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", "approved")]
    [InlineData("reject", "rejected")]
    public async Task Decision_is_kept(string command, string state)
    {
        string reply = await ReplyAsync();

        await SaidAsync(0, command, reply);

        Assert.Matches($"reply {reply}: {state}", await SaidAsync(0, "outbox", reply));
    }

    [Fact]
    public async Task Hold_takes_an_approval_back()
    {
        string reply = await ReplyAsync();
        await SaidAsync(0, "approve", reply);

        await SaidAsync(0, "hold", reply);

        Assert.Matches($"reply {reply}: held", await SaidAsync(0, "outbox", reply));
    }

    [Fact]
    public async Task Approve_of_a_number_that_is_not_there_says_what_shows_the_numbers() =>
        Assert.Contains("\"triagebot outbox\" shows", await SaidAsync(2, "approve", "999"), StringComparison.Ordinal);

    [Fact]
    public async Task Why_says_rule_by_rule_why_a_mail_was_answered() =>
        Assert.Contains("verdict: The verdict is reproduced.", await SaidAsync(0, "why", $"<{Report}>"), StringComparison.Ordinal);

    [Fact]
    public async Task Why_of_a_mail_that_was_never_seen_says_so() =>
        Assert.Contains("No message", await SaidAsync(2, "why", "unknown@example.org"), StringComparison.Ordinal);

    [Fact]
    public async Task Stop_keeps_the_next_round_from_reading_until_resume()
    {
        await SaidAsync(0, "stop", "--reason", "a test");
        string stopped = await SaidAsync(1, "run", "--once");
        await SaidAsync(0, "resume");

        await SaidAsync(0, "run", "--once");

        Assert.Contains("Nothing was read", stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_to_a_server_that_is_down_keeps_the_mail_and_says_what_to_do()
    {
        string reply = await ReplyAsync();
        await SaidAsync(0, "approve", reply);

        (int code, string said) = await _bot.RunAsync(Token, "deliver");

        Assert.NotEqual(0, code);
        Assert.Contains("(Delivery:Smtp)", said, StringComparison.Ordinal);
        Assert.Matches($"reply {reply}: approved", await SaidAsync(0, "outbox", reply));
    }

    [Fact]
    public async Task Profiles_show_as_json_is_a_profile_that_check_takes()
    {
        _bot.Write("mine.json", await SaidAsync(0, "profiles", "show", "v6.1", "--format", "json"));

        Assert.Equal("", await SaidAsync(0, "profiles", "diff", "v6.1", "mine.json", "--no-matrix"));
    }

    private async Task<string> ReplyAsync() => Number().Match(await SaidAsync(0, "outbox")).Groups["id"].Value;

    private async Task<string> SaidAsync(int expected, params string[] arguments)
    {
        (int code, string said) = await _bot.RunAsync(Token, arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)} ended with {code}:\n{said}");
        return said;
    }

    [GeneratedRegex(@"(?<id>[0-9]+) +[^0-9a-z]*reply", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
