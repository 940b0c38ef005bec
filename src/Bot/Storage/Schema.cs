using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>Brings a database to the newest schema.</summary>
internal static class Schema
{
    /// <summary>Applies what is missing; touches nothing when nothing is.</summary>
    /// <returns>Whether anything was applied.</returns>
    /// <exception cref="ProgramStoppedException">The database was written by a newer version.</exception>
    public static async Task<bool> UpdateAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        HashSet<string> known = [.. db.Database.GetMigrations()];
        HashSet<string> applied = [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        if (!applied.IsSubsetOf(known))
        {
            throw new ProgramStoppedException(
                $"{db.Database.GetDbConnection().DataSource} was written by a newer version of triagebot. Use that version, or set OutputFolder to another folder.",
                ExitCode.WrongUse);
        }

        if (known.IsSubsetOf(applied))
        {
            return false;
        }

        // A process that was killed while it migrated leaves its lock row behind, and EF would wait for it for ever.
        // The output lock already keeps every other process away, so the row says nothing.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        return true;
    }
}
