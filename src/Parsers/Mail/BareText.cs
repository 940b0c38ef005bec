using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Tells bare text from a message with headers, and reads the few header-like lines that web archives put above a text.</summary>
internal static class BareText
{
    private const int MaxHeaderLines = 2_000;

    private static readonly FrozenSet<string> KnownFields = new[]
    {
        "from", "to", "cc", "date", "subject", "message-id", "received", "return-path", "mime-version", "content-type",
        "delivered-to", "x-original-to", "sender", "reply-to", "in-reply-to", "references", "dkim-signature", "list-id",
        "arc-seal", "x-mailer", "authentication-results", "content-transfer-encoding", "envelope-to", "x-received",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the bytes begin with a header block: only fields and their continuations up to the first blank line, one of them well known.</summary>
    public static bool HasHeaderBlock(ReadOnlySpan<byte> bytes)
    {
        bool known = false;
        bool first = true;
        ReadOnlySpan<byte> rest = bytes;
        for (int lines = 0; !rest.IsEmpty && lines < MaxHeaderLines; lines++)
        {
            int feed = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (feed < 0 ? rest : rest[..feed]).TrimEnd((byte)'\r');
            rest = feed < 0 ? [] : rest[(feed + 1)..];
            if (line.IsEmpty)
            {
                return known;
            }

            bool continued = line[0] is (byte)' ' or (byte)'\t';
            int colon = line.IndexOf((byte)':');
            bool field = colon > 0 && line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
            if (continued ? first : !field)
            {
                // Broken lines inside a long header block happen; in the first lines they mean that it is none.
                return known && lines >= 4;
            }

            known = known || (field && !continued && KnownFields.Contains(Encoding.ASCII.GetString(line[..colon])));
            first = false;
        }

        return known;
    }

    /// <summary>Reads bare text: an optional subject line with <c>From:</c> and <c>Date:</c> lines under it, then the body.</summary>
    public static LoadedMail Load(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        int position = ReadFields(text, fields);
        MailHead head = HeadOf(fields);
        string body = text[position..];
        return new LoadedMail(head, body, body.Length, ImmutableDictionary<string, string>.Empty, ImmutableArray<Diagnostic>.Empty);
    }

    private static int ReadFields(string text, Dictionary<string, string> fields)
    {
        int position = 0;
        int accepted = 0;
        string? title = null;
        for (int lines = 0; lines < 12 && position < text.Length; lines++)
        {
            int feed = text.IndexOf('\n', position);
            int next = feed < 0 ? text.Length : feed + 1;
            string line = text[position..(feed < 0 ? text.Length : feed)].Trim();
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && IsField(line[..colon]))
            {
                fields.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
                accepted = next;
            }
            else if (title is null && fields.Count == 0 && line.Length > 0)
            {
                title = line;
            }
            else if (line.Length > 0)
            {
                break;
            }

            position = next;
        }

        if (accepted > 0 && title is not null)
        {
            fields.TryAdd("Subject", title);
        }

        return accepted;
    }

    private static bool IsField(string name) =>
        name is "From" or "Date" or "Subject" or "To" or "Cc" or "Message-ID" or "Message-Id" or "In-Reply-To" or "References";

    private static MailHead HeadOf(Dictionary<string, string> fields)
    {
        string from = fields.GetValueOrDefault("From", "");
        int open = from.IndexOf('<', StringComparison.Ordinal);
        int close = open < 0 ? -1 : from.IndexOf('>', open);
        string address = close > 0 ? from[(open + 1)..close] : from.Contains('@', StringComparison.Ordinal) ? from : "";
        string name = open > 0 ? from[..open].Trim() : address.Length == 0 ? from : "";
        return new MailHead(
            fields.GetValueOrDefault("Message-ID", "").Trim('<', '>', ' '),
            fields.GetValueOrDefault("Subject", ""), address, name, [], [], [], null, [],
            ParseDate(fields.GetValueOrDefault("Date", "")), null, null, null, null);
    }

    private static DateTimeOffset? ParseDate(string text)
    {
        if (MimeKit.Utils.DateUtils.TryParse(text, out DateTimeOffset date))
        {
            return date;
        }

        // Web archives write "Thu Jan 28 2016 - 15:41:04 EST"; the zone name is not reliable and is left out.
        string[] words = text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 5
            && DateTimeOffset.TryParseExact(
                string.Join(' ', words[1..5]), "MMM d yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)
            ? date
            : null;
    }
}
