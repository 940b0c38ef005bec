using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Mail;

/// <summary>Entry point of the parsers: bytes of one message, or bare text, to facts.</summary>
public static class MailReader
{
    /// <summary>Reads one message. Never throws on content: what cannot be read is a diagnostic.</summary>
    /// <param name="bytes">An RFC 5322 message, or the bare text of one; which of the two is told by content.</param>
    /// <param name="limits">What the message may cost; null for the defaults.</param>
    public static MailFacts Read(ReadOnlyMemory<byte> bytes, MailLimits? limits = null) => throw new System.Diagnostics.UnreachableException();
}
