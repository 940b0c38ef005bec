using System.CommandLine;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Schedule;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>run [--once]</c>: reads the sources and answers what is new.</summary>
internal static class RunCommand
{
    public static Command Create(CommandScope scope)
    {
        Option<bool> once = new("--once") { Description = "One round instead of a service that follows the schedule" };
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
            return await RunAsync(scope, host.Services, parse.GetValue(once), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, IServiceProvider services, bool once, CancellationToken cancellationToken)
    {
        TriageBotOptions options = services.GetRequiredService<IOptions<TriageBotOptions>>().Value;
        string folder = StoreSettings.FolderOf(options, scope.Io.WorkingFolder);
        StoreAddress address = StoreSettings.AddressOf(options, scope.Io.WorkingFolder);

        // A shared database is made for several processes, and files are written by one job at a time.
        using OutputLock? held = address.IsShared ? null : OutputLock.Take(folder);
        await using TriageStore store = await TriageStore.OpenAsync(address, cancellationToken);
        return once
            ? await RoundAsync(services, store, folder, scope.Io, cancellationToken)
            : await ServeAsync(scope, services, options, new Node(store, folder, options.Operations.Node), cancellationToken);
    }

    // Ends by Ctrl-C or a stop of systemd, which is how a service is meant to end.
    private static async Task<int> ServeAsync(
        CommandScope scope, IServiceProvider services, TriageBotOptions options, Node node, CancellationToken cancellationToken)
    {
        using IHost service = scope.BuildService(services, options, node);
        try
        {
            await service.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await service.StopAsync(CancellationToken.None);
            return ExitCode.Done;
        }
        catch (IOException e)
        {
            throw new ProgramStoppedException(
                $"Operations:Listen is {options.Operations.Listen}, which cannot be used: {e.Message} Stop the program that has it, or set another port.", ExitCode.WrongUse, e);
        }

        await scope.Io.Output.WriteLineAsync($"triagebot: serving as {node.Name} on {node.Store.Address.Name}; Ctrl-C stops it");
        await service.WaitForShutdownAsync(cancellationToken);
        await scope.Io.Error.WriteLineAsync("triagebot: stopped");
        return ExitCode.Done;
    }

    private static async Task<int> RoundAsync(
        IServiceProvider services, TriageStore store, string folder, ProgramIo io, CancellationToken cancellationToken)
    {
        if (await new Ledger(store, services.GetRequiredService<TimeProvider>()).StoppedAsync(cancellationToken) is { } stop)
        {
            await io.Error.WriteLineAsync($"triagebot: the emergency stop is on since {stop.At:u}; \"triagebot resume\" ends it. Nothing was read.");
            return ExitCode.LookAt;
        }

        Round round = services.GetRequiredService<Round>();
        RoundResult result = await Working.ShowAsync(io.Console, "triaging", () => round.RunAsync(store, folder, cancellationToken));
        string mode = services.GetRequiredService<IOptions<TriageBotOptions>>().Value.Delivery.Mode;
        bool isOff = string.Equals(mode, DeliveryOptions.Off, StringComparison.OrdinalIgnoreCase);
        RoundSummary.Write(result, folder, isOff, io.Console);
        if (!isOff)
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
