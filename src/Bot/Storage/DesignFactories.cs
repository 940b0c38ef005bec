using Microsoft.EntityFrameworkCore.Design;

namespace TriageBot.Bot.Storage;

/// <summary>For the migration tool only.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqliteTriageDbContext>
{
    public SqliteTriageDbContext CreateDbContext(string[] args) => (SqliteTriageDbContext)StoreAddress.Sqlite("").Create();
}

/// <summary>For the migration tool only.</summary>
internal sealed class PostgresDesignFactory : IDesignTimeDbContextFactory<PostgresTriageDbContext>
{
    public PostgresTriageDbContext CreateDbContext(string[] args) => (PostgresTriageDbContext)StoreAddress.PostgreSql("Host=localhost").Create();
}
