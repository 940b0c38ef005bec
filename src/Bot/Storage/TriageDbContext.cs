using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>The store: what was seen, what was found, what goes out.</summary>
internal sealed class TriageDbContext(DbContextOptions<TriageDbContext> options) : DbContext(options)
{
    public DbSet<MessageRow> Messages => Set<MessageRow>();

    public DbSet<SightingRow> Sightings => Set<SightingRow>();

    public DbSet<VerdictRow> Verdicts => Set<VerdictRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MessageRow>(row =>
        {
            row.ToTable("Message").HasIndex(m => m.Key).IsUnique();
            row.HasIndex(m => m.ThreadKey);
            row.HasOne(m => m.Verdict).WithOne().HasForeignKey<VerdictRow>(v => v.MessageId);
        });
        modelBuilder.Entity<SightingRow>(row =>
        {
            row.ToTable("Sighting").HasKey(s => s.Hash);
            row.HasOne(s => s.Message).WithMany().HasForeignKey(s => s.MessageId);
        });
        modelBuilder.Entity<VerdictRow>().ToTable("Verdict");
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.ToTable("Outbox").HasIndex(o => new { o.Kind, o.Fingerprint }).IsUnique();
            row.HasIndex(o => o.Written);
        });
        modelBuilder.Entity<RunRow>().ToTable("Run");
    }
}
