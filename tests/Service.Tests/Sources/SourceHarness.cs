using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Intake.Mailboxes;
using TriageBot.Service.Tests.Servers;

namespace TriageBot.Service.Tests.Sources;

/// <summary>Reads mailboxes of servers as the bot does.</summary>
internal static class SourceHarness
{
    /// <summary>An IMAP folder in the clear, as on loopback.</summary>
    public static ImapSource Imap(int port, string folder, string auth = "password", string user = "", TimeSpan? timeout = null) =>
        new(new SourceOptions { Imap = Server(port, user, timeout), Folder = folder, Auth = auth }, "Sources:0:Imap", "/");

    /// <summary>A POP3 mailbox in the clear.</summary>
    public static Pop3Source Pop3(int port, string user) => new(new SourceOptions { Pop3 = Server(port, user, null) }, "Sources:0:Pop3", "/");

    /// <summary>A mailbox of either kind.</summary>
    /// <param name="kind"><c>imap</c> or <c>pop3</c>.</param>
    public static IMessageSource Of(string kind, int port, string security, string password, TimeSpan timeout, string auth = "password", string caFile = "")
    {
        MailServerOptions server = new()
        {
            Host = "localhost", Port = port, Security = security, User = "somebody", Password = new SecretOptions { Value = password }, Timeout = timeout, CaFile = caFile,
        };
        return kind == "imap"
            ? new ImapSource(new SourceOptions { Imap = server, Folder = "INBOX", Auth = auth }, "Sources:0:Imap", "/")
            : new Pop3Source(new SourceOptions { Pop3 = server, Auth = auth }, "Sources:0:Pop3", "/");
    }

    /// <summary>A raw mail.</summary>
    public static string Mail(string id, string subject = "hello") =>
        $"From: A Person <person@people.example.org>\nTo: {PublicInbox.List}\nSubject: {subject}\nMessage-ID: <{id}>\nDate: Tue, 8 Mar 2016 11:05:31 +0000\n\nText of {id}.\n";

    /// <summary>All that a source hands out behind a cursor.</summary>
    public static async Task<List<SourceMessage>> AllAsync(this IMessageSource source, string? since, CancellationToken cancellationToken)
    {
        List<SourceMessage> messages = [];
        await foreach (SourceMessage message in source.ReadAsync(since, cancellationToken))
        {
            messages.Add(message);
        }

        return messages;
    }

    private static MailServerOptions Server(int port, string user, TimeSpan? timeout) => new()
    {
        Host = "127.0.0.1", Port = port, Security = "none", User = user, Password = new SecretOptions { Value = Dovecot.Password }, Timeout = timeout ?? TimeSpan.FromSeconds(60),
    };
}
