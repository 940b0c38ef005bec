using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Mail;

/// <summary>Reads the head of a message without its body: enough to know which message it is and which thread it belongs to.</summary>
public static class MailHeadReader
{
    /// <summary>Length of the header block in bytes, its empty line included; all of the message when it has no body.</summary>
    public static int HeaderBytes(ReadOnlySpan<byte> message)
    {
        for (int at = 0; at < message.Length;)
        {
            int end = message[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return message.Length;
            }

            if (end == 0 || (end == 1 && message[at] == (byte)'\r'))
            {
                return at + end + 1;
            }

            at += end + 1;
        }

        return message.Length;
    }

    /// <summary>Reads the head. Never throws on content: what is no mail has an empty head.</summary>
    public static MailHead Read(ReadOnlyMemory<byte> message) =>
        MessageLoader.Load(message[..HeaderBytes(message.Span)], new MailLimits()).Head;
}
