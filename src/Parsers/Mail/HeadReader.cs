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

    /// <summary>Reads the head.</summary>
    public static MailHead Read(MimeMessage message)
    {
        MailboxAddress? from = message.From.Mailboxes.FirstOrDefault();
        return new MailHead(
            message.MessageId ?? "",
            Clean(message.Subject),
            from?.Address ?? "",
            Clean(from?.Name),
            Addresses(message.To),
            Addresses(message.Cc),
            Addresses(message.ReplyTo),
            message.InReplyTo,
            [.. message.References.Take(MaxReferences)],
            Date(message),
            Field(message, HeaderId.ListId),
            Field(message, HeaderId.AutoSubmitted),
            Field(message, HeaderId.Precedence),
            Field(message, HeaderId.ReturnPath));
    }

    private static DateTimeOffset? Date(MimeMessage message) =>
        message.Headers[HeaderId.Date] is string text && DateUtils.TryParse(text, out DateTimeOffset date) ? date : null;

    private static string? Field(MimeMessage message, HeaderId id) => message.Headers[id]?.Trim();

    private static ImmutableArray<string> Addresses(InternetAddressList list) =>
        [.. list.Mailboxes.Select(mailbox => mailbox.Address).Where(address => !string.IsNullOrEmpty(address)).Take(MaxAddresses)];

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
