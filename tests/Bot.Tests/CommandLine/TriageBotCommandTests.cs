using System.Text.Json.Nodes;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

public sealed class TriageBotCommandTests : IDisposable
{
    private const string Mail = "From: a@example.org\nSubject: order\nMessage-ID: <1@example.org>\n\nbody\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public TriageBotCommandTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Help_lists_the_exit_codes()
    {
        await _program.RunAsync("--help");

        Assert.Contains("3  a source or target could not be reached", _program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("triage")]
    [InlineData("triage", "x", "--format", "html")]
    [InlineData("replay", "x")]
    [InlineData("run", "--once", "--set", "nonsense")]
    [InlineData("run", "--once", "--set", "Nonsense=1")]
    public async Task Run_wrong_use_has_exit_code_2(params string[] arguments)
    {
        Assert.Equal(ExitCode.WrongUse, await _program.RunAsync(arguments));
    }

    [Fact]
    public async Task Help_of_a_command_is_done()
    {
        Assert.Equal(ExitCode.Done, await _program.RunAsync("triage", "--help"));
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        await _program.RunAsync("version");

        Assert.StartsWith("triagebot ", Assert.Single(_program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Triage_missing_file_has_exit_code_3()
    {
        Assert.Equal(ExitCode.Unreachable, await _program.RunAsync("triage", "nowhere.eml"));
    }

    [Fact]
    public async Task Triage_json_is_json_and_nothing_else()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("triage", "1.eml", "--format", "json");

        Assert.Equal("1@example.org", (string)JsonNode.Parse(_program.Output)!["message"]!["id"]!);
    }

    [Fact]
    public async Task Triage_mail_is_the_reply()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("triage", "1.eml", "--format", "mail");

        Assert.Contains("\nIn-Reply-To: <1@example.org>\n", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Triage_markdown_has_no_marker()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("triage", "1.eml", "--format", "markdown");

        Assert.StartsWith("**reproduced**", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Triage_text_without_terminal_has_no_escape_sequence()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("triage", "1.eml");

        Assert.DoesNotContain('\u001b', _program.Output);
    }

    [Fact]
    public async Task Triage_stores_nothing()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("triage", "1.eml");

        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    [Fact]
    public async Task Triage_mailbox_with_too_many_mails_says_what_to_use()
    {
        _folder.Write("many.mbox", string.Concat(Enumerable.Repeat("From a@example.org Sat Jan 30 09:12:44 2016\n" + Mail + "\n", 1_001)));

        await _program.RunAsync("triage", "many.mbox");

        Assert.Contains("triagebot run --once --source many.mbox", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_list_names_each_profile()
    {
        await _program.RunAsync("profiles", "list");

        Assert.All(["old", "broken", "new"], name => Assert.Contains(name, _program.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profiles_show_unknown_profile_lists_the_known_ones()
    {
        await _program.RunAsync("profiles", "show", "nothing");

        Assert.Contains("Known: old, broken, new.", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_diff_of_different_profiles_has_exit_code_1()
    {
        Assert.Equal(ExitCode.LookAt, await _program.RunAsync("profiles", "diff", "v6.1", "v6.1+bug", "--no-matrix"));
    }

    [Theory]
    [InlineData("livepatching-b56b36e", ExitCode.LookAt, "I3: text at ")]
    [InlineData("ftrace-5156dca", ExitCode.Done, "nothing breaks")]
    public async Task Profiles_race_says_what_breaks(string profile, int exitCode, string says)
    {
        Assert.Equal(exitCode, await _program.RunAsync("profiles", "race", profile));
        Assert.Contains(says, _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_diff_of_a_profile_with_itself_is_empty()
    {
        await _program.RunAsync("profiles", "diff", "v6.1", "v6.1");

        Assert.Empty(_program.Output);
    }

    [Fact]
    public async Task Profiles_diff_names_steps_blocks_and_rules()
    {
        await _program.RunAsync("profiles", "diff", "v6.1", "v6.1+bug-2016", "--no-matrix");

        Assert.Contains("program load: 'ftrace.module_enable' is gone", _program.Output, StringComparison.Ordinal);
        Assert.Contains("program load: 'chain COMING robust GOING or coming_refused' becomes 'chain COMING'", _program.Output, StringComparison.Ordinal);
        Assert.Contains("klp_nb_both: is new on the module chain: priority INT_MIN+1", _program.Output, StringComparison.Ordinal);
        Assert.Contains("rule livepatch.saveRegs: is true, before false", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_diff_as_json_lists_the_rows_that_change()
    {
        await _program.RunAsync("profiles", "diff", "livepatching-b56b36e", "ftrace-5156dca", "--format", "json");

        Assert.Contains("\"row\": \"patch-then-target/unload\"", _program.Output, StringComparison.Ordinal);
        Assert.Contains("\"lost\": true", _program.Output, StringComparison.Ordinal);
    }
}
