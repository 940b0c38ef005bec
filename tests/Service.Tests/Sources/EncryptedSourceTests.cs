using TriageBot.Bot.Intake;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.Sources;

/// <summary>Mailboxes behind TLS, with a certificate of an authority that only the settings name.</summary>
public sealed class EncryptedSourceTests(MailServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("imap", "tls")]
    [InlineData("imap", "starttls")]
    [InlineData("pop3", "tls")]
    [InlineData("pop3", "starttls")]
    public async Task Read_encrypted_mailbox_with_its_authority_gives_its_messages(string kind, string security)
    {
        (_, Dovecot dovecot) = await servers.StartAsync();
        string id = $"{kind}.{security}@people.example.org";
        await dovecot.AppendAsync("somebody", await MimeKit.MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(SourceHarness.Mail(id))), Token), Token);
        IMessageSource source = SourceHarness.Of(kind, PortOf(dovecot, kind, security), security, Dovecot.Password, TimeSpan.FromSeconds(60), caFile: dovecot.CaFile);

        List<SourceMessage> messages = await source.AllAsync(null, Token);

        Assert.Contains(messages, message => System.Text.Encoding.ASCII.GetString(message.Bytes.Span).Contains(id, StringComparison.Ordinal));
    }

    private static int PortOf(Dovecot dovecot, string kind, string security) => (kind, security) switch
    {
        ("imap", "tls") => dovecot.ImapsPort,
        ("imap", _) => dovecot.Port,
        (_, "tls") => dovecot.Pop3sPort,
        _ => dovecot.Pop3Port,
    };
}
