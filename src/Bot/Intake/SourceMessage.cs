using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Intake;

/// <summary>One message of a source, or a place where one is damaged.</summary>
/// <param name="Where">Where it is, for people: a path, a path and a byte offset, or an archive with commit and blob.</param>
/// <param name="Bytes">The raw message; empty when it is damaged beyond use.</param>
/// <param name="Cursor">What to hand back to the source to go on behind this message; empty when the source has no cursor.</param>
/// <param name="Damage">What is wrong, or null. A message that was only cut has both bytes and damage.</param>
/// <param name="Deleted">The source took this message out; the bytes are those of the message that went, when they are known.</param>
public sealed record SourceMessage(string Where, ReadOnlyMemory<byte> Bytes, string Cursor, string? Damage = null, bool Deleted = false)
{
    /// <summary>A larger message is cut at this size, or passed over where it cannot be cut: 64 MiB.</summary>
    public const int MaxBytes = MailboxReader.DefaultMaxMessageBytes;

    /// <summary>Whether there is something to read.</summary>
    public bool IsReadable => !Deleted && !Bytes.IsEmpty;
}
