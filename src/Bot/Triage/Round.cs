using TriageBot.Bot.Intake;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Triage;

/// <summary>One round: every source is read to its end, every message that waits is judged, and the files are written.</summary>
internal sealed class Round(ConfiguredSources sources, SourcePoll poll, Recorder recorder, TimeProvider clock)
{
    /// <summary>Runs the round.</summary>
    /// <param name="store">Open, and locked by the caller.</param>
    /// <param name="folder">The output folder.</param>
    /// <exception cref="ProgramStoppedException">The store or a file cannot be written.</exception>
    public async Task<RoundResult> RunAsync(TriageStore store, string folder, CancellationToken cancellationToken)
    {
        DateTimeOffset started = clock.GetUtcNow();
        OutboxWriter writer = new(store, folder);
        writer.RemoveUnfinished();
        int written = await writer.WriteAllAsync(cancellationToken);
        List<string> failures = [];
        int seen = 0;
        foreach (NamedSource source in sources.All)
        {
            PollResult polled = await poll.RunAsync(source, store, cancellationToken);
            seen += polled.Seen;
            failures.AddRange(polled.Failure is null ? [] : [polled.Failure]);
        }

        List<TriagedMessage> listed = [];
        int judged = await new TriageQueue(store, recorder).RunAsync(null, message => List(listed, message), cancellationToken);
        written += await writer.WriteAllAsync(cancellationToken);
        if (judged > 0 || written > 0)
        {
            await store.AddRunAsync(
                new RunRow { StartedAt = started, FinishedAt = clock.GetUtcNow(), Seen = seen, Added = judged, Node = Environment.MachineName }, cancellationToken);
        }

        return new RoundResult([.. listed], judged, seen, written, [.. failures]);
    }

    private static void List(List<TriagedMessage> listed, TriagedMessage message)
    {
        if (listed.Count < RoundResult.MaxListed || message.IsAnswered || message.Failure is not null)
        {
            listed.Add(message);
        }
    }
}
