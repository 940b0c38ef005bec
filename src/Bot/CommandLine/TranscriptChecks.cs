using TriageBot.Bot.Transcripts;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Bot.CommandLine;

/// <summary>The work of <c>check</c> and <c>replay</c>.</summary>
internal static class TranscriptChecks
{
    /// <summary>Checks transcripts, scenarios, rows of the matrix and stated chains; prints what differs and the totals.</summary>
    public static async Task<int> CheckAsync(
        IReadOnlyList<string> targets, string? profile, string? patch, string? modules, ProgramIo io, CancellationToken cancellationToken)
    {
        CheckTargets checker = new(profile, PatchArgument.Of(patch, io), Library(modules, io), io.WorkingFolder);
        int lines = 0;
        int agreeing = 0;
        int whole = 0;
        int all = 0;
        foreach (CheckOutcome outcome in targets.SelectMany(t => checker.Check(t, cancellationToken)))
        {
            foreach (string line in outcome.Report)
            {
                await io.Output.WriteLineAsync(line);
            }

            lines += outcome.Lines;
            agreeing += outcome.Agreeing;
            whole += outcome.Agrees ? 1 : 0;
            all++;
        }

        await io.Output.WriteLineAsync($"{agreeing} of {lines} lines, {whole} of {all} transcripts");
        return whole == all ? ExitCode.Done : ExitCode.LookAt;
    }

    /// <summary>Prints the whole transcript that the emulator makes of the commands of another.</summary>
    public static async Task<int> ReplayAsync(string file, string profile, string? modules, ProgramIo io, CancellationToken cancellationToken)
    {
        string text = file == "-" ? await new StreamReader(io.Input).ReadToEndAsync(cancellationToken) : TargetFile.Read(file, io.WorkingFolder);
        IEnumerable<string> replayed = TranscriptRunner.Replay(
            ProfileArgument.Load(profile, io.WorkingFolder), Library(modules, io), TargetFile.Lines(text), cancellationToken);
        foreach (string line in replayed)
        {
            await io.Output.WriteLineAsync(line);
        }

        return ExitCode.Done;
    }

    /// <summary>Modules of the folder that is named, then those of the matrix.</summary>
    private static IModuleLibrary Library(string? folder, ProgramIo io)
    {
        BuiltInModules builtIn = new();
        if (folder is null)
        {
            return builtIn;
        }

        string path = Path.GetFullPath(folder, io.WorkingFolder);
        return Directory.Exists(path)
            ? new FolderModuleLibrary(path, builtIn)
            : throw new ProgramStoppedException($"--modules {folder}: there is no such folder.", ExitCode.WrongUse);
    }
}
