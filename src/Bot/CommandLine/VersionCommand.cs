using System.CommandLine;
using System.Reflection;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>version</c>: of the program and of what it runs on.</summary>
internal static class VersionCommand
{
    public static Command Create(CommandScope scope)
    {
        Command command = new("version", "Version of the program");
        command.SetAction((_, _) => scope.GuardAsync(async () =>
        {
            string version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            await scope.Io.Output.WriteLineAsync($"triagebot {version} (.NET {Environment.Version})");
            return ExitCode.Done;
        }));
        return command;
    }
}
