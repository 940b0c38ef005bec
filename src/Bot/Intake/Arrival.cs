using System.Text;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;

namespace TriageBot.Bot.Intake;

/// <summary>A message on its way into the store.</summary>
/// <param name="Hash">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Key">What makes it one message, see <see cref="MessageRow.Key"/>.</param>
/// <param name="Where">Where it was found, for people.</param>
internal sealed record Arrival(string Hash, string Key, string Where, ReadOnlyMemory<byte> Bytes, MailHead Head)
{
    /// <summary>Number of partitions: messages of one thread are judged one after the other, others side by side.</summary>
    public const int Partitions = 8;

    // A header block beyond this is an attack or garbage; the raw mail has it whole.
    private const int MaxHeaderBytes = 64 * 1024;

    /// <summary>Reads what intake needs to know.</summary>
    public static Arrival Of(SourceMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string hash = Fingerprint.OfBytes(message.Bytes.Span);
        MailHead head = MailHeadReader.Read(message.Bytes);
        string key = head.Id.Length > 0 ? StoredKey.Of(head.Id) : "sha256:" + hash;
        return new Arrival(hash, key, message.Where, message.Bytes, head);
    }

    /// <summary>The row of a new message.</summary>
    public MessageRow ToRow(DateTimeOffset now)
    {
        string thread = StoredKey.Of(Head.References.FirstOrDefault() ?? Head.InReplyTo ?? Key);
        int headerBytes = Math.Min(MailHeadReader.HeaderBytes(Bytes.Span), MaxHeaderBytes);
        return new MessageRow
        {
            Key = Key,
            MessageId = Head.Id,
            ThreadKey = thread,
            Source = Where,
            List = ListAddress.Of(Head.ListId),
            Subject = Head.Subject,
            Author = Head.From,
            Date = Head.Date,
            Class = "",
            Hash = Hash,
            Headers = Encoding.Latin1.GetString(Bytes.Span[..headerBytes]),
            ReceivedAt = now,
            Queued = true,
            Partition = PartitionOf(thread),
            Raw = new RawMailRow { Compressed = Compressed.Of(Bytes.Span), Size = Bytes.Length },
        };
    }

    /// <summary>The partition of a thread; the same on every node and in every version.</summary>
    public static int PartitionOf(string threadKey) =>
        Convert.ToInt32(Fingerprint.OfBytes(Encoding.UTF8.GetBytes(threadKey))[..4], 16) % Partitions;
}
