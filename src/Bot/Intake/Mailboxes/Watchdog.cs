namespace TriageBot.Bot.Intake.Mailboxes;

/// <summary>Ends an exchange that a server keeps waiting for too long. Time in which the caller works with an answer does not count.</summary>
internal sealed class Watchdog(TimeSpan limit, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Runs one exchange.</summary>
    /// <exception cref="OperationCanceledException">It took too long, or the caller does not want it any more.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> exchange)
    {
        _source.CancelAfter(limit);
        T result = await exchange(_source.Token);
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        return result;
    }

    /// <summary>Runs one exchange that answers nothing.</summary>
    /// <exception cref="OperationCanceledException">As above.</exception>
    public Task RunAsync(Func<CancellationToken, Task> exchange) => RunAsync(async token =>
    {
        await exchange(token);
        return true;
    });

    public void Dispose() => _source.Dispose();
}
