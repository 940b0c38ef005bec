using System.Buffers;
using System.Runtime.InteropServices;
using MimeKit;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Bytes to headers and text. MimeKit does the MIME; which parts count and how they become one text is decided here.</summary>
internal static class MessageLoader
{
    private static readonly ParserOptions s_usual = OptionsFor(new MailLimits().MaxDepth);

    /// <summary>Loads a message or bare text. Never throws on content.</summary>
    /// <param name="whole">Whether MimeKit is to parse all of it; the result is the same. For tests.</param>
    public static LoadedMail Load(ReadOnlyMemory<byte> bytes, MailLimits limits, bool whole = false)
    {
        ReadOnlyMemory<byte> message = WithoutEnvelopeLine(bytes);
        if (!BareText.HasHeaderBlock(message.Span))
        {
            return LoadBare(message.Span, limits);
        }

        List<Diagnostic> diagnostics = [];
        MimeMessage? mime = (whole ? null : ParseSinglePart(message, limits)) ?? Parse(message, limits, diagnostics);
        if (mime is null)
        {
            LoadedMail bare = LoadBare(message.Span, limits);
            return bare with { Diagnostics = [.. diagnostics, .. bare.Diagnostics] };
        }

        using (mime)
        {
            TextCollector collector = new(limits, diagnostics);
            collector.Add(mime.Body);
            return new LoadedMail(
                HeadReader.Read(mime), collector.Text, collector.AttachedFrom, RobotFields.Of(mime), [.. diagnostics]);
        }
    }

    private static LoadedMail LoadBare(ReadOnlySpan<byte> bytes, MailLimits limits)
    {
        bool cut = bytes.Length > limits.MaxTextChars;
        string text = TextDecoding.Normalise(TextDecoding.Decode(cut ? bytes[..limits.MaxTextChars] : bytes, charset: null, out bool fits));
        List<Diagnostic> diagnostics = [];
        if (cut)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.MailTooLarge, 0, default, $"The text is longer than {limits.MaxTextChars} bytes; the rest was left out."));
        }

        if (!fits)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.CharsetUnknown, 0, default, "The text is neither ASCII nor UTF-8; it was read as windows-1252."));
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.NoText, 0, default, "The message is empty."));
        }

        return BareText.Load(text) with { Diagnostics = [.. diagnostics] };
    }

    // Nearly all list mail is one text: MimeKit then needs to see no more than the header fields that are read here, and the body is put under them as it is.
    private static MimeMessage? ParseSinglePart(ReadOnlyMemory<byte> message, MailLimits limits)
    {
        ArrayBufferWriter<byte> head = new(1024);
        if (!HeaderBlock.TryCut(message.Span, head, out int bodyStart) || Parse(head.WrittenMemory, limits, []) is not MimeMessage mime)
        {
            return null;
        }

        if (mime.Body is TextPart part)
        {
            part.Content = new MimeContent(StreamOf(message[bodyStart..]), part.ContentTransferEncoding);
            return mime;
        }

        mime.Dispose();
        return null;
    }

    private static MimeMessage? Parse(ReadOnlyMemory<byte> bytes, MailLimits limits, List<Diagnostic> diagnostics)
    {
        ParserOptions options = limits.MaxDepth == s_usual.MaxMimeDepth ? s_usual : OptionsFor(limits.MaxDepth);
        // Not disposed: with persistent parsing the parts read their content from it later.
        MemoryStream stream = StreamOf(bytes);
        try
        {
            return new MimeParser(options, stream, MimeFormat.Entity, persistent: true).ParseMessage();
        }
        catch (FormatException)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticId.MailUnreadable, 0, default, "The message is not readable as mail; it was read as bare text."));
            return null;
        }
    }

    private static ParserOptions OptionsFor(int depth)
    {
        ParserOptions options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = depth;
        return options;
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Array is byte[] array
            ? new MemoryStream(array, segment.Offset, segment.Count, writable: false, publiclyVisible: true)
            : new MemoryStream(bytes.ToArray(), writable: false);

    private static ReadOnlyMemory<byte> WithoutEnvelopeLine(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> rest = bytes;
        if (rest.Span.StartsWith("\xEF\xBB\xBF"u8))
        {
            rest = rest[3..];
        }

        bool envelope = rest.Span.StartsWith("From "u8) || rest.Span.StartsWith(">From "u8);
        int feed = envelope ? rest.Span.IndexOf((byte)'\n') : -1;
        return feed > 0 && BareText.HasHeaderBlock(rest.Span[(feed + 1)..]) ? rest[(feed + 1)..] : rest;
    }
}
