using System.Buffers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Finds the end of an mbox member that states its length.</summary>
internal static class MailboxContentLength
{
    private const int MaxHeaderBytes = 1 << 20;
    private const int LineStep = 64 * 1024;

    /// <summary>Finds where the body begins and ends by <c>Content-Length</c>.</summary>
    /// <returns>False when no length is stated, or when neither a separator nor the end of the stream is there.</returns>
    public static bool TryFindEnd(MailboxWindow window, int start, int maxMessageBytes, out int bodyStart, out int end)
    {
        end = 0;
        long length = ReadLength(window, start, out bodyStart);
        if (length < 0 || length > maxMessageBytes || !window.Ensure(bodyStart + length))
        {
            return false;
        }

        end = bodyStart + (int)length;
        int next = end;
        while (window.Ensure(next + 1L) && next - end < 4 && window.Available[next] is (byte)'\n' or (byte)'\r')
        {
            next++;
        }

        bool atLineStart = next > end || (length > 0 && window.Available[end - 1] == (byte)'\n');
        return !window.Ensure(next + 1L)
            || (atLineStart && window.Ensure(next + 5L) && MailboxSeparator.IsAt(window, next, window.LineEnd(next, LineStep)));
    }

    private static long ReadLength(MailboxWindow window, int start, out int bodyStart)
    {
        long length = -1;
        int position = start;
        while (window.Ensure(position + 1L) && position - start < MaxHeaderBytes)
        {
            int lineEnd = window.LineEnd(position, LineStep);
            ReadOnlySpan<byte> line = window.Available[position..lineEnd].TrimEnd("\r\n"u8);
            position = lineEnd;
            if (line.IsEmpty)
            {
                break;
            }

            length = FieldLength(line) ?? length;
        }

        bodyStart = position;
        return length;
    }

    private static long? FieldLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = "content-length:"u8;
        if (line.Length <= name.Length || !System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
        {
            return null;
        }

        ReadOnlySpan<byte> value = line[name.Length..].Trim(" \t"u8);
        return Utf8Parser.TryParse(value, out long length, out int used) && used == value.Length && length >= 0 ? length : null;
    }
}
