using System.Threading.Channels;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Scan;

/// <summary>What came of one message of a scan.</summary>
/// <param name="Row">Null when it is damaged or deleted.</param>
public sealed record ScanResult(SourceMessage Message, ScanRow? Row);

/// <summary>Reads a source and sums up every message, in the order of the source, on one or more threads.</summary>
public static class Scanner
{
    private const int QueuedPerJob = 16;

    /// <summary>Scans. Memory is bounded by the number of jobs, not by the source.</summary>
    /// <param name="jobs">Threads that parse, at least 1.</param>
    public static async IAsyncEnumerable<ScanResult> ScanAsync(
        IMessageSource source, string? since, int jobs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        Channel<Task<ScanResult>> queue = Channel.CreateBounded<Task<ScanResult>>(jobs * QueuedPerJob);
        using SemaphoreSlim slots = new(jobs);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = Task.Run(() => FillAsync(source, since, jobs, slots, queue.Writer, stop.Token), CancellationToken.None);
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
        }
    }

    private static async Task FillAsync(
        IMessageSource source, string? since, int jobs, SemaphoreSlim slots, ChannelWriter<Task<ScanResult>> queue, CancellationToken cancellationToken)
    {
        try
        {
            foreach (SourceMessage message in source.Read(since, cancellationToken))
            {
                await slots.WaitAsync(cancellationToken);
                await queue.WriteAsync(Task.Run(() => ReadOne(message, slots), CancellationToken.None), cancellationToken);
            }

            queue.Complete();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidDataException)
        {
            queue.Complete(error);
        }

        for (int i = 0; i < jobs; i++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }
    }

    private static ScanResult ReadOne(SourceMessage message, SemaphoreSlim slots)
    {
        try
        {
            bool readable = !message.Deleted && !message.Bytes.IsEmpty;
            return new ScanResult(message, readable ? ScanRow.Of(MailReader.Read(message.Bytes)) : null);
        }
        finally
        {
            slots.Release();
        }
    }
}
