namespace TriageBot.Bot.Configuration;

/// <summary>Where the store is, and how long it keeps what.</summary>
internal sealed class StorageOptions
{
    /// <summary>The file <c>triagebot.db</c> in the output folder.</summary>
    public const string Sqlite = "SQLite";

    /// <summary>A PostgreSQL server, which several nodes may share.</summary>
    public const string PostgreSql = "PostgreSQL";

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>. Default: <c>SQLite</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>How to reach the PostgreSQL database, as Npgsql writes it: <c>Host=...;Database=...;Username=...;Password=...</c>. It is a secret.</summary>
    public SecretOptions ConnectionString { get; set; } = new();

    /// <summary>How long raw mails and their headers are kept. Default: 90 days; an hour to ten years.</summary>
    public TimeSpan KeepRawMail { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long messages that nothing came of are kept at all; without them a copy that comes later would be new. Default: 730 days.</summary>
    public TimeSpan KeepMessages { get; set; } = TimeSpan.FromDays(730);

    /// <summary>How long runs and their results are kept. Default: 365 days.</summary>
    public TimeSpan KeepRuns { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Whether the store is in PostgreSQL.</summary>
    public bool IsShared => string.Equals(Provider, PostgreSql, StringComparison.OrdinalIgnoreCase);
}
