namespace TriageBot.Parsers.Mail;

/// <summary>The part of a byte stream that is being looked at. Positions are relative to its start, which only moves forward.</summary>
internal sealed class MailboxWindow(Stream stream)
{
    private const int ReadSize = 64 * 1024;

    private byte[] _buffer = new byte[2 * ReadSize];
    private int _start;
    private int _end;
    private bool _streamEnded;

    /// <summary>Offset in the stream of position 0.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that are in memory.</summary>
    public ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads on until <paramref name="count"/> bytes are there.</summary>
    /// <returns>False when the stream ends before that.</returns>
    public bool Ensure(long count)
    {
        while (_end - _start < count && !_streamEnded)
        {
            MakeRoom();
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _streamEnded = read == 0;
            _end += read;
        }

        return _end - _start >= count;
    }

    /// <summary>Position just behind the line feed of the line at <paramref name="position"/>, or the end of the stream, or
    /// <paramref name="position"/> + <paramref name="limit"/> when no line feed comes before that.</summary>
    public int LineEnd(int position, int limit)
    {
        int from = position;
        while (true)
        {
            ReadOnlySpan<byte> available = Available;
            int found = available[from..].IndexOf((byte)'\n');
            if (found >= 0)
            {
                return from + found + 1;
            }

            from = available.Length;
            if (from - position >= limit || !Ensure(from + 1L))
            {
                return from;
            }
        }
    }

    /// <summary>Gives up the first <paramref name="count"/> bytes.</summary>
    public void Advance(int count)
    {
        _start += count;
        Offset += count;
    }

    // Moving only when at least half of the buffer was given up keeps the cost linear however many messages share a buffer.
    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        int kept = _end - _start;
        if (_start >= _buffer.Length / 2)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, kept);
        }
        else
        {
            byte[] larger = new byte[_buffer.Length * 2];
            Buffer.BlockCopy(_buffer, _start, larger, 0, kept);
            _buffer = larger;
        }

        _start = 0;
        _end = kept;
    }
}
