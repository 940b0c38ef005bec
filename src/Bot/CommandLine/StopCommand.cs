using System.CommandLine;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>stop</c> and <c>resume</c>: the emergency stop. It is stored, and every stage of every node obeys it.</summary>
internal static class StopCommand
{
    private const string Operator = "operator";

    public static Command CreateStop(CommandScope scope)
    {
        Option<string> reason = new("--reason") { Description = "Why; shown to whoever looks", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Command command = new("stop", "Emergency stop: nothing is read, judged or sent by any node until \"resume\"") { reason };
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            async (services, store) =>
            {
                bool changed = await LedgerOf(services, store).SetStopAsync(true, Operator, parse.GetValue(reason)!, cancellationToken);
                await scope.Io.Output.WriteLineAsync(changed ? "Stopped. \"triagebot resume\" ends it." : "It is stopped already.");
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    public static Command CreateResume(CommandScope scope)
    {
        Command command = new("resume", "End the emergency stop");
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            async (services, store) =>
            {
                bool changed = await LedgerOf(services, store).SetStopAsync(false, Operator, "", cancellationToken);
                await scope.Io.Output.WriteLineAsync(changed ? "Resumed." : "It is not stopped.");
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static Ledger LedgerOf(IServiceProvider services, TriageStore store) => new(store, services.GetRequiredService<TimeProvider>());
}
