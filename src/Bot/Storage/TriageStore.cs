using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace TriageBot.Bot.Storage;

/// <summary>Reads and writes the store of one output folder. The caller holds the <see cref="OutputLock"/>.</summary>
internal sealed class TriageStore : IAsyncDisposable
{
    private readonly string _databasePath;

    // Open as long as the store is: the write-ahead log is folded back once, at the end.
    private readonly SqliteConnection _connection;

    private TriageStore(string databasePath)
    {
        _databasePath = databasePath;
        _connection = TriageDbContextFactory.Connect(databasePath);
    }

    /// <summary>Opens the database and brings it to the newest schema.</summary>
    /// <exception cref="ProgramStoppedException">It is locked, damaged, read-only, or written by a newer version.</exception>
    public static async Task<TriageStore> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        TriageStore store = new(Path.Combine(folder, "triagebot.db"));
        try
        {
            await store.UseAsync(
                async (db, token) =>
                {
                    await store._connection.OpenAsync(token);
                    return await Schema.UpdateAsync(db, token);
                },
                cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Whether these exact bytes were seen before.</summary>
    public Task<bool> HasSeenAsync(string hash, CancellationToken cancellationToken) =>
        UseAsync((db, token) => db.Sightings.AnyAsync(s => s.Hash == hash, token), cancellationToken);

    /// <summary>Notes other bytes of a message that is already there.</summary>
    /// <returns>False when no message has this key.</returns>
    public Task<bool> TryAddCopyAsync(string key, string hash, CancellationToken cancellationToken) =>
        UseAsync(
            async (db, token) =>
            {
                MessageRow? message = await db.Messages.SingleOrDefaultAsync(m => m.Key == key, token);
                if (message is null)
                {
                    return false;
                }

                db.Sightings.Add(new SightingRow { Hash = hash, MessageId = message.Id });
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);

    /// <summary>Reports of a thread that the bot answered, oldest first, in the JSON of <c>triage --format json</c>.</summary>
    public Task<List<string>> AnsweredAsync(string threadKey, CancellationToken cancellationToken) =>
        UseAsync(
            (db, token) => db.Messages
                .Where(m => m.ThreadKey == threadKey && m.Verdict != null && m.Verdict.Replied)
                .OrderBy(m => m.Id)
                .Select(m => m.Verdict!.Json)
                .ToListAsync(token),
            cancellationToken);

    /// <summary>Records a message, its verdict and what goes out, all or nothing. What is in the outbox already is not added again.</summary>
    public Task AddAsync(MessageRow message, string hash, IReadOnlyList<OutboxRow> outbox, CancellationToken cancellationToken) =>
        UseAsync(
            async (db, token) =>
            {
                db.Messages.Add(message);
                db.Sightings.Add(new SightingRow { Hash = hash, Message = message });
                foreach (OutboxRow row in outbox)
                {
                    if (!await db.Outbox.AnyAsync(o => o.Kind == row.Kind && o.Fingerprint == row.Fingerprint, token))
                    {
                        db.Outbox.Add(row);
                    }
                }

                // One SaveChanges is one transaction.
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);

    /// <summary>What is not yet known to be on disk, oldest first.</summary>
    public Task<List<OutboxRow>> UnwrittenAsync(CancellationToken cancellationToken) =>
        UseAsync((db, token) => db.Outbox.AsNoTracking().Where(o => !o.Written).OrderBy(o => o.Id).ToListAsync(token), cancellationToken);

    /// <summary>Notes that a file is on disk.</summary>
    public Task MarkWrittenAsync(long outboxId, CancellationToken cancellationToken) =>
        UseAsync(
            (db, token) => db.Outbox.Where(o => o.Id == outboxId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Written, true), token),
            cancellationToken);

    /// <summary>Notes a round that did something.</summary>
    public Task AddRunAsync(RunRow run, CancellationToken cancellationToken) =>
        UseAsync(
            async (db, token) =>
            {
                db.Runs.Add(run);
                return await db.SaveChangesAsync(token);
            },
            cancellationToken);

    private async Task<T> UseAsync<T>(Func<TriageDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using TriageDbContext db = TriageDbContextFactory.Create(_connection);
            return await work(db, cancellationToken);
        }
        catch (Exception e) when (StoreFailure.IsStoreFailure(e))
        {
            throw StoreFailure.Translate(e, _databasePath);
        }
    }
}
