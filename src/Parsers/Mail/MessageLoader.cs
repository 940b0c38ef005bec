using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MimeKit;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Bytes to headers and text. MimeKit does the MIME; which parts count and how they become one text is decided here.</summary>
internal static class MessageLoader
{
    private static readonly string[] RobotHeaders =
        ["x-mailer", "x-syzbot", "robot-id", "robot-unsubscribe", "x-stable", "x-patchwork-hint", "x-bugzilla-reason", "x-kernelci",
         "x-stable-base", "x-developer-signature", "x-loop", "x-autoreply", "feedback-id", "x-google-appengine-app-id", "x-kernel-test-branch",
         "x-regzbot"];

    /// <summary>Loads a message or bare text. Never throws on content.</summary>
    public static LoadedMail Load(ReadOnlyMemory<byte> bytes, MailLimits limits)
    {
        ReadOnlyMemory<byte> message = WithoutEnvelopeLine(bytes);
        if (!BareText.HasHeaderBlock(message.Span))
        {
            return LoadBare(message.Span, limits);
        }

        List<Diagnostic> diagnostics = [];
        MimeMessage? mime = Parse(message, limits, diagnostics);
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
                HeadReader.Read(mime), collector.Text, collector.AttachedFrom, Headers(mime), [.. diagnostics]);
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

    private static MimeMessage? Parse(ReadOnlyMemory<byte> bytes, MailLimits limits, List<Diagnostic> diagnostics)
    {
        ParserOptions options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = limits.MaxDepth;
        byte[] array = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) ? segment.Array ?? [] : bytes.ToArray();
        // Not disposed: with persistent parsing the parts read their content from it later.
        MemoryStream stream = new(array, segment.Array is null ? 0 : segment.Offset, bytes.Length, writable: false);
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

    private static ImmutableDictionary<string, string> Headers(MimeMessage message)
    {
        ImmutableDictionary<string, string>.Builder result = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Header header in message.Headers)
        {
            if (Array.Exists(RobotHeaders, name => name.Equals(header.Field, StringComparison.OrdinalIgnoreCase)))
            {
                result.TryAdd(header.Field, header.Value);
            }
        }

        return result.ToImmutable();
    }
}
