namespace TriageBot.Bot.Storage;

/// <summary>Writes what the outbox holds to files. Safe to stop anywhere: names and content are fixed in the outbox, so a repeat gives the same file.</summary>
internal sealed class OutboxWriter(TriageStore store, string folder)
{
    /// <summary>Folders under the output folder that files go to.</summary>
    public static readonly string[] Folders = ["replies", "issues", "nightly", "weekly"];

    /// <summary>Writes every row that is not known to be on disk.</summary>
    /// <returns>Number of files written.</returns>
    /// <exception cref="ProgramStoppedException">A file cannot be written.</exception>
    public async Task<int> WriteAllAsync(CancellationToken cancellationToken)
    {
        List<OutboxRow> rows = await store.UnwrittenAsync(cancellationToken);
        foreach (OutboxRow row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(row);
            await store.MarkWrittenAsync(row.Id, cancellationToken);
        }

        return rows.Count;
    }

    /// <summary>Removes unfinished files of a killed process.</summary>
    public void RemoveUnfinished()
    {
        foreach (string part in Folders)
        {
            AtomicFile.RemoveUnfinished(Path.Combine(folder, part));
        }
    }

    private void Write(OutboxRow row)
    {
        string path = Path.Combine(folder, row.FileName);
        try
        {
            AtomicFile.Write(path, row.Content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException(
                $"{path} cannot be written: {e.Message} Free space or allow writing, and run again; the file will be written then.",
                ExitCode.Unreachable, e);
        }
    }
}
