using System.Buffers;

namespace TriageBot.Parsers.Mail;

/// <summary>The <c>&gt;From </c> quoting of mbox files.</summary>
internal static class MailboxQuoting
{
    /// <summary>Whether a line begins with the bytes.</summary>
    public static bool HasLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix)
    {
        int from = 0;
        while (true)
        {
            int found = text[from..].IndexOf(prefix);
            if (found < 0)
            {
                return false;
            }

            int at = from + found;
            if (at == 0 || text[at - 1] == (byte)'\n')
            {
                return true;
            }

            from = at + 1;
        }
    }

    /// <summary>Undoes the quoting of one message.</summary>
    public static byte[] Undo(ReadOnlySpan<byte> text, MailboxVariant variant)
    {
        if (!HasQuoted(text))
        {
            return text.ToArray();
        }

        ArrayBufferWriter<byte> result = new(text.Length);
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            int feed = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = feed < 0 ? rest : rest[..(feed + 1)];
            rest = rest[line.Length..];
            result.Write(IsQuoted(line, variant) ? line[1..] : line);
        }

        return result.WrittenSpan.ToArray();
    }

    private static bool HasQuoted(ReadOnlySpan<byte> text) => text.IndexOf(">From "u8) >= 0;

    private static bool IsQuoted(ReadOnlySpan<byte> line, MailboxVariant variant) =>
        variant == MailboxVariant.Mboxrd
            ? line.StartsWith(">"u8) && line.TrimStart((byte)'>').StartsWith("From "u8)
            : line.StartsWith(">From "u8);
}
