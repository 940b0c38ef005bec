using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Splits an mbox byte stream into messages. The four variants are told apart member by member: a
/// <c>Content-Length</c> counts only when a separator or the end of the stream really follows there.</summary>
public static class MailboxReader
{
    /// <summary>Default of the largest message that is handed out: 64 MiB.</summary>
    public const int DefaultMaxMessageBytes = 64 << 20;

    // A line is looked at up to here for separators and quoting; real separators are far shorter.
    private const int LineStep = 64 * 1024;

    /// <summary>Reads lazily: a message is read when it is asked for, and memory holds one message at a time.</summary>
    /// <param name="stream">Read from its current position; not closed.</param>
    /// <param name="maxMessageBytes">A larger message is handed out cut at this size, with a diagnostic.</param>
    /// <returns>Members in file order. Bytes before the first separator are one damaged member.</returns>
    public static IEnumerable<MailboxMember> Read(Stream stream, int maxMessageBytes = DefaultMaxMessageBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1024);
        return ReadMembers(new MailboxWindow(stream), maxMessageBytes);
    }

    private static IEnumerable<MailboxMember> ReadMembers(MailboxWindow window, int maxMessageBytes)
    {
        bool sawMboxrd = false;
        while (window.Ensure(1))
        {
            MailboxMember? member = ReadMember(window, maxMessageBytes, ref sawMboxrd);
            if (member is not null)
            {
                yield return member;
            }
        }
    }

    private static MailboxMember? ReadMember(MailboxWindow window, int maxMessageBytes, ref bool sawMboxrd)
    {
        long offset = window.Offset;
        int separatorEnd = window.LineEnd(0, LineStep);
        bool hasSeparator = window.Available.StartsWith("From "u8);
        sawMboxrd |= hasSeparator && window.Available[..separatorEnd].StartsWith("From mboxrd@"u8);
        int start = hasSeparator ? separatorEnd : 0;
        if (hasSeparator && MailboxContentLength.TryFindEnd(window, start, maxMessageBytes, out int bodyStart, out int end))
        {
            return Counted(window, offset, start, bodyStart, end);
        }

        return Scanned(window, offset, start, hasSeparator, maxMessageBytes, ref sawMboxrd);
    }

    private static MailboxMember Counted(MailboxWindow window, long offset, int start, int bodyStart, int end)
    {
        ReadOnlySpan<byte> body = window.Available[bodyStart..end];
        bool hasQuoted = MailboxQuoting.HasLine(body, ">From "u8);
        bool hasRaw = MailboxQuoting.HasLine(body, "From "u8);
        MailboxVariant variant = hasQuoted && !hasRaw ? MailboxVariant.Mboxcl : MailboxVariant.Mboxcl2;
        byte[] bytes = variant == MailboxVariant.Mboxcl
            ? MailboxQuoting.Undo(window.Available[start..end], MailboxVariant.Mboxcl)
            : window.Available[start..end].ToArray();
        window.Advance(end);
        SkipBlankLines(window);
        return new MailboxMember(offset, bytes, variant, Damage: null);
    }

    private static void SkipBlankLines(MailboxWindow window)
    {
        while (window.Ensure(1) && window.Available[0] is (byte)'\n' or (byte)'\r')
        {
            window.Advance(1);
        }
    }

    private static MailboxMember? Scanned(
        MailboxWindow window, long offset, int start, bool hasSeparator, int maxMessageBytes, ref bool sawMboxrd)
    {
        byte[]? cut = null;
        int position = start;
        bool previousBlank = !hasSeparator;
        while (window.Ensure(position + 1L))
        {
            int lineEnd = window.LineEnd(position, LineStep);
            if (position > start && previousBlank && MailboxSeparator.IsAt(window, position, lineEnd))
            {
                break;
            }

            previousBlank = IsBlank(window.Available[position..lineEnd]) || MailboxSeparator.IsCertain(window, lineEnd);
            position = lineEnd;
            if (position - start > maxMessageBytes)
            {
                // What is beyond the limit is still walked, to find the next separator, but no longer held.
                cut ??= window.Available.Slice(start, maxMessageBytes).ToArray();
                window.Advance(position - 1);
                position = 1;
                start = 0;
            }
        }

        MailboxMember? member = Finish(window.Available[start..position], offset, hasSeparator, cut, ref sawMboxrd);
        window.Advance(position);
        return member;
    }

    private static MailboxMember? Finish(
        ReadOnlySpan<byte> held, long offset, bool hasSeparator, byte[]? cut, ref bool sawMboxrd)
    {
        ReadOnlySpan<byte> raw = TrimLastBlankLine(cut ?? held);
        sawMboxrd |= MailboxQuoting.HasLine(raw, ">>From "u8);
        MailboxVariant variant = sawMboxrd ? MailboxVariant.Mboxrd : MailboxVariant.Mboxo;
        Diagnostic? damage = null;
        if (cut is not null)
        {
            damage = Damaged(DiagnosticId.MailTooLarge, $"The message at byte {offset} is larger than {cut.Length} bytes; the rest was left out.");
        }
        else if (!hasSeparator)
        {
            if (IsBlank(raw))
            {
                return null;
            }

            damage = Damaged(DiagnosticId.MailUnreadable, $"The bytes at {offset} do not begin with a separator line \"From \"; they are passed over.");
            return new MailboxMember(offset, ReadOnlyMemory<byte>.Empty, variant, damage);
        }
        else if (IsBlank(raw))
        {
            damage = Damaged(DiagnosticId.MailUnreadable, $"The separator at byte {offset} has no message behind it.");
        }

        return new MailboxMember(offset, MailboxQuoting.Undo(raw, variant), variant, damage);
    }

    private static Diagnostic Damaged(DiagnosticId id, string message) => new(id, 0, default, message);

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimStart(" \t\r\n"u8).IsEmpty;

    // The blank line before the next separator belongs to the file, not to the message.
    private static ReadOnlySpan<byte> TrimLastBlankLine(ReadOnlySpan<byte> raw)
    {
        if (raw.EndsWith("\n\r\n"u8))
        {
            return raw[..^2];
        }

        return raw.EndsWith("\n\n"u8) ? raw[..^1] : raw;
    }
}
