using System.Buffers;
using System.Text;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Intake;

/// <summary>Reads streams with mail. Whether one is a mailbox or a message, and whether it is compressed, is told by its content.</summary>
internal static class MailFile
{
    private const int SeparatorMax = 512;

    /// <summary>Messages of a file or stream, lazily; memory holds one at a time. An empty stream has none. The cursor is the byte offset of a member.</summary>
    /// <param name="stream">Read to its end; closed.</param>
    /// <param name="name">What the stream is called, for people.</param>
    public static IEnumerable<SourceMessage> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using PlainStream plain = Compression.Undo(stream);
        byte[] head = ReadUpTo(plain, SeparatorMax);
        using HeadedStream whole = new(head, plain);
        foreach (SourceMessage message in BeginsLikeMailbox(head) ? Members(whole, name) : Single(whole, name))
        {
            yield return message;
        }

        if (plain.Damage is string damage)
        {
            yield return new SourceMessage($"{name}:{plain.Count}", ReadOnlyMemory<byte>.Empty, $"{plain.Count}", $"{name}: {damage}.");
        }
    }

    /// <summary>Whether the first line is a separator of mailboxes: <c>From </c>, an address, and a date with a time and a year.</summary>
    public static bool BeginsLikeMailbox(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("From "u8))
        {
            return false;
        }

        int end = head.IndexOf((byte)'\n');
        string line = Encoding.Latin1.GetString(end < 0 ? head : head[..end]).TrimEnd();
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 6
            && words.Any(w => TimeOnly.TryParse(w, out _) && w.Contains(':', StringComparison.Ordinal))
            && words.Any(w => w.Length == 4 && w.All(char.IsAsciiDigit));
    }

    private static IEnumerable<SourceMessage> Members(Stream stream, string name)
    {
        foreach (MailboxMember member in MailboxReader.Read(stream, SourceMessage.MaxBytes))
        {
            yield return new SourceMessage($"{name}:{member.Offset}", member.Bytes, $"{member.Offset}", member.Damage?.Message);
        }
    }

    private static IEnumerable<SourceMessage> Single(Stream stream, string name)
    {
        byte[] bytes = ReadUpTo(stream, SourceMessage.MaxBytes);
        if (bytes.Length > 0)
        {
            bool cut = bytes.Length == SourceMessage.MaxBytes && stream.ReadByte() >= 0;
            yield return new SourceMessage(name, bytes, "0", cut ? $"{name} is larger than {SourceMessage.MaxBytes} bytes; the rest was left out." : null);
        }
    }

    private static byte[] ReadUpTo(Stream stream, int max)
    {
        ArrayBufferWriter<byte> buffer = new();
        while (buffer.WrittenCount < max)
        {
            Span<byte> room = buffer.GetSpan(8192);
            int read = stream.Read(room[..Math.Min(room.Length, max - buffer.WrittenCount)]);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
