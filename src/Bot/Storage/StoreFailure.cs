using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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
    private const int PrimaryKey = 1555;
    private const int Unique = 2067;

    /// <summary>Whether the failure is one of the store and not a mistake of this program.</summary>
    /// <remarks>EF Core wraps what Npgsql calls transient (a full disk, too many connections, a broken connection) in an <see cref="InvalidOperationException"/>.</remarks>
    public static bool IsStoreFailure(Exception failure) =>
        failure is DbUpdateException or IOException or UnauthorizedAccessException || Cause<DbException>(failure) is not null;

    /// <summary>Whether somebody else wrote the same row first.</summary>
    public static bool IsConflict(Exception failure) => failure is DbUpdateConcurrencyException
        || Cause<SqliteException>(failure) is { SqliteExtendedErrorCode: PrimaryKey or Unique }
        || Cause<PostgresException>(failure) is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>The failure as a message for the user.</summary>
    /// <param name="databasePath">The file, or what the server's database is called.</param>
    public static ProgramStoppedException Translate(Exception failure, string databasePath)
    {
        if (Cause<NpgsqlException>(failure) is { } postgres)
        {
            return new ProgramStoppedException(OfServer(postgres, databasePath), ExitCode.Unreachable, failure);
        }

        SqliteException? sqlite = Cause<SqliteException>(failure);
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

    private static string OfServer(NpgsqlException failure, string database) => failure.SqlState switch
    {
        PostgresErrorCodes.DiskFull => $"The disk of the server is full: {database} could not grow. Free some space there; nothing was half-written.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{database} refuses the login. Correct the user and password of Storage:ConnectionString.",
        PostgresErrorCodes.InvalidCatalogName => $"{database} does not exist. Create it with createdb, or correct Storage:ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege => $"{database}: {failure.Message} Give the user the right to create and write tables.",
        PostgresErrorCodes.TooManyConnections => $"{database} takes no more connections. Raise max_connections there, or set a Maximum Pool Size in Storage:ConnectionString.",
        null => $"{database} cannot be reached: {failure.Message} See that the server runs and that Storage:ConnectionString names it.",
        _ => $"{database}: {failure.Message}",
    };

    private static T? Cause<T>(Exception failure)
        where T : Exception => failure as T ?? (failure.InnerException is { } inner ? Cause<T>(inner) : null);
}
