using System.CommandLine;
using TriageBot.Bot.Transcripts;
using TriageBot.Engine.Explore;
using TriageBot.Engine.Scenarios;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>profiles race PROFILE</c>: explores the race of a module's load with the function tracer that is being switched on.</summary>
internal static class RaceCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> name = new("PROFILE") { Description = "Name of a profile, or a JSON file" };
        Command command = new("race", "Every interleaving of insmod with a tracer that is switched on; exit code 1 when one breaks something") { name };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(() => RunAsync(parse.GetValue(name)!, scope.Io, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string name, ProgramIo io, CancellationToken cancellationToken)
    {
        RaceOutcome outcome = InsmodRace.Explore(
            ProfileArgument.Load(name, io.WorkingFolder), new BuiltInModules().Find("target")!, cancellationToken: cancellationToken);
        foreach (RaceStep step in outcome.Interleaving)
        {
            await io.Output.WriteLineAsync(step.ToString());
        }

        string result = outcome.Broken is string broken ? broken : outcome.Complete ? "nothing breaks" : "nothing broke as far as was explored";
        await io.Output.WriteLineAsync($"{result} ({outcome.Explored} interleavings)");
        return outcome.Broken is null ? ExitCode.Done : ExitCode.LookAt;
    }
}
