using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>The store: what was seen, what was found, what goes out. One type a database, since each has migrations of its own.</summary>
internal abstract class TriageDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<MessageRow> Messages => Set<MessageRow>();

    public DbSet<RawMailRow> RawMails => Set<RawMailRow>();

    public DbSet<SightingRow> Sightings => Set<SightingRow>();

    public DbSet<ThreadRow> Threads => Set<ThreadRow>();

    public DbSet<VerdictRow> Verdicts => Set<VerdictRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<WhyRow> Whys => Set<WhyRow>();

    public DbSet<BudgetRow> Budgets => Set<BudgetRow>();

    public DbSet<SwitchRow> Switches => Set<SwitchRow>();

    public DbSet<CommandRow> Commands => Set<CommandRow>();

    public DbSet<OptOutRow> OptOuts => Set<OptOutRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<RegressionRow> Regressions => Set<RegressionRow>();

    public DbSet<RegressionThreadRow> RegressionThreads => Set<RegressionThreadRow>();

    public DbSet<RegressionChangeRow> RegressionChanges => Set<RegressionChangeRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RunResultRow> RunResults => Set<RunResultRow>();

    public DbSet<CursorRow> Cursors => Set<CursorRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMoment>();
        configurationBuilder.Properties<string>().HaveConversion<StorableText>();
        configurationBuilder.Properties<OutboxState>().HaveConversion<string>();
        configurationBuilder.Properties<RegressionState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        Mails(modelBuilder);
        Deliveries(modelBuilder);
        Findings(modelBuilder);
    }

    private static void Mails(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MessageRow>(row =>
        {
            row.ToTable("Message").HasIndex(m => m.Key).IsUnique();
            row.HasIndex(m => m.ThreadKey);
            row.HasIndex(m => new { m.Partition, m.Id }).HasFilter("\"Queued\"");
            row.HasOne(m => m.Verdict).WithOne().HasForeignKey<VerdictRow>(v => v.MessageId);
            row.HasOne(m => m.Raw).WithOne().HasForeignKey<RawMailRow>(r => r.MessageId);
        });
        modelBuilder.Entity<RawMailRow>().ToTable("RawMail").HasKey(r => r.MessageId);
        modelBuilder.Entity<SightingRow>(row =>
        {
            row.ToTable("Sighting").HasKey(s => s.Hash);
            row.HasOne(s => s.Message).WithMany().HasForeignKey(s => s.MessageId);
        });
        modelBuilder.Entity<ThreadRow>().ToTable("Thread").HasKey(t => t.Key);
        modelBuilder.Entity<VerdictRow>().ToTable("Verdict").HasIndex(v => v.RegressionId);
        modelBuilder.Entity<CursorRow>().ToTable("Cursor").HasKey(c => c.Source);
    }

    private static void Deliveries(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.ToTable("Outbox").HasIndex(o => new { o.Kind, o.Fingerprint }).IsUnique();
            row.HasIndex(o => o.Written);
            row.HasIndex(o => o.State);
            row.HasIndex(o => o.ThreadKey);
            row.HasIndex(o => o.ExternalId);
        });
        modelBuilder.Entity<WhyRow>(row =>
        {
            row.ToTable("Why").HasIndex(w => w.MessageId);
            row.HasIndex(w => w.OutboxId);
        });
        modelBuilder.Entity<BudgetRow>().ToTable("Budget").HasIndex(b => new { b.Day, b.Scope, b.Name }).IsUnique();
        modelBuilder.Entity<SwitchRow>().ToTable("Switch").HasKey(s => s.Name);
        modelBuilder.Entity<CommandRow>().ToTable("Command").HasIndex(c => new { c.Channel, c.ExternalId }).IsUnique();
        modelBuilder.Entity<OptOutRow>().ToTable("OptOut").HasIndex(o => new { o.Scope, o.Name }).IsUnique();
        modelBuilder.Entity<AuditRow>().ToTable("Audit").HasIndex(a => a.At);
    }

    private static void Findings(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RegressionRow>(row =>
        {
            row.ToTable("Regression").HasIndex(r => r.Fingerprint).IsUnique();
            row.HasIndex(r => r.State);
            row.Property(r => r.ChangedAt).IsConcurrencyToken();
        });
        modelBuilder.Entity<RegressionThreadRow>(row =>
        {
            row.ToTable("RegressionThread").HasKey(t => new { t.RegressionId, t.ThreadKey });
            row.HasIndex(t => t.ThreadKey);
            row.HasOne<RegressionRow>().WithMany().HasForeignKey(t => t.RegressionId);
        });
        modelBuilder.Entity<RegressionChangeRow>(row =>
        {
            row.ToTable("RegressionChange").HasIndex(c => c.RegressionId);
            row.HasOne<RegressionRow>().WithMany().HasForeignKey(c => c.RegressionId);
        });
        modelBuilder.Entity<RunRow>(row =>
        {
            row.ToTable("Run").HasMany(r => r.Results).WithOne().HasForeignKey(r => r.RunId);
            row.HasIndex(r => r.Kind);
        });
        modelBuilder.Entity<RunResultRow>().ToTable("RunResult").HasKey(r => new { r.RunId, r.Profile, r.Subject });
    }
}

/// <summary>The store in a SQLite file. To write a migration: <c>dotnet ef migrations add NAME --context SqliteTriageDbContext --output-dir Storage/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteTriageDbContext(DbContextOptions<SqliteTriageDbContext> options) : TriageDbContext(options);

/// <summary>The store in PostgreSQL. To write a migration: <c>dotnet ef migrations add NAME --context PostgresTriageDbContext --output-dir Storage/Migrations/Postgres</c>.</summary>
internal sealed class PostgresTriageDbContext(DbContextOptions<PostgresTriageDbContext> options) : TriageDbContext(options);
