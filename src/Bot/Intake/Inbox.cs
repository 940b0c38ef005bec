using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Intake;

/// <summary>Puts messages into the store, each once, together with how far their source was read.</summary>
internal sealed class Inbox(TriageStore store, TimeProvider clock)
{
    // Nodes that read two copies of a message at once meet at its unique key; whoever comes second looks again.
    private const int MaxConflicts = 5;

    private static readonly TimeSpan s_noteAgain = TimeSpan.FromHours(1);

    /// <summary>What to ask a source to go on behind; null before the first message.</summary>
    public Task<string?> CursorAsync(string source, CancellationToken cancellationToken) =>
        store.UseAsync(
            async (db, token) => await db.Cursors.Where(c => c.Source == source && c.Cursor != "").Select(c => c.Cursor).FirstOrDefaultAsync(token),
            cancellationToken);

    /// <summary>Takes a batch in, all or nothing, and moves the cursor behind it.</summary>
    /// <returns>Number of messages that are new.</returns>
    public async Task<int> TakeInAsync(string source, IReadOnlyList<SourceMessage> batch, CancellationToken cancellationToken)
    {
        Arrival[] arrivals = [.. batch.Where(m => m.IsReadable).Select(Arrival.Of)];
        string[] deleted = [.. batch.Where(m => m.Deleted && !m.Bytes.IsEmpty).Select(m => Arrival.Of(m).Hash)];
        string cursor = batch[^1].Cursor;
        for (int conflicts = 0; ; conflicts++)
        {
            try
            {
                return await store.UseAsync((db, token) => AddAsync(db, source, arrivals, deleted, cursor, token), cancellationToken);
            }
            catch (StoreConflictException) when (conflicts < MaxConflicts)
            {
                // Look again: what the other node wrote is known now.
            }
        }
    }

    /// <summary>Notes that a source was read to its end; at most once an hour when nothing else changed.</summary>
    public Task ReadToEndAsync(string source, CancellationToken cancellationToken) =>
        NoteAsync(
            source,
            row =>
            {
                if (row.Failures > 0 || row.ReadAt is null || clock.GetUtcNow() - row.ReadAt > s_noteAgain)
                {
                    (row.ReadAt, row.Failures, row.LastError) = (clock.GetUtcNow(), 0, null);
                }
            },
            cancellationToken);

    /// <summary>Notes that a source could not be read.</summary>
    public Task FailedAsync(string source, string error, CancellationToken cancellationToken) =>
        NoteAsync(source, row => (row.Failures, row.LastError) = (row.Failures + 1, error), cancellationToken);

    private async Task<int> AddAsync(
        TriageDbContext db, string source, Arrival[] arrivals, string[] deleted, string cursor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string[] hashes = [.. arrivals.Select(a => a.Hash).Distinct(StringComparer.Ordinal)];
        string[] keys = [.. arrivals.Select(a => a.Key).Distinct(StringComparer.Ordinal)];
        HashSet<string> seen = [.. await db.Sightings.Where(s => hashes.Contains(s.Hash)).Select(s => s.Hash).ToListAsync(cancellationToken)];
        Dictionary<string, MessageRow> known = await db.Messages.Where(m => keys.Contains(m.Key)).ToDictionaryAsync(m => m.Key, StringComparer.Ordinal, cancellationToken);
        List<MessageRow> added = [];
        foreach (Arrival arrival in arrivals.Where(a => seen.Add(a.Hash)))
        {
            if (!known.TryGetValue(arrival.Key, out MessageRow? message))
            {
                message = arrival.ToRow(now);
                known.Add(arrival.Key, message);
                added.Add(message);
                db.Messages.Add(message);
            }

            db.Sightings.Add(new SightingRow { Hash = arrival.Hash, Message = message, Source = source, Lists = ListAddress.Of(arrival.Head.ListId) });
        }

        await ThreadsAsync(db, added, now, cancellationToken);
        await EraseAsync(db, deleted, cancellationToken);
        if (cursor.Length > 0)
        {
            CursorRow row = await RowAsync(db, source, cancellationToken);
            (row.Cursor, row.MovedAt) = (cursor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return added.Count;
    }

    private static async Task ThreadsAsync(TriageDbContext db, List<MessageRow> added, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string[] keys = [.. added.Select(m => m.ThreadKey).Distinct(StringComparer.Ordinal)];
        Dictionary<string, ThreadRow> known = await db.Threads.Where(t => keys.Contains(t.Key)).ToDictionaryAsync(t => t.Key, StringComparer.Ordinal, cancellationToken);
        foreach (MessageRow message in added)
        {
            if (known.TryGetValue(message.ThreadKey, out ThreadRow? thread))
            {
                thread.LastSeenAt = now;
                continue;
            }

            thread = new ThreadRow { Key = message.ThreadKey, Subject = message.Subject, FirstSeenAt = now, LastSeenAt = now };
            known.Add(thread.Key, thread);
            db.Threads.Add(thread);
        }
    }

    // What an archive takes out, mostly on somebody's wish, is not kept here either.
    private static async Task EraseAsync(TriageDbContext db, string[] deleted, CancellationToken cancellationToken)
    {
        if (deleted.Length == 0)
        {
            return;
        }

        List<MessageRow> rows = await db.Sightings.Where(s => deleted.Contains(s.Hash)).Select(s => s.Message!).Include(m => m.Raw).ToListAsync(cancellationToken);
        foreach (MessageRow row in rows)
        {
            (row.Headers, row.Raw, row.Queued) = ("", null, false);
        }
    }

    private Task<bool> NoteAsync(string source, Action<CursorRow> change, CancellationToken cancellationToken) =>
        store.UseAsync(
            async (db, token) =>
            {
                change(await RowAsync(db, source, token));
                return await db.SaveChangesAsync(token) > 0;
            },
            cancellationToken);

    private static async Task<CursorRow> RowAsync(TriageDbContext db, string source, CancellationToken cancellationToken)
    {
        CursorRow? row = await db.Cursors.SingleOrDefaultAsync(c => c.Source == source, cancellationToken);
        if (row is null)
        {
            row = new CursorRow { Source = source };
            db.Cursors.Add(row);
        }

        return row;
    }
}
