using Microsoft.Data.Sqlite;
using Xunit;

namespace TriageBot.Bot.Tests.Regressions;

/// <summary>What becomes of a regression, told by the program with parsers and engine that say what the test wants.</summary>
public sealed class RegressionStoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public RegressionStoryTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_same_fault_in_two_threads_is_one_regression()
    {
        await RunAsync(Mail("one@example.org"), Mail("two@example.org"));

        Assert.Equal(["1"], Query("SELECT COUNT(*) FROM Regression"));
    }

    [Fact]
    public async Task Run_same_fault_in_two_threads_links_both()
    {
        await RunAsync(Mail("one@example.org"), Mail("two@example.org"));

        Assert.Equal(["one@example.org", "two@example.org"], Query("SELECT ThreadKey FROM RegressionThread ORDER BY ThreadKey"));
    }

    [Fact]
    public async Task Run_opening_is_written_down_with_who_caused_it()
    {
        await RunAsync(Mail("one@example.org"));

        Assert.Equal(["triage"], Query("SELECT Who FROM RegressionChange"));
    }

    [Fact]
    public async Task Regressions_set_writes_who_and_why_into_the_history()
    {
        await RunAsync(Mail("one@example.org"));

        await _program.RunAsync("regressions", "set", "1", "invalid", "--why", "it is a test");
        await _program.RunAsync("regressions", "show", "1");

        Assert.Contains("new -> invalid  operator: it is a test", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regressions_set_step_that_is_not_allowed_says_why()
    {
        await RunAsync(Mail("one@example.org"));
        await _program.RunAsync("regressions", "set", "1", "invalid", "--why", "x");

        int code = await _program.RunAsync("regressions", "set", "1", "stale", "--why", "x");

        Assert.True(code == ExitCode.WrongUse && _program.Error.Contains("cannot become stale", StringComparison.Ordinal), _program.Error);
    }

    [Fact]
    public async Task Replay_stored_message_says_that_the_verdict_is_the_same()
    {
        await RunAsync(Mail("one@example.org"));

        int code = await _program.RunAsync("replay", "<one@example.org>");

        Assert.True(code == ExitCode.Done && _program.Output.Contains("stored  ordering-report, reproduced", StringComparison.Ordinal), _program.Output + _program.Error);
    }

    [Fact]
    public async Task Forget_leaves_no_text_of_the_person_in_the_store()
    {
        await RunAsync(Mail("one@example.org"));

        await _program.RunAsync("forget", "author@example.org");

        Assert.Equal(["(erased)"], Query("SELECT DISTINCT Subject FROM Message"));
    }

    [Fact]
    public async Task Doctor_without_faults_has_exit_code_0()
    {
        await RunAsync(Mail("one@example.org"));

        int code = await _program.RunAsync("doctor", "--set", "Sources:0:Path=in.mbox");

        Assert.True(code == ExitCode.Done, _program.Output + _program.Error);
    }

    [Fact]
    public async Task Doctor_source_that_is_not_there_is_named_with_the_remedy()
    {
        int code = await _program.RunAsync("doctor", "--set", "Sources:0:Path=nowhere.mbox");

        Assert.True(code == ExitCode.Unreachable && _program.Output.Contains("nowhere.mbox", StringComparison.Ordinal), _program.Output);
    }

    private async Task RunAsync(params string[] mails)
    {
        await File.WriteAllTextAsync(_folder.PathOf("in.mbox"), string.Concat(mails), TestContext.Current.CancellationToken);
        await _program.RunAsync("run", "--once", "--source", "in.mbox");
    }

    private static string Mail(string id) =>
        $"From author@example.org Tue Mar  8 11:05:31 2016\nFrom: author@example.org\nSubject: s\nMessage-ID: <{id}>\n\nbody of {id}\n\n";

    private List<string> Query(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder.PathOf("out", "triagebot.db")};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }
}
