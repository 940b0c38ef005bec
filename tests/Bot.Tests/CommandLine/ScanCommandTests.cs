using System.Text.Json;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

/// <summary>The commands that only read: <c>scan</c>, <c>evaluate</c>, <c>check</c> and <c>replay</c>.</summary>
public sealed class ScanCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public ScanCommandTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Scan_demo_mailbox_counts_its_messages()
    {
        await _program.RunRealAsync("", "scan", Repository.PathOf("fixtures", "mail", "demo.mbox"));

        Assert.Contains("6 messages, 0 damaged, 0 deleted", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_standard_input_reads_it()
    {
        await _program.RunRealAsync("From: a@example.org\nSubject: from a pipe\n\nx\n", "scan", "-");

        Assert.Contains("from a pipe", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_jsonl_has_the_fields_that_are_described_in_their_order()
    {
        await _program.RunRealAsync("", "scan", Repository.PathOf("fixtures", "mail", "demo.mbox"), "--format", "jsonl");

        using JsonDocument row = JsonDocument.Parse(_program.Output.Split('\n')[0]);
        Assert.Equal(
            ["messageId", "date", "from", "subject", "class", "reason", "wouldReply", "callbacks", "orderings", "commits", "directives", "diagnostics"],
            row.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Scan_jsonl_keeps_the_summary_off_standard_output()
    {
        await _program.RunRealAsync("", "scan", Repository.PathOf("fixtures", "mail", "demo.mbox"), "--format", "jsonl");

        Assert.Equal(6, _program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public async Task Scan_gives_the_same_lines_whatever_the_number_of_jobs(string jobs)
    {
        await _program.RunRealAsync("", "scan", Repository.PathOf("fixtures", "mail", "demo.mbox"), "--format", "jsonl", "--jobs", "2");
        string expected = _program.Output;

        await _program.RunRealAsync("", "scan", Repository.PathOf("fixtures", "mail", "demo.mbox"), "--format", "jsonl", "--jobs", jobs);

        Assert.Equal(expected, _program.Output);
    }

    [Fact]
    public async Task Scan_since_a_date_leaves_older_messages_out()
    {
        string mbox = _folder.Write("a.mbox", string.Concat(((string[])["Fri, 31 May 2024 23:59:59 +0000", "Sat, 01 Jun 2024 00:00:00 +0000"])
            .Select((date, i) => $"From a Thu Jan  1 00:00:00 1970\nFrom: a@example.org\nSubject: mail {i}\nDate: {date}\n\nx\n\n")));

        await _program.RunRealAsync("", "scan", mbox, "--since", "2024-06-01");

        Assert.Contains("1 messages, 0 damaged, 0 deleted, 1 older left out", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_damaged_member_is_named_and_counted()
    {
        string mbox = _folder.Write("a.mbox", "From a Thu Jan  1 00:00:00 1970\n\nFrom b Thu Jan  1 00:00:00 1970\nFrom: b@example.org\nSubject: two\n\nx\n");

        await _program.RunRealAsync("", "scan", mbox);

        Assert.Contains("1 damaged", _program.Output, StringComparison.Ordinal);
        Assert.Contains("separator at byte 0", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_without_jobs_is_wrong_use() =>
        Assert.Equal(2, await _program.RunRealAsync("", "scan", "x", "--jobs", "0"));

    [Fact]
    public async Task Scan_source_that_is_not_there_is_exit_code_3() =>
        Assert.Equal(3, await _program.RunRealAsync("", "scan", "no-such-mailbox"));

    [Fact]
    public async Task Evaluate_folder_that_is_not_there_is_exit_code_3() =>
        Assert.Equal(3, await _program.RunRealAsync("", "evaluate", "no-such-folder"));

    [Fact]
    public async Task Check_row_that_breaks_an_invariant_is_exit_code_1() =>
        Assert.Equal(1, await _program.RunRealAsync("", "check", "patch-then-target/unload", "--profile", "ftrace-5156dca"));

    [Fact]
    public async Task Check_row_that_holds_is_exit_code_0() =>
        Assert.Equal(0, await _program.RunRealAsync("", "check", "patch-then-target/unload", "--profile", "v4.6"));

    [Fact]
    public async Task Check_chain_that_is_no_chain_says_how_one_is_written()
    {
        await _program.RunRealAsync("", "check", "chain:nonsense");

        Assert.Contains("write chain:blocking;", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_of_its_own_output_agrees()
    {
        string transcript = _folder.PathOf("again.log");
        await File.WriteAllTextAsync(transcript, "# insmod demo_target.ko\n# rmmod demo_target\n", TestContext.Current.CancellationToken);
        string modules = Repository.PathOf("fixtures", "modules");
        await _program.RunRealAsync("", "replay", transcript, "--profile", "v6.1", "--modules", modules);
        await File.WriteAllTextAsync(transcript, _program.Output, TestContext.Current.CancellationToken);

        int code = await _program.RunRealAsync("", "check", transcript, "--profile", "v6.1", "--modules", modules);

        Assert.Equal(0, code);
    }
}
