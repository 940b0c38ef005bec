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

        Assert.Contains("6 messages, 0 damaged or deleted", _program.Output, StringComparison.Ordinal);
    }

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
