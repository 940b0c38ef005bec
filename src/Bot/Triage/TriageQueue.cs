using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Triage;

/// <summary>Takes the messages that wait, oldest first, and has each judged and recorded.</summary>
/// <remarks>Safe to be killed anywhere: a message waits until its verdict and everything that goes out for it are recorded in one transaction.</remarks>
internal sealed class TriageQueue(TriageStore store, Recorder recorder)
{
    private const int MaxBatch = 16;

    /// <summary>A message that was begun this often and never ended is left alone until housekeeping gives it <see cref="AgainEveryDay"/> tries more:
    /// it may end the process each time, or the process may have been killed from outside each time, and nobody can tell which.</summary>
    public const int MaxAttempts = 50;

    /// <summary>Tries that such a message gets every day.</summary>
    public const int AgainEveryDay = 3;

    /// <summary>From here on it waits behind all others, so that it cannot keep them from being judged.</summary>
    private const int Suspicious = 3;

    /// <summary>Judges what waits.</summary>
    /// <param name="partition">One partition, or null for all.</param>
    /// <param name="done">Told of each message.</param>
    /// <returns>Number of messages that were judged.</returns>
    /// <exception cref="ProgramStoppedException">The store cannot be written.</exception>
    public async Task<int> RunAsync(int? partition, Action<TriagedMessage> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        int count = 0;
        while (await NextAsync(partition, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (Waiting message in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                done(await JudgeAsync(message, cancellationToken));
                count++;
            }
        }

        return count;
    }

    private async Task<TriagedMessage> JudgeAsync(Waiting message, CancellationToken cancellationToken)
    {
        RawMailRow? raw = await store.UseAsync((db, token) => db.RawMails.AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == message.Id, token), cancellationToken);
        return raw is null
            ? await Recorder.FailAsync(store, message.Id, "The raw message is gone.", cancellationToken)
            : await recorder.JudgeAsync(store, message.Id, Compressed.Undo(raw.Compressed), cancellationToken);
    }

    // One that was begun before is taken alone: whatever ended the process then must not count against its neighbours again.
    private Task<List<Waiting>> NextAsync(int? partition, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            List<Waiting> next = await db.Messages
                .Where(m => m.Queued && m.Attempts < MaxAttempts && (partition == null || m.Partition == partition))
                .OrderBy(m => m.Attempts >= Suspicious)
                .ThenBy(m => m.Id)
                .Take(MaxBatch)
                .Select(m => new Waiting(m.Id, m.Attempts))
                .ToListAsync(token);
            List<Waiting> batch = next.Count > 0 && next[0].Attempts > 0 ? next[..1] : [.. next.TakeWhile(m => m.Attempts == 0)];
            long[] ids = [.. batch.Select(m => m.Id)];
            await db.Messages.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, m => m.Attempts + 1), token);
            return batch;
        },
        cancellationToken);

    private sealed record Waiting(long Id, int Attempts);
}
