using System.Diagnostics;

namespace TriageBot.Bot.Tests;

/// <summary>The real program as a process of its own.</summary>
internal static class BotProcess
{
    public static Process Start(string workingFolder, params string[] arguments)
    {
        // Tests that run in the background of a shell inherit that SIGINT is ignored; whoever starts the program by hand does not.
        string program = Path.Combine(AppContext.BaseDirectory, "TriageBot.Bot");
        ProcessStartInfo start = new("/usr/bin/env", ["--default-signal=INT", program, .. arguments])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Starts under a shell that sets a limit first.</summary>
    public static Process StartLimited(string workingFolder, string limit, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TriageBot.Bot");
        ProcessStartInfo start = new("/bin/bash", ["-c", limit + "; exec \"$0\" \"$@\"", program, .. arguments])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The runtime maps its code through a file in memory that is larger than any limit of a test.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(Process process, CancellationToken cancellationToken)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
    }
}
