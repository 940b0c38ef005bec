using System.Collections.Immutable;
using MimeKit;
using MimeKit.Utils;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Mail;

/// <summary>Header fields of a message to <see cref="MailHead"/>. A field that cannot be read is absent, never an error.</summary>
internal static class HeadReader
{
    private const int MaxAddresses = 1_000;
    private const int MaxReferences = 1_000;

    /// <summary>The fields that are read, lower case.</summary>
    public static readonly ImmutableArray<string> Fields =
        ["message-id", "subject", "from", "to", "cc", "reply-to", "in-reply-to", "references", "date", "list-id", "auto-submitted", "precedence", "return-path"];

    /// <summary>Reads the head.</summary>
    public static MailHead Read(MimeMessage message)
    {
        MailboxAddress? from = message.From.Mailboxes.FirstOrDefault();
        return new MailHead(
            Ids(message, HeaderId.MessageId, 1) is [string id] ? id : message.MessageId ?? "",
            Clean(message.Subject),
            from?.Address ?? "",
            Clean(from?.Name),
            Addresses(message, HeaderId.To, m => m.To),
            Addresses(message, HeaderId.Cc, m => m.Cc),
            Addresses(message, HeaderId.ReplyTo, m => m.ReplyTo),
            Ids(message, HeaderId.InReplyTo, 1) is [string parent] ? parent : message.InReplyTo,
            Ids(message, HeaderId.References, MaxReferences) ?? [.. message.References.Take(MaxReferences)],
            Date(message),
            Field(message, HeaderId.ListId),
            Field(message, HeaderId.AutoSubmitted),
            Field(message, HeaderId.Precedence),
            Field(message, HeaderId.ReturnPath));
    }

    private static DateTimeOffset? Date(MimeMessage message) =>
        message.Headers[HeaderId.Date] is string text && DateUtils.TryParse(text, out DateTimeOffset date) ? date : null;

    private static string? Field(MimeMessage message, HeaderId id) => message.Headers[id]?.Trim();

    private static ImmutableArray<string> Addresses(MimeMessage message, HeaderId id, Func<MimeMessage, InternetAddressList> list) =>
        Only(message, id) is Header field && SimpleFields.TryReadAddresses(field.RawValue, MaxAddresses, out ImmutableArray<string> addresses)
            ? addresses
            : [.. list(message).Mailboxes.Select(mailbox => mailbox.Address).Where(address => !string.IsNullOrEmpty(address)).Take(MaxAddresses)];

    private static ImmutableArray<string>? Ids(MimeMessage message, HeaderId id, int max) =>
        Only(message, id) is Header field && SimpleFields.TryReadIds(field.RawValue, max, out ImmutableArray<string> ids) ? ids : null;

    // MimeKit joins fields that are there more than once.
    private static Header? Only(MimeMessage message, HeaderId id)
    {
        Header? only = null;
        foreach (Header field in message.Headers)
        {
            if (field.Id == id)
            {
                if (only is not null)
                {
                    return null;
                }

                only = field;
            }
        }

        return only;
    }

    // Folded headers may carry tabs, and broken ones line ends: neither may reach a subject that is printed or sent.
    private static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        char[] result = new char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            bool blank = char.IsControl(c) || c == ' ';
            if (!blank || (length > 0 && result[length - 1] != ' '))
            {
                result[length++] = blank ? ' ' : c;
            }
        }

        return new string(result, 0, length).TrimEnd(' ');
    }
}
