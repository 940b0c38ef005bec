using System.CommandLine;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>check SCENARIO|TRANSCRIPT...</c>: runs files and compares the kernel's answer with theirs.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Scenario (YAML, JSON) or transcript; what it is, is told by its content",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> profile = new("--profile", "-p") { Description = "Kernel to run on; default: what the file says", HelpName = "PROFILE" };
        Option<string?> modules = new("--modules", "-m") { Description = "Folder with the .ko files of a transcript", HelpName = "DIR" };
        Option<string?> patch = PatchArgument.Option();
        Command command = new("check", "Run scenarios or transcripts; exit code 1 when one does not match") { files, profile, patch, modules };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(() =>
            TranscriptChecks.CheckAsync(parse.GetValue(files)!, parse.GetValue(profile), parse.GetValue(patch), parse.GetValue(modules), scope.Io, cancellationToken)));
        return command;
    }
}
