using System.CommandLine;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>replay TRANSCRIPT|MESSAGE-ID</c>: runs the commands of a transcript, or judges a stored message again.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> what = new("TRANSCRIPT|MESSAGE-ID") { Description = "File with commands, - for standard input; or a stored message" };
        Option<string?> profile = new("--profile", "-p") { Description = "Kernel to run a transcript on", HelpName = "PROFILE" };
        Option<string?> modules = new("--modules", "-m") { Description = "Folder with the .ko files of a transcript", HelpName = "DIR" };
        Command command = new("replay", "Run a transcript and print the kernel's answers, or judge a stored message again") { what, profile, modules };
        command.SetAction((parse, cancellationToken) => (parse.GetValue(profile), parse.GetValue(modules)) switch
        {
            ({ } kernel, { } folder) => scope.GuardAsync(() => TranscriptChecks.ReplayAsync(parse.GetValue(what)!, kernel, folder, scope.Io, cancellationToken)),
            (null, null) when !IsFile(parse.GetValue(what)!, scope.Io) => scope.WithStoreAsync(
                parse, (services, store) => StoredReplay.RunAsync(services, store, parse.GetValue(what)!, scope.Io, cancellationToken), cancellationToken),
            _ => scope.GuardAsync(() => throw new ProgramStoppedException("A transcript needs --profile PROFILE and --modules DIR.", ExitCode.WrongUse)),
        });
        return command;
    }

    private static bool IsFile(string what, ProgramIo io) => what == "-" || File.Exists(Path.GetFullPath(what, io.WorkingFolder));
}
