using System.CommandLine;
using Spectre.Console;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Transcripts;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>profiles list|show|diff|race</c>: the kernels that can be run.</summary>
internal static class ProfilesCommand
{
    public static Command Create(CommandScope scope)
    {
        return new Command("profiles", "The kernels that can be run") { List(scope), Show(scope), Diff(scope), RaceCommand.Create(scope) };
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
        Option<string> format = new("--format", "-f") { Description = "text, or json: the whole profile, as --profile of \"check\" takes it", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<string?> patch = PatchArgument.Option();
        Command command = new("show", "One profile: what it stands for, its chain and its direct calls; with a patch also the programs of its loader") { name, format, patch };
        command.SetAction((parse, _) => scope.GuardAsync(async () =>
        {
            if (parse.GetValue(format) == "json" || parse.GetValue(patch) is not null)
            {
                KernelProfile profile = ProfileArgument.Load(parse.GetValue(name)!, scope.Io.WorkingFolder);
                KernelProfile shown = PatchArgument.Of(parse.GetValue(patch), scope.Io)?.Invoke(profile) ?? profile;
                await scope.Io.Output.WriteAsync(parse.GetValue(format) == "json" ? ProfileWriter.Write(shown) : ProfileText.Patched(profile, shown));
                return ExitCode.Done;
            }

            using IHost host = scope.Build(parse);
            ProfileText.Write(Find(host, parse.GetValue(name)!), scope.Io.Console);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Diff(CommandScope scope)
    {
        Argument<string> first = new("PROFILE") { Description = "One profile: a name or a JSON file" };
        Argument<string> second = new("OTHER") { Description = "The profile to compare it with" };
        Option<string> format = new("--format", "-f") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Option<bool> noMatrix = new("--no-matrix") { Description = "Compare what the profiles say and do not run the scenario matrix on both" };
        Command command = new("diff", "What differs between two profiles, and which rows of the scenario matrix change; exit code 1 when anything does")
        {
            first, second, format, noMatrix,
        };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(async () =>
        {
            KernelProfile from = ProfileArgument.Load(parse.GetValue(first)!, scope.Io.WorkingFolder);
            KernelProfile to = ProfileArgument.Load(parse.GetValue(second)!, scope.Io.WorkingFolder);
            ProfileDifference difference = ProfileDifference.Between(from, to, !parse.GetValue(noMatrix), cancellationToken);
            IEnumerable<string> lines = parse.GetValue(format) == "json" ? [difference.ToJson()] : difference.Lines();
            foreach (string line in lines)
            {
                await scope.Io.Output.WriteLineAsync(line);
            }

            return difference.IsEmpty ? ExitCode.Done : ExitCode.LookAt;
        }));
        return command;
    }

    private static ProfileSummary Find(IHost host, string name)
    {
        IProfileCatalog catalog = host.Services.GetRequiredService<IProfileCatalog>();
        return catalog.All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? (KernelProfileCatalog.TryGet(name, out KernelProfile? composed) ? ProfileSummary.Of(composed) : null)
            ?? throw new ProgramStoppedException(
                $"There is no profile {SafeText.Line(name)}. Known: {string.Join(", ", catalog.All.Select(p => p.Name))}.", ExitCode.WrongUse);
    }
}
