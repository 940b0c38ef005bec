using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TriageBot.Bot.Intake;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Scan;

/// <summary>What came of one message of a scan.</summary>
/// <param name="Row">Null when it is damaged beyond use or deleted.</param>
internal sealed record ScanResult(SourceMessage Message, ScanRow? Row);

/// <summary>Reads a source and sums up every message, in the order of the source, on one or more threads.</summary>
internal static class Scanner
{
    // So many messages may wait for their turn, as long as they are small together.
    private const int QueuedPerJob = 64;
    private const int QueuedBytes = 16 << 20;

    /// <summary>Scans. Memory is bounded by the largest message and the number of jobs, not by the source.</summary>
    /// <param name="jobs">Threads that parse, at least 1.</param>
    public static async IAsyncEnumerable<ScanResult> ScanAsync(
        IMessageSource source, string? since, int jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        Channel<Task<ScanResult>> queue = Channel.CreateBounded<Task<ScanResult>>(jobs * QueuedPerJob);
        using ByteBudget budget = new(QueuedBytes);
        using SemaphoreSlim slots = new(jobs);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.Run(() => FillAsync(source, since, slots, budget, queue.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (Task<ScanResult> result in queue.Reader.ReadAllAsync(cancellationToken))
            {
                yield return await result;
            }
        }
        finally
        {
            // Whoever stops listening early leaves a reader that waits for room; it must be gone before its slots are.
            await stop.CancelAsync();
            await reading;
            for (int i = 0; i < jobs; i++)
            {
                await slots.WaitAsync(CancellationToken.None);
            }
        }
    }

    private static async Task FillAsync(
        IMessageSource source, string? since, SemaphoreSlim slots, ByteBudget budget, ChannelWriter<Task<ScanResult>> queue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (SourceMessage message in source.ReadAsync(since, cancellationToken))
            {
                await budget.TakeAsync(message.Bytes.Length, cancellationToken);
                await slots.WaitAsync(cancellationToken);
                await queue.WriteAsync(Task.Run(() => ReadOne(message, slots, budget), CancellationToken.None), cancellationToken);
            }

            queue.Complete();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            queue.Complete(error);
        }
    }

    private static ScanResult ReadOne(SourceMessage message, SemaphoreSlim slots, ByteBudget budget)
    {
        try
        {
            ScanRow? row = message.IsReadable ? ScanRow.Of(MailReader.Skim(message.Bytes)) : null;

            // What waits for its turn needs its row only.
            return new ScanResult(message with { Bytes = ReadOnlyMemory<byte>.Empty }, row);
        }
        finally
        {
            budget.Give(message.Bytes.Length);
            slots.Release();
        }
    }
}
