using Microsoft.Data.Sqlite;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

public sealed class RunCommandTests : IDisposable
{
    private const string Mail = "From: a@example.org\nSubject: order\nMessage-ID: <1@example.org>\n\nbody\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public RunCommandTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_new_mail_writes_a_reply()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.Single(Directory.GetFiles(_folder.PathOf("out", "replies"), "*.eml"));
    }

    [Fact]
    public async Task Run_new_mail_writes_its_trace_beside_the_reply()
    {
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        string reply = Assert.Single(Directory.GetFiles(_folder.PathOf("out", "replies"), "*.eml"));
        Assert.True(File.Exists(Path.ChangeExtension(reply, ".trace.txt")));
    }

    [Fact]
    public async Task Run_second_time_changes_no_file()
    {
        _folder.Write("1.eml", Mail);
        await _program.RunAsync("run", "--once", "--source", "1.eml");
        Dictionary<string, string> before = Snapshot();

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Run_second_time_says_that_nothing_is_new()
    {
        _folder.Write("1.eml", Mail);
        await _program.RunAsync("run", "--once", "--source", "1.eml");

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.StartsWith("Nothing new", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_copy_of_a_message_with_other_headers_is_the_same_message()
    {
        _folder.Write("1.eml", Mail);
        _folder.Write("2.eml", "Received: by a list\n" + Mail);

        await _program.RunAsync("run", "--once", "--source", "1.eml", "--source", "2.eml");

        Assert.Contains("2 message(s) read, 1 new", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_message_that_breaks_triage_does_not_stop_the_others()
    {
        _folder.Write("1.eml", "Subject: poison\n\n");
        _folder.Write("2.eml", Mail);

        await _program.RunAsync("run", "--once", "--source", ".");

        Assert.Contains("2 message(s) read, 2 new, 1 answered", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_message_that_breaks_triage_must_be_looked_at()
    {
        _folder.Write("1.eml", "Subject: poison\n\n");

        Assert.Equal(ExitCode.LookAt, await _program.RunAsync("run", "--once", "--source", "1.eml"));
    }

    [Fact]
    public async Task Run_message_that_breaks_triage_is_not_tried_again()
    {
        _folder.Write("1.eml", "Subject: poison\n\n");
        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.Equal(ExitCode.Done, await _program.RunAsync("run", "--once", "--source", "1.eml"));
    }

    [Fact]
    public async Task Run_missing_source_is_named()
    {
        await _program.RunAsync("run", "--once", "--source", "nowhere.mbox");

        Assert.Contains("nowhere.mbox cannot be read", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_missing_source_does_not_keep_the_others_from_being_read()
    {
        _folder.Write("1.eml", Mail);

        int code = await _program.RunAsync("run", "--once", "--source", "nowhere.mbox", "--source", "1.eml");

        Assert.Equal((ExitCode.Unreachable, 1), (code, Directory.GetFiles(_folder.PathOf("out", "replies"), "*.eml").Length));
    }

    [Fact]
    public async Task Run_without_sources_reads_the_demo_mailbox()
    {
        await _program.RunAsync("run", "--once");

        Assert.Contains("6 message(s) read, 6 new", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_while_another_process_works_in_the_folder_stops()
    {
        using FileStream held = HoldLock();

        Assert.Equal(ExitCode.WrongUse, await _program.RunAsync("run", "--once"));
    }

    [Fact]
    public async Task Run_while_another_process_works_in_the_folder_says_so()
    {
        using FileStream held = HoldLock();

        await _program.RunAsync("run", "--once");

        Assert.Contains("Another triagebot is working in", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_damaged_database_is_said_and_left_alone()
    {
        Directory.CreateDirectory(_folder.PathOf("out"));
        string database = _folder.Write("out/triagebot.db", new string('x', 8192));

        int code = await _program.RunAsync("run", "--once");

        Assert.Equal((ExitCode.Unreachable, new string('x', 8192)), (code, await File.ReadAllTextAsync(database, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Run_damaged_database_gives_a_remedy()
    {
        Directory.CreateDirectory(_folder.PathOf("out"));
        _folder.Write("out/triagebot.db", new string('x', 8192));

        await _program.RunAsync("run", "--once");

        Assert.Contains("move it away to start over", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_locked_database_is_said()
    {
        await _program.RunAsync("run", "--once", "--source", "1.eml");
        await using SqliteConnection other = await OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.Contains("is locked by another program", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_locked_database_writes_no_reply()
    {
        await _program.RunAsync("run", "--once", "--source", "1.eml");
        await using SqliteConnection other = await OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");
        _folder.Write("1.eml", Mail);

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.False(Directory.Exists(_folder.PathOf("out", "replies")));
    }

    [Fact]
    public async Task Run_database_of_a_newer_version_is_left_alone()
    {
        await _program.RunAsync("run", "--once");
        await using (SqliteConnection other = await OpenAsync())
        {
            await ExecuteAsync(other, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0')");
        }

        await _program.RunAsync("run", "--once");

        Assert.Contains("was written by a newer version", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_output_folder_that_is_a_file_is_said()
    {
        _folder.Write("out", "a file");

        Assert.Equal(ExitCode.Unreachable, await _program.RunAsync("run", "--once"));
    }

    [Fact]
    public async Task Run_row_that_was_not_written_before_is_written_now()
    {
        _folder.Write("1.eml", Mail);
        await _program.RunAsync("run", "--once", "--source", "1.eml");
        string reply = Assert.Single(Directory.GetFiles(_folder.PathOf("out", "replies"), "*.eml"));
        string content = await File.ReadAllTextAsync(reply, TestContext.Current.CancellationToken);
        File.Delete(reply);
        await using (SqliteConnection other = await OpenAsync())
        {
            await ExecuteAsync(other, "UPDATE Outbox SET Written = 0 WHERE Kind = 'reply'");
        }

        await _program.RunAsync("run", "--once", "--source", "1.eml");

        Assert.Equal(content, await File.ReadAllTextAsync(reply, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_file_that_was_begun_and_not_ended_is_removed()
    {
        Directory.CreateDirectory(_folder.PathOf("out", "replies"));
        string unfinished = _folder.Write("out/replies/x.eml.part", "half");

        await _program.RunAsync("run", "--once");

        Assert.False(File.Exists(unfinished));
    }

    [Fact]
    public async Task Run_migration_that_was_killed_does_not_block_the_next_run()
    {
        Directory.CreateDirectory(_folder.PathOf("out"));
        await using (SqliteConnection other = await OpenAsync())
        {
            await ExecuteAsync(other, "CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL)");
            await ExecuteAsync(other, "INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01')");
        }

        int code = await _program.RunAsync("run", "--once").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, code);
    }

    private FileStream HoldLock()
    {
        Directory.CreateDirectory(_folder.PathOf("out"));
        return new FileStream(_folder.PathOf("out", "triagebot.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        SqliteConnection connection = new($"Data Source={_folder.PathOf("out", "triagebot.db")};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private Dictionary<string, string> Snapshot() =>
        Directory.EnumerateFiles(_folder.PathOf("out"), "*", SearchOption.AllDirectories)
            .ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)) + File.GetLastWriteTimeUtc(f).Ticks, StringComparer.Ordinal);
}
