using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Hosting;

/// <summary>Builds the program with its settings, checked.</summary>
internal static class BotHost
{
    /// <summary>Reads the settings, registers everything and checks the settings.</summary>
    /// <param name="configure">More registrations, which win; for tests.</param>
    /// <exception cref="ProgramStoppedException">A setting is wrong; the message names each one and the remedy.</exception>
    public static IHost Build(SettingSources sources, Action<IServiceCollection>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        sources.AddTo(builder.Configuration);
        builder.Services.AddTriageBot(sources);
        configure?.Invoke(builder.Services);
        IHost host = builder.Build();
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return host;
        }
        catch (OptionsValidationException e)
        {
            host.Dispose();
            throw Wrong(e.Failures, e);
        }
        catch (InvalidOperationException e)
        {
            // The binder met a value that does not fit its type; its message names the key.
            host.Dispose();
            throw Wrong([e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}"], e);
        }
    }

    private static ProgramStoppedException Wrong(IEnumerable<string> faults, Exception cause) =>
        new(string.Join('\n', faults.Prepend("The settings are wrong:")), ExitCode.WrongUse, cause);
}
