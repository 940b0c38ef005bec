using System.CommandLine;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Hosting;
using TriageBot.Bot.Schedule;

namespace TriageBot.Bot.CommandLine;

/// <summary>Options that every command takes, and what a command runs in.</summary>
internal sealed class CommandScope(ProgramIo io, Action<IServiceCollection>? configure)
{
    /// <summary>Where the store, replies and issues go.</summary>
    public Option<string?> Output { get; } = new("--output", "-o")
    {
        Description = "Folder for the store, replies and issues (setting OutputFolder)",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Any setting.</summary>
    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "One setting, e.g. --set BotName=Triage; may be repeated",
        HelpName = "KEY=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>What commands read and write.</summary>
    public ProgramIo Io => io;

    /// <summary>The program with the settings of the arguments.</summary>
    /// <param name="more">Settings from a command's own options.</param>
    /// <exception cref="ProgramStoppedException">A setting is wrong.</exception>
    public IHost Build(ParseResult parse, params IEnumerable<KeyValuePair<string, string?>> more)
    {
        List<KeyValuePair<string, string?>> arguments = [.. parse.GetValue(Set)!.Select(Split), .. more];
        if (parse.GetValue(Output) is { } output)
        {
            arguments.Add(KeyValuePair.Create("OutputFolder", (string?)output));
        }

        return BotHost.Build(new SettingSources(io.ProgramFolder, io.WorkingFolder, [.. arguments]), configure);
    }

    /// <summary>The service with the same settings.</summary>
    public IHost BuildService(IServiceProvider checkedServices, TriageBotOptions options, Node node) =>
        ServiceHost.Build(checkedServices, options, node, configure);

    /// <summary>Runs a command and turns what stops it into a message and an exit code.</summary>
    public async Task<int> GuardAsync(Func<Task<int>> command)
    {
        // Much of a command runs before it waits for anything; a signal in that time would end the process, as long as nobody has the task to wait for.
        await Task.Yield();
        try
        {
            return await command();
        }
        catch (ProgramStoppedException e)
        {
            await io.Error.WriteLineAsync("triagebot: " + e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await io.Error.WriteLineAsync("triagebot: stopped. What was begun is finished by the next run.");
            return ExitCode.Interrupted;
        }
    }

    private static KeyValuePair<string, string?> Split(string setting)
    {
        int at = setting.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw new ProgramStoppedException($"--set {setting}: write it as KEY=VALUE.", ExitCode.WrongUse);
        }

        return KeyValuePair.Create(setting[..at].Replace("__", ":", StringComparison.Ordinal), (string?)setting[(at + 1)..]);
    }
}
