namespace TriageBot.Bot.Storage;

/// <summary>Lets one process at a time work in an output folder. The system frees it when the process ends, however it ends.</summary>
internal sealed class OutputLock : IDisposable
{
    private readonly FileStream _file;

    private OutputLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or stops the program.</summary>
    /// <exception cref="ProgramStoppedException">Another process has it (exit code 2), or the folder cannot be written (3).</exception>
    public static OutputLock Take(string folder)
    {
        string path = Path.Combine(folder, "triagebot.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new OutputLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ProgramStoppedException($"{folder} cannot be written: {e.Message} Allow writing, or set OutputFolder to another folder.", ExitCode.Unreachable, e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new ProgramStoppedException(
                $"Another triagebot is working in {folder}. Wait until it ends, or set OutputFolder to another folder.", ExitCode.WrongUse, e);
        }
        catch (IOException e)
        {
            throw new ProgramStoppedException($"{folder} cannot be used: {e.Message} Set OutputFolder to another folder.", ExitCode.Unreachable, e);
        }
    }

    public void Dispose() => _file.Dispose();
}
