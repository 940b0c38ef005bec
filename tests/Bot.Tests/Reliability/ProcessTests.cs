using System.Diagnostics;
using Xunit;

namespace TriageBot.Bot.Tests.Reliability;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_full_disk_is_said_and_nothing_is_half_written()
    {
        // A limit on the size of files is what a full disk looks like to one process: 24 KiB are less than the schema needs.
        Process process = BotProcess.StartLimited(_folder.Path, "trap '' XFSZ; ulimit -f 24", "run", "--once");

        (int code, _, string error) = await BotProcess.RunAsync(process, TestContext.Current.CancellationToken);

        Assert.True(code == ExitCode.Unreachable && !Directory.Exists(_folder.PathOf("out", "replies")), $"{code} {error}");
    }

    [Fact]
    public async Task Run_after_a_full_disk_does_what_was_left()
    {
        Process limited = BotProcess.StartLimited(_folder.Path, "trap '' XFSZ; ulimit -f 24", "run", "--once");
        await BotProcess.RunAsync(limited, TestContext.Current.CancellationToken);

        (_, string output, string error) = await BotProcess.RunAsync(BotProcess.Start(_folder.Path, "run", "--once"), TestContext.Current.CancellationToken);

        Assert.True(output.Contains("6 message(s) read, 6 new", StringComparison.Ordinal), output + error);
    }

    [Fact]
    public async Task Run_folder_that_cannot_be_written_has_exit_code_3()
    {
        Process process = BotProcess.Start(_folder.Path, "run", "--once", "--output", "/proc/triagebot");

        (int code, _, _) = await BotProcess.RunAsync(process, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Unreachable, code);
    }

    [Fact]
    public async Task Run_interrupt_ends_the_service_cleanly()
    {
        using Process process = BotProcess.Start(_folder.Path, "run");
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        using Process signal = Process.Start("/bin/bash", ["-c", $"kill -INT {process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, process.ExitCode);
    }

    [Fact]
    public async Task Run_second_process_stops_while_the_first_works()
    {
        using Process first = BotProcess.Start(_folder.Path, "run");
        await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        (int code, _, _) = await BotProcess.RunAsync(BotProcess.Start(_folder.Path, "run", "--once"), TestContext.Current.CancellationToken);
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.WrongUse, code);
    }
}
