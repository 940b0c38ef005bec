using System.Buffers;
using System.Text;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Intake;

/// <summary>Reads files with mail. Whether one is a mailbox or a message is told by its content, never by its name.</summary>
internal static class MailFile
{
    private const int SeparatorMax = 512;

    /// <summary>Messages of a file or stream, lazily; memory holds one at a time. An empty one has none. A message is cut at <see cref="MailboxReader.DefaultMaxMessageBytes"/>.</summary>
    /// <param name="stream">Read to its end; not closed.</param>
    /// <param name="name">What the stream is called, for people.</param>
    public static IEnumerable<RawMessage> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] head = ReadUpTo(stream, SeparatorMax);
        if (head.Length == 0)
        {
            yield break;
        }

        using Stream whole = new HeadedStream(head, stream);
        if (!BeginsLikeMailbox(head))
        {
            yield return new RawMessage(ReadUpTo(whole, MailboxReader.DefaultMaxMessageBytes), name);
            yield break;
        }

        foreach (MailboxMember member in MailboxReader.Read(whole))
        {
            if (!member.Bytes.IsEmpty)
            {
                yield return new RawMessage(member.Bytes, $"{name}:{member.Offset}");
            }
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
