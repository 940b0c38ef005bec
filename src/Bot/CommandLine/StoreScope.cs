using System.CommandLine;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary>Runs a command on the store, beside a service that may be working on it.</summary>
internal static class StoreScope
{
    /// <summary>Opens the store of the settings and runs the command.</summary>
    public static Task<int> WithStoreAsync(
        this CommandScope scope, ParseResult parse, Func<IServiceProvider, TriageStore, Task<int>> command, CancellationToken cancellationToken) =>
        scope.GuardAsync(async () =>
        {
            using IHost host = scope.Build(parse);
            TriageBotOptions options = host.Services.GetRequiredService<IOptions<TriageBotOptions>>().Value;
            await using TriageStore store = await TriageStore.OpenBesideAsync(StoreSettings.AddressOf(options, scope.Io.WorkingFolder), cancellationToken);
            return await command(host.Services, store);
        });
}
