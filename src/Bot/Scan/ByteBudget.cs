namespace TriageBot.Bot.Scan;

/// <summary>Bounds the bytes of messages that are in memory at a time. One message larger than the budget is let through when nothing else is there.</summary>
internal sealed class ByteBudget(int bytes) : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0);
    private long _taken;

    /// <summary>Waits for room. There is one taker.</summary>
    public async ValueTask TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _taken) is long taken and > 0 && taken + count > bytes)
        {
            await _changed.WaitAsync(cancellationToken);
        }

        Interlocked.Add(ref _taken, count);
    }

    /// <summary>Gives room back.</summary>
    public void Give(int count)
    {
        Interlocked.Add(ref _taken, -count);
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    public void Dispose() => _changed.Dispose();
}
