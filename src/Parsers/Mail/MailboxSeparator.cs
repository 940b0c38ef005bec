namespace TriageBot.Parsers.Mail;

/// <summary>Tells the separator line of an mbox file from a line of text that begins with <c>From </c>.</summary>
internal static class MailboxSeparator
{
    private const int LineStep = 64 * 1024;

    /// <summary>Whether the line is a separator: an envelope with a date, or any <c>From </c> line that a header field follows.</summary>
    public static bool IsAt(MailboxWindow window, int position, int lineEnd)
    {
        ReadOnlySpan<byte> line = window.Available[position..lineEnd];
        return line.StartsWith("From "u8) && (HasDate(line) || HeaderFollows(window, lineEnd));
    }

    /// <summary>Whether the line is a separator beyond doubt, so that it counts even where the blank line before it was lost.</summary>
    public static bool IsCertain(MailboxWindow window, int position)
    {
        if (!window.Ensure(position + 5L) || !window.Available[position..].StartsWith("From "u8))
        {
            return false;
        }

        int lineEnd = window.LineEnd(position, LineStep);
        return HasDate(window.Available[position..lineEnd]) && HeaderFollows(window, lineEnd);
    }

    // asctime() ends in "hh:mm:ss yyyy"; some writers put a zone before or behind the year.
    private static bool HasDate(ReadOnlySpan<byte> line)
    {
        bool time = false;
        bool year = false;
        ReadOnlySpan<byte> rest = line.TrimEnd("\r\n"u8);
        while (!rest.IsEmpty)
        {
            int blank = rest.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = blank < 0 ? rest : rest[..blank];
            rest = blank < 0 ? [] : rest[(blank + 1)..];
            time |= word.Length is >= 4 and <= 8 && word.Contains((byte)':') && IsDigits(word[..1]) && IsDigits(word[^1..]);
            year |= word.Length == 4 && IsDigits(word);
        }

        return time && year;
    }

    private static bool HeaderFollows(MailboxWindow window, int position)
    {
        int lineEnd = window.LineEnd(position, LineStep);
        ReadOnlySpan<byte> line = window.Available[position..lineEnd];
        int colon = line.IndexOf((byte)':');
        return colon > 0 && line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
