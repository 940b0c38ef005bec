namespace TriageBot.Bot.Intake;

/// <summary>A stream whose first bytes were already read; standard input cannot be rewound.</summary>
/// <param name="head">The bytes that were read.</param>
/// <param name="rest">Where the others come from; closed with this.</param>
internal sealed class HeadedStream(byte[] head, Stream rest) : ReadOnlyStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_position >= head.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, head.Length - _position);
        head.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        rest.Dispose();
        base.Dispose(disposing);
    }
}
