using System.CommandLine;
using TriageBot.Bot.Operations;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>doctor</c>: looks at everything that the service needs, and says what to do.</summary>
internal static class DoctorCommand
{
    private static readonly string[] s_words = ["ok     ", "look   ", "FAILED "];

    public static Command Create(CommandScope scope)
    {
        Command command = new("doctor", "Check settings, disk, store, clock, sources and servers; nothing is changed or sent");
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(async () =>
        {
            using IHost host = scope.Build(parse);
            IReadOnlyList<DoctorCheck> checks = await host.Services.GetRequiredService<Doctor>().RunAsync(cancellationToken);
            foreach (DoctorCheck check in checks)
            {
                await scope.Io.Output.WriteLineAsync($"{s_words[(int)check.Result]}{check.What}: {check.Text}");
            }

            return checks.Max(c => c.Result) switch
            {
                DoctorResult.Failed => ExitCode.Unreachable,
                DoctorResult.Warning => ExitCode.LookAt,
                _ => ExitCode.Done,
            };
        }));
        return command;
    }
}
