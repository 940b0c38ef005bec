using System.CommandLine;
using Spectre.Console;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>profiles list|show|diff</c>: the kernels that can be run.</summary>
internal static class ProfilesCommand
{
    public static Command Create(CommandScope scope)
    {
        return new Command("profiles", "The kernels that can be run") { List(scope), Show(scope), Diff(scope) };
    }

    private static Command List(CommandScope scope)
    {
        Command command = new("list", "All profiles, one a line");
        command.SetAction((parse, _) => scope.GuardAsync(() =>
        {
            using IHost host = scope.Build(parse);
            Table table = new Table().Border(TableBorder.Simple).AddColumns("profile", "since", "stands for");
            foreach (ProfileSummary profile in host.Services.GetRequiredService<IProfileCatalog>().All)
            {
                table.AddRow(new Text(profile.Name), new Text($"{profile.Since:yyyy-MM-dd}"), new Text(profile.StandsFor));
            }

            scope.Io.Console.Write(table);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Show(CommandScope scope)
    {
        Argument<string> name = new("PROFILE") { Description = "Name of a profile" };
        Command command = new("show", "One profile: what it stands for, its chain and its direct calls") { name };
        command.SetAction((parse, _) => scope.GuardAsync(() =>
        {
            using IHost host = scope.Build(parse);
            ProfileText.Write(Find(host, parse.GetValue(name)!), scope.Io.Console);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Diff(CommandScope scope)
    {
        Argument<string> first = new("PROFILE") { Description = "One profile" };
        Argument<string> second = new("OTHER") { Description = "The profile to compare it with" };
        Command command = new("diff", "What differs between two profiles; exit code 1 when anything does") { first, second };
        command.SetAction((parse, _) => scope.GuardAsync(() =>
        {
            using IHost host = scope.Build(parse);
            bool differs = ProfileText.WriteDiff(Find(host, parse.GetValue(first)!), Find(host, parse.GetValue(second)!), scope.Io.Output);
            return Task.FromResult(differs ? ExitCode.LookAt : ExitCode.Done);
        }));
        return command;
    }

    private static ProfileSummary Find(IHost host, string name)
    {
        IProfileCatalog catalog = host.Services.GetRequiredService<IProfileCatalog>();
        return catalog.All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ProgramStoppedException(
                $"There is no profile {SafeText.Line(name)}. Known: {string.Join(", ", catalog.All.Select(p => p.Name))}.", ExitCode.WrongUse);
    }
}
