using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Intake;

/// <summary>What a poll did.</summary>
/// <param name="Seen">Messages handed out by the source, known ones included.</param>
/// <param name="Added">Messages that are new.</param>
/// <param name="Damaged">Messages that could not be read, one sentence each.</param>
/// <param name="Failure">Why the source could not be read to its end, or null.</param>
internal sealed record PollResult(int Seen, int Added, IReadOnlyList<string> Damaged, string? Failure);

/// <summary>Reads one source from where it was left to its end.</summary>
/// <remarks>A batch and the cursor behind it are one transaction: a poll that is cut short anywhere goes on where it stopped.</remarks>
internal sealed class SourcePoll(TimeProvider clock)
{
    private const int MaxBatch = 64;
    private const int MaxBatchBytes = 8 * 1024 * 1024;
    private const int MaxDamaged = 100;

    // Often enough that triage does not wait for the end of a first poll of a large archive.
    private const int ArrivedEvery = 2000;

    /// <summary>Polls.</summary>
    /// <exception cref="ProgramStoppedException">The store cannot be written.</exception>
    /// <param name="arrived">Called now and then while many messages come in; null for nothing.</param>
    public async Task<PollResult> RunAsync(
        NamedSource source, TriageStore store, CancellationToken cancellationToken, Func<CancellationToken, Task>? arrived = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        Inbox inbox = new(store, clock);
        Tally tally = new(source.Name, inbox);
        string? failure = null;
        int told = 0;
        try
        {
            string? since = await inbox.CursorAsync(source.Name, cancellationToken);
            await foreach (SourceMessage message in source.Source.ReadAsync(since, cancellationToken))
            {
                await tally.AddAsync(message, cancellationToken);
                if (arrived is not null && tally.Added - told >= ArrivedEvery)
                {
                    told = tally.Added;
                    await arrived(cancellationToken);
                }
            }
        }
        catch (Exception e) when (SourceFailure.IsSourceFailure(e, cancellationToken))
        {
            failure = $"{source.Name} cannot be read: {SourceFailure.Describe(e)}";
        }

        // What was read before a failure is kept: the next poll goes on behind it.
        await tally.FlushAsync(cancellationToken);
        await (failure is null ? inbox.ReadToEndAsync(source.Name, cancellationToken) : inbox.FailedAsync(source.Name, failure, cancellationToken));
        return new PollResult(tally.Seen, tally.Added, tally.Damaged, failure);
    }

    /// <summary>Gathers messages into batches.</summary>
    private sealed class Tally(string source, Inbox inbox)
    {
        private readonly List<SourceMessage> _batch = [];
        private long _bytes;

        public int Seen { get; private set; }

        public int Added { get; private set; }

        public List<string> Damaged { get; } = [];

        public async Task AddAsync(SourceMessage message, CancellationToken cancellationToken)
        {
            Seen++;
            if (message.Damage is { } damage && Damaged.Count < MaxDamaged)
            {
                Damaged.Add($"{message.Where}: {damage}");
            }

            _batch.Add(message);
            _bytes += message.Bytes.Length;
            if (_batch.Count >= MaxBatch || _bytes >= MaxBatchBytes)
            {
                await FlushAsync(cancellationToken);
            }
        }

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (_batch.Count == 0)
            {
                return;
            }

            Added += await inbox.TakeInAsync(source, _batch, cancellationToken);
            _batch.Clear();
            _bytes = 0;
        }
    }
}
