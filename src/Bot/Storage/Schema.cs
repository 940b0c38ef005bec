using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>Brings a database to the newest schema.</summary>
internal static class Schema
{
    // Any number that no other program takes: "triage" in ASCII.
    private const long MigrationLock = 0x747269616765;

    /// <summary>Applies what is missing; touches nothing when nothing is.</summary>
    /// <returns>Whether anything was applied.</returns>
    /// <exception cref="ProgramStoppedException">The database was written by a newer version.</exception>
    public static async Task<bool> UpdateAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        if (!await IsBehindAsync(db, cancellationToken))
        {
            return false;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        if (db is SqliteTriageDbContext)
        {
            // A process that was killed while it migrated leaves its lock row behind, and EF would wait for it for ever.
            // The output lock already keeps every other process away, so the row says nothing.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            return true;
        }

        // EF locks its history table, which does not exist yet when the first nodes start together. The server frees this lock with the connection.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
        return true;
    }

    /// <summary>Whether migrations are missing.</summary>
    /// <exception cref="ProgramStoppedException">The database was written by a newer version.</exception>
    public static async Task<bool> IsBehindAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        HashSet<string> known = [.. db.Database.GetMigrations()];
        HashSet<string> applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        return applied.IsSubsetOf(known)
            ? !known.IsSubsetOf(applied)
            : throw new ProgramStoppedException(
                "The store was written by a newer version of triagebot. Use that version, or another OutputFolder or database.", ExitCode.WrongUse);
    }
}
