using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TriageBot.Bot.Storage;

/// <summary>Which database the store is in.</summary>
/// <param name="Name">What the database is called in messages; never has a password.</param>
/// <param name="IsShared">Whether several nodes may work on it at once.</param>
internal sealed record StoreAddress(string ConnectionString, string Name, bool IsShared)
{
    /// <summary>Seconds to wait for another program that has the database locked.</summary>
    private const int BusySeconds = 5;

    /// <summary>The SQLite file of an output folder.</summary>
    public static StoreAddress Sqlite(string folder)
    {
        string path = Path.Combine(folder, "triagebot.db");
        SqliteConnectionStringBuilder settings = new() { DataSource = path, DefaultTimeout = BusySeconds };
        return new StoreAddress(settings.ToString(), path, IsShared: false);
    }

    /// <summary>A PostgreSQL database.</summary>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public static StoreAddress PostgreSql(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString) { ApplicationName = "triagebot" };
        return new StoreAddress(settings.ToString(), $"PostgreSQL database {settings.Database} on {settings.Host}:{settings.Port}", IsShared: true);
    }

    /// <summary>A unit of work.</summary>
    public TriageDbContext Create() => IsShared
        ? new PostgresTriageDbContext(new DbContextOptionsBuilder<PostgresTriageDbContext>().UseNpgsql(ConnectionString).Options)
        : new SqliteTriageDbContext(new DbContextOptionsBuilder<SqliteTriageDbContext>().UseSqlite(ConnectionString).Options);
}
