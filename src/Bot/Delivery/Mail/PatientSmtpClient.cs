using MailKit.Net.Smtp;
using MimeKit;

namespace TriageBot.Bot.Delivery.Mail;

/// <summary>Goes on when one recipient is refused, so that one bad address does not silence a list.</summary>
internal sealed class PatientSmtpClient : SmtpClient
{
    private readonly List<string> _refused = [];

    /// <summary>Recipients that the server refused, and what it said.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Whether every refusal was for good.</summary>
    public bool IsPermanent { get; private set; } = true;

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(response);
        IsPermanent &= (int)response.StatusCode >= 500;
        _refused.Add($"{mailbox.Address}: {(int)response.StatusCode} {Reports.SafeText.Line(response.Response, 120)}");
    }

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SmtpCommandException(
            SmtpErrorCode.RecipientNotAccepted,
            IsPermanent ? SmtpStatusCode.MailboxUnavailable : SmtpStatusCode.MailboxBusy,
            string.Join("; ", _refused));
}
