namespace TriageBot.Bot.CommandLine;

/// <summary>Where <c>check</c> and <c>replay</c> meet the engine.</summary>
internal static class TranscriptChecks
{
    /// <summary>Checks files.</summary>
    public static Task<int> CheckAsync(
        IReadOnlyList<string> files, string? profile, string? modules, ProgramIo io, CancellationToken cancellationToken)
    {
        _ = (files, profile, modules, io, cancellationToken);
        throw NotThere("check");
    }

    /// <summary>Replays a transcript.</summary>
    public static Task<int> ReplayAsync(string file, string profile, string modules, ProgramIo io, CancellationToken cancellationToken)
    {
        _ = (file, profile, modules, io, cancellationToken);
        throw NotThere("replay");
    }

    private static ProgramStoppedException NotThere(string command) =>
        new($"{command} is not in this version: the engine has no transcripts yet.", ExitCode.WrongUse);
}
