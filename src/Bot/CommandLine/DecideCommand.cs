using System.CommandLine;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>approve</c>, <c>hold</c> and <c>reject</c>: a person's decision about entries of the outbox.</summary>
internal static class DecideCommand
{
    private const string Operator = "operator";

    public static Command Create(CommandScope scope, string name, OutboxState state, string description)
    {
        Argument<long[]> ids = new("ID") { Description = "Numbers that \"triagebot outbox\" shows", Arity = ArgumentArity.OneOrMore };
        Command command = new(name, description) { ids };
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            (services, store) => DecideAsync(services, store, state, parse.GetValue(ids)!, scope.Io, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> DecideAsync(
        IServiceProvider services, TriageStore store, OutboxState state, long[] ids, ProgramIo io, CancellationToken cancellationToken)
    {
        DeliveryOptions options = services.GetRequiredService<IOptions<TriageBotOptions>>().Value.Delivery;
        if (state == OutboxState.Approved && string.Equals(options.Mode, DeliveryOptions.Off, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProgramStoppedException("Delivery:Mode is \"off\", so nothing can leave. Set it to \"hold\" first.", ExitCode.WrongUse);
        }

        Outbox outbox = new(store, options, services.GetRequiredService<TimeProvider>());
        int code = ExitCode.Done;
        foreach (long id in ids)
        {
            if (await outbox.DecideAsync(id, state, Operator, cancellationToken) is { } obstacle)
            {
                await io.Error.WriteLineAsync("triagebot: " + obstacle);
                code = ExitCode.WrongUse;
            }
            else
            {
                await io.Output.WriteLineAsync($"{id}: {state.ToString().ToLowerInvariant()}");
            }
        }

        return code;
    }
}
