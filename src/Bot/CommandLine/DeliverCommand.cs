using System.CommandLine;
using TriageBot.Bot.Commands;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>deliver</c>: sends what may leave now, beside a service or without one.</summary>
internal static class DeliverCommand
{
    public static Command Create(CommandScope scope)
    {
        Command command = new("deliver", "Decide waiting commands and send what is approved and due, now");
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse, (services, store) => RunAsync(services, store, scope.Io, cancellationToken), cancellationToken));
        return command;
    }

    /// <summary>One round of delivery; what went wrong goes to standard error.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, TriageStore store, ProgramIo io, CancellationToken cancellationToken)
    {
        (int decided, IReadOnlyList<string> problems) = await services.GetRequiredService<CommandDesk>().RunAsync(store, cancellationToken);
        DeliveryRound round = await services.GetRequiredService<Deliverer>().RunAsync(store, cancellationToken);
        await services.GetRequiredService<RegressionProgress>().RunAsync(store, cancellationToken);
        foreach (string problem in problems.Concat(round.Problems))
        {
            await io.Error.WriteLineAsync("triagebot: " + problem);
        }

        await io.Output.WriteLineAsync($"{round.Sent} sent, {round.Kept} kept back, {round.Failed} failed, {decided} command(s) decided");
        return round.Failed > 0 ? ExitCode.Unreachable : ExitCode.Done;
    }
}
