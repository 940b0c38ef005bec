using System.CommandLine;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>run [--once]</c>: reads the sources and answers what is new.</summary>
internal static class RunCommand
{
    public static Command Create(CommandScope scope)
    {
        Option<bool> once = new("--once") { Description = "One round instead of one every PollInterval" };
        Option<string[]> source = new("--source", "-s")
        {
            Description = "Mailbox, mail or folder to read instead of the setting Sources; may be repeated",
            HelpName = "PATH",
            DefaultValueFactory = _ => [],
        };
        Command command = new("run", "Read the sources, triage what is new, write replies and issues") { once, source };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(async () =>
        {
            IEnumerable<KeyValuePair<string, string?>> sources =
                parse.GetValue(source)!.Select((path, i) => KeyValuePair.Create($"Sources:{i}:Path", (string?)path));
            using IHost host = scope.Build(parse, sources);
            return await RunAsync(host.Services, scope.Io, parse.GetValue(once), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, ProgramIo io, bool once, CancellationToken cancellationToken)
    {
        TriageBotOptions options = services.GetRequiredService<IOptions<TriageBotOptions>>().Value;
        string folder = Path.GetFullPath(options.OutputFolder, io.WorkingFolder);
        using OutputLock held = OutputLock.Take(folder);
        await using TriageStore store = await TriageStore.OpenAsync(StoreAddress.Sqlite(folder), cancellationToken);
        if (once)
        {
            return await RoundAsync(services, store, folder, io, cancellationToken);
        }

        await RepeatAsync(services, store, folder, options.PollInterval, io, cancellationToken);
        return ExitCode.Done;
    }

    // Ends by Ctrl-C, which is how a service is meant to end.
    private static async Task RepeatAsync(
        IServiceProvider services, TriageStore store, string folder, TimeSpan interval, ProgramIo io, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(interval, services.GetRequiredService<TimeProvider>());
        try
        {
            do
            {
                await RoundAsync(services, store, folder, io, cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await io.Error.WriteLineAsync("triagebot: stopped");
        }
    }

    private static async Task<int> RoundAsync(
        IServiceProvider services, TriageStore store, string folder, ProgramIo io, CancellationToken cancellationToken)
    {
        Round round = services.GetRequiredService<Round>();
        RoundResult result = await Working.ShowAsync(io.Console, "triaging", () => round.RunAsync(store, folder, cancellationToken));
        RoundSummary.Write(result, folder, io.Console);
        if (!string.Equals(services.GetRequiredService<IOptions<TriageBotOptions>>().Value.Delivery.Mode, DeliveryOptions.Off, StringComparison.OrdinalIgnoreCase))
        {
            await DeliverCommand.RunAsync(services, store, io, cancellationToken);
        }

        foreach (string failure in result.SourceFailures)
        {
            await io.Error.WriteLineAsync("triagebot: " + failure);
        }

        if (!result.SourceFailures.IsEmpty)
        {
            return ExitCode.Unreachable;
        }

        return result.New.Any(m => m.Failure is not null) ? ExitCode.LookAt : ExitCode.Done;
    }
}
