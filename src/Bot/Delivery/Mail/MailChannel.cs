using System.Text;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery.Mail;

/// <summary>Mail by SMTP. The bytes are those of the outbox, so that a second try is the same mail under the same Message-ID.</summary>
internal sealed class MailChannel(IOptions<TriageBotOptions> options, SettingSources folders) : IDeliveryChannel
{
    private const string Setting = "Delivery:Smtp";

    private readonly SentMail _sent = new(options.Value, folders);

    private DeliveryOptions Delivery => options.Value.Delivery;

    public string Name => "mail";

    public bool IsSet => Delivery.Smtp.IsSet;

    public bool Carries(string kind) => OutboxKinds.IsMail(kind);

    public Task<(Lookup? Answer, DeliveryOutcome? Failure)> FindAsync(TriageStore store, OutboxRow row, CancellationToken cancellationToken) =>
        _sent.FindAsync(store, MessageIdOf(row), cancellationToken);

    public async Task<DeliveryOutcome> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        using MimeMessage message = Load(row);
        List<MailboxAddress> recipients = [.. message.To.Mailboxes.Concat(message.Cc.Mailboxes)];
        if (recipients.Count == 0)
        {
            return new DeliveryOutcome(DeliveryResult.Refused, "The mail has no recipient.");
        }

        if (Delivery.CopyTo.Length > 0)
        {
            recipients.Add(new MailboxAddress("", Delivery.CopyTo));
        }

        // The sum of all steps is bounded, too: a server that sends a byte now and then must not hold the outbox.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Delivery.Smtp.Timeout);
        using PatientSmtpClient client = new() { LocalDomain = DomainOf(options.Value.BotAddress) };
        try
        {
            await MailServer.OpenAsync(client, Delivery.Smtp, Setting, folders.WorkingFolder, limit.Token);
        }
        catch (Exception e) when (MailServer.IsNetworkFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            return MailServer.Failed(e, Delivery.Smtp, Setting);
        }

        return await HandOverAsync(client, message, recipients, limit.Token, cancellationToken);
    }

    /// <summary>The Message-ID of a mail of the outbox, without angle brackets.</summary>
    public static string MessageIdOf(OutboxRow row)
    {
        using MimeMessage message = Load(row);
        return message.MessageId ?? "";
    }

    private async Task<DeliveryOutcome> HandOverAsync(
        PatientSmtpClient client, MimeMessage message, List<MailboxAddress> recipients, CancellationToken limited, CancellationToken cancellationToken)
    {
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        try
        {
            await client.SendAsync(format, message, new MailboxAddress("", options.Value.BotAddress), recipients, limited);
        }
        catch (SmtpCommandException e)
        {
            bool isPermanent = (int)e.StatusCode >= 500;
            string said = $"{(int)e.StatusCode} {MailServer.FirstLine(e)}";
            return new DeliveryOutcome(isPermanent ? DeliveryResult.Refused : DeliveryResult.Later, said);
        }
        catch (Exception e) when (MailServer.IsNetworkFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome(DeliveryResult.Doubtful, $"The connection ended before the server confirmed: {MailServer.FirstLine(e)}");
        }

        await QuitAsync(client, limited);
        string refused = client.Refused.Count == 0 ? "" : "Refused recipients: " + string.Join("; ", client.Refused);
        return DeliveryOutcome.Delivered(message.MessageId ?? "", refused);
    }

    // The mail is the server's by now; what goes wrong with the farewell changes nothing.
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (MailServer.IsNetworkFailure(e))
        {
        }
    }

    private static MimeMessage Load(OutboxRow row)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(row.Content));
        return MimeMessage.Load(stream);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
