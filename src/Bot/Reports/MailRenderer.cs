using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Reports;

/// <summary>A reply as an RFC 5322 message with one part of plain text, as lists want it.</summary>
/// <remarks>Rules: kernel <c>Documentation/process/email-clients.rst</c>; RFC 3834 section 5 for <c>Auto-Submitted</c>.</remarks>
internal sealed class MailRenderer(IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private readonly FormatOptions _format = CreateFormat();

    /// <summary>The message with LF line ends, as <c>git send-email</c> and mail spools keep it.</summary>
    public string Render(ReplyDraft reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        using MimeMessage message = new(
            [new MailboxAddress(options.Value.BotName, options.Value.BotAddress)],
            reply.To.Select(a => new MailboxAddress("", a)),
            reply.Subject,
            Body(reply.Body));
        message.Cc.AddRange(reply.Cc.Select(a => new MailboxAddress("", a)));
        message.ReplyTo.Add(new MailboxAddress("", options.Value.OperatorAddress));
        message.Date = clock.GetUtcNow();
        message.MessageId = reply.MessageId;
        if (reply.InReplyTo is { } parent && !parent.Contains(' ', StringComparison.Ordinal))
        {
            message.Headers[HeaderId.InReplyTo] = $"<{parent}>";
        }

        if (!reply.References.IsEmpty)
        {
            message.Headers[HeaderId.References] = string.Join(' ', reply.References.Select(id => $"<{id}>"));
        }

        message.Headers["Auto-Submitted"] = reply.IsUnasked ? "auto-generated" : "auto-replied";
        using MemoryStream stream = new();
        message.WriteTo(_format, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TextPart Body(string text)
    {
        bool isAscii = text.All(char.IsAscii);
        TextPart part = new(TextFormat.Plain) { ContentTransferEncoding = ContentEncoding.EightBit };
        part.SetText(isAscii ? Encoding.ASCII : Encoding.UTF8, text);
        part.ContentTransferEncoding = ContentEncoding.EightBit;
        return part;
    }

    private static FormatOptions CreateFormat()
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Unix;
        return format;
    }
}
