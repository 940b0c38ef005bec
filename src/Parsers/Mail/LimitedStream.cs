namespace TriageBot.Parsers.Mail;

/// <summary>Takes bytes up to a limit and drops the rest, so that a decoder cannot be made to fill memory.</summary>
/// <param name="limit">Bytes that are kept.</param>
/// <param name="expected">Bytes that will probably come.</param>
internal sealed class LimitedStream(int limit, int expected) : Stream
{
    private readonly MemoryStream _kept = new(Math.Min(limit, expected));

    /// <summary>Whether anything was dropped.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>What was kept.</summary>
    public ReadOnlySpan<byte> Written => _kept.GetBuffer().AsSpan(0, (int)_kept.Length);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _kept.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _kept.Length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int room = limit - (int)_kept.Length;
        Overflowed |= buffer.Length > room;
        _kept.Write(buffer[..Math.Min(room, buffer.Length)]);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _kept.Dispose();
        base.Dispose(disposing);
    }
}
