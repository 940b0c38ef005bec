using System.CommandLine;
using TriageBot.Bot.Nightly;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>nightly</c>: runs a night now.</summary>
internal static class NightlyCommand
{
    public static Command Create(CommandScope scope)
    {
        Command command = new("nightly", "Run open regressions and the matrix again; exit code 1 when anything changed");
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            async (services, store) =>
            {
                NightlyRun nightly = services.GetRequiredService<NightlyRun>();
                NightlyResult result = await Working.ShowAsync(scope.Io.Console, "running", () => nightly.RunAsync(store, "by hand", cancellationToken));
                await scope.Io.Output.WriteAsync(result.Report);
                return result.Changes.Count + result.Retracted > 0 ? ExitCode.LookAt : ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}
