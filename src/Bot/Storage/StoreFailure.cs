using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>Turns what SQLite and the file system say into a message with a remedy.</summary>
internal static class StoreFailure
{
    // Primary result codes of SQLite, https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Whether the failure is one of the store and not a mistake of this program.</summary>
    public static bool IsStoreFailure(Exception failure) =>
        failure is DbException or DbUpdateException or IOException or UnauthorizedAccessException;

    /// <summary>The failure as a message for the user.</summary>
    public static ProgramStoppedException Translate(Exception failure, string databasePath)
    {
        SqliteException? sqlite = failure as SqliteException ?? failure.InnerException as SqliteException;
        string message = sqlite?.SqliteErrorCode switch
        {
            Busy or Locked => $"{databasePath} is locked by another program. Close that program and run again.",
            ReadOnly => $"{databasePath} cannot be written: the file or its folder is read-only. Allow writing, or set OutputFolder to another folder.",
            Corrupt or NotADatabase => $"{databasePath} is damaged or is no database. Restore a copy of it, or move it away to start over.",
            Full => $"The disk is full: {databasePath} could not grow. Free some space and run again; nothing was half-written.",
            CannotOpen => $"{databasePath} cannot be opened. See that its folder exists and can be written, or set OutputFolder to another folder.",
            InputOutput => $"{databasePath} could not be read or written ({sqlite.Message}). See that the disk has space and works, and run again.",
            null => $"{Path.GetDirectoryName(databasePath)} cannot be used: {failure.Message} Free space or allow writing there, or set OutputFolder to another folder.",
            _ => $"{databasePath}: {sqlite.Message}",
        };
        return new ProgramStoppedException(message, ExitCode.Unreachable, failure);
    }
}
