namespace TriageBot.Bot.Transcripts;

/// <summary>Files named on the command line of <c>check</c> and <c>replay</c>.</summary>
internal static class TargetFile
{
    private const long MaxBytes = 16 << 20;

    /// <summary>Text of a file.</summary>
    /// <exception cref="ProgramStoppedException">It is not there, too large, or cannot be read.</exception>
    public static string Read(string file, string workingFolder)
    {
        string path = Path.GetFullPath(file, workingFolder);
        try
        {
            return new FileInfo(path).Length > MaxBytes
                ? throw new ProgramStoppedException($"{file} is larger than {MaxBytes >> 20} MiB; that is no transcript.", ExitCode.WrongUse)
                : File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{file} cannot be read: {problem.Message}", ExitCode.Unreachable, problem);
        }
    }

    /// <summary>Lines of a text, without a last empty one.</summary>
    public static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
