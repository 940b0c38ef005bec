using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TriageBot.Bot.Storage;

/// <summary>Reads and writes the store. Each call is a unit of work of its own; what it writes, it writes whole or not at all.</summary>
internal sealed class TriageStore : IAsyncDisposable
{
    private readonly StoreAddress _address;

    // Open as long as the store is: SQLite folds its write-ahead log back when the last connection closes.
    private readonly TriageDbContext _keeper;

    // All units of work of the store that TogetherAsync hands out are parts of its one transaction.
    private readonly TriageDbContext? _together;

    private TriageStore(StoreAddress address)
    {
        _address = address;
        _keeper = address.Create();
    }

    private TriageStore(TriageStore whole, TriageDbContext together)
    {
        _address = whole._address;
        _keeper = whole._keeper;
        _together = together;
    }

    /// <summary>Opens the database and brings it to the newest schema. The caller holds the <see cref="OutputLock"/> of a database that is not shared.</summary>
    /// <exception cref="ProgramStoppedException">It is locked, damaged, read-only, not reachable, or written by a newer version.</exception>
    public static Task<TriageStore> OpenAsync(StoreAddress address, CancellationToken cancellationToken) =>
        OpenAsync(address, async (store, token) => await Schema.UpdateAsync(store._keeper, token), cancellationToken);

    /// <summary>Opens a database that another process may be working on; its schema is left as it is.</summary>
    /// <exception cref="ProgramStoppedException">As above, or it is not there yet, or written by an older version.</exception>
    public static Task<TriageStore> OpenBesideAsync(StoreAddress address, CancellationToken cancellationToken) =>
        OpenAsync(
            address,
            async (store, token) =>
            {
                if (!File.Exists(store._keeper.Database.GetDbConnection().DataSource) && !address.IsShared)
                {
                    throw new ProgramStoppedException($"{address.Name} does not exist. \"triagebot run\" makes it; or name the right folder with --output.", ExitCode.WrongUse);
                }

                if (await Schema.IsBehindAsync(store._keeper, token))
                {
                    throw new ProgramStoppedException($"{address.Name} has the schema of an older version. \"triagebot run --once\" brings it up to date.", ExitCode.WrongUse);
                }
            },
            cancellationToken);

    private static async Task<TriageStore> OpenAsync(
        StoreAddress address, Func<TriageStore, CancellationToken, Task> prepare, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        TriageStore store = new(address);
        bool isOpen = false;
        try
        {
            await prepare(store, cancellationToken);
            await store._keeper.Database.OpenConnectionAsync(cancellationToken);
            isOpen = true;
            return store;
        }
        catch (Exception e) when (StoreFailure.IsStoreFailure(e))
        {
            throw StoreFailure.Translate(e, address.Name);
        }
        finally
        {
            if (!isOpen)
            {
                await store.DisposeAsync();
            }
        }
    }

    /// <summary>The database.</summary>
    public StoreAddress Address => _address;

    public async ValueTask DisposeAsync()
    {
        if (_keeper.Database.GetDbConnection() is SqliteConnection connection)
        {
            SqliteConnection.ClearPool(connection);
        }

        await _keeper.DisposeAsync();
    }

    /// <summary>Runs a unit of work. One <c>SaveChanges</c> is one transaction.</summary>
    /// <exception cref="ProgramStoppedException">The database cannot be used; the message says what to do.</exception>
    /// <exception cref="StoreConflictException">Another process wrote the same row first; nothing was written.</exception>
    public async Task<T> UseAsync<T>(Func<TriageDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_together is not null)
        {
            return await work(_together, cancellationToken);
        }

        try
        {
            await using TriageDbContext db = _address.Create();
            return await work(db, cancellationToken);
        }
        catch (Exception e) when (StoreFailure.IsConflict(e))
        {
            throw new StoreConflictException(e);
        }
        catch (Exception e) when (StoreFailure.IsStoreFailure(e))
        {
            throw StoreFailure.Translate(e, _address.Name);
        }
    }

    /// <summary>Runs several units of work as one transaction: all of them are written, or none when one fails.</summary>
    /// <param name="work">Is given a store whose units of work belong together. It must not outlive the call, and nothing slow belongs in here.</param>
    /// <inheritdoc cref="UseAsync" path="/exception"/>
    public Task<T> TogetherAsync<T>(Func<TriageStore, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return UseAsync(
            async (db, token) =>
            {
                await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(token);
                T result = await work(new TriageStore(this, db), token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken);
    }

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
}
