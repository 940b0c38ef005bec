using System.CommandLine;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>replay TRANSCRIPT</c>: runs the commands of a transcript and prints what the emulated kernel answers.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> file = new("TRANSCRIPT") { Description = "File with commands; - for standard input" };
        Option<string> profile = new("--profile", "-p") { Description = "Kernel to run on", HelpName = "PROFILE", Required = true };
        Option<string> modules = new("--modules", "-m") { Description = "Folder with the .ko files", HelpName = "DIR", Required = true };
        Command command = new("replay", "Run the commands of a transcript and print the kernel's answers") { file, profile, modules };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(() =>
            TranscriptChecks.ReplayAsync(parse.GetValue(file)!, parse.GetValue(profile)!, parse.GetValue(modules)!, scope.Io, cancellationToken)));
        return command;
    }
}
