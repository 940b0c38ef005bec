using System.CommandLine;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>forget ADDRESS</c>: erases what is stored about a person.</summary>
internal static class ForgetCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> address = new("ADDRESS") { Description = "Mail address of the person" };
        Command command = new("forget", "Erase what is stored about a person; see docs/privacy.md") { address };
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            async (services, store) =>
            {
                string folder = StoreSettings.FolderOf(services.GetRequiredService<IOptions<TriageBotOptions>>().Value, scope.Io.WorkingFolder);
                Forgotten done = await new Forgetting(services.GetRequiredService<TimeProvider>()).RunAsync(store, parse.GetValue(address)!, folder, cancellationToken);
                await scope.Io.Output.WriteLineAsync($"{done.Messages} message(s), {done.Outbox} outgoing text(s) and {done.Files} file(s) erased.");
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}
