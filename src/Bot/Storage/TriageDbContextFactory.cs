using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace TriageBot.Bot.Storage;

/// <summary>Opens the SQLite file of an output folder; also what <c>dotnet ef</c> calls to write a migration.</summary>
internal sealed class TriageDbContextFactory : IDesignTimeDbContextFactory<TriageDbContext>
{
    /// <summary>Seconds to wait for another program that has the database locked.</summary>
    private const int BusySeconds = 5;

    /// <summary>A connection to the file; the caller opens and closes it.</summary>
    public static SqliteConnection Connect(string databasePath)
    {
        // No pool: a closed connection closes the file, so that nothing of a round stays open behind it.
        SqliteConnectionStringBuilder settings = new() { DataSource = databasePath, Pooling = false, DefaultTimeout = BusySeconds };
        return new SqliteConnection(settings.ToString());
    }

    /// <summary>A unit of work on a connection that stays open behind it.</summary>
    public static TriageDbContext Create(SqliteConnection connection) =>
        new(new DbContextOptionsBuilder<TriageDbContext>().UseSqlite(connection).Options);

    /// <summary>For the migration tool only.</summary>
    public TriageDbContext CreateDbContext(string[] args) => Create(Connect("design-time.db"));
}
