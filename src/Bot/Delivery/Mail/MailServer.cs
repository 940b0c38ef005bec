using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Delivery.Mail;

/// <summary>Opens connections to a mail server as it is configured.</summary>
internal static class MailServer
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="setting">Name of the settings of the server, for messages.</param>
    /// <param name="folder">What relative paths start from.</param>
    public static Task OpenAsync(
        MailService client, MailServerOptions server, string setting, string folder, CancellationToken cancellationToken) =>
        OpenAsync(client, server, setting, folder, server.User.Length > 0 ? "password" : "", cancellationToken);

    /// <summary>Connects and logs in by a way of <see cref="SourceOptions.Auth"/>; with none of them not at all.</summary>
    public static async Task OpenAsync(
        MailService client, MailServerOptions server, string setting, string folder, string auth, CancellationToken cancellationToken)
    {
        ServerTrust.Apply(client, server, folder);
        client.Timeout = (int)server.Timeout.TotalMilliseconds;
        await client.ConnectAsync(server.Host, PortOf(client, server), SecurityOf(server), cancellationToken);
        switch (auth)
        {
            case "password":
                await client.AuthenticateAsync(server.User, server.Password.Read(setting + ":Password", folder), cancellationToken);
                break;
            case "oauth2":
                string token = server.Password.Read(setting + ":Password", folder);
                SaslMechanism mechanism = client.AuthenticationMechanisms.Contains("OAUTHBEARER")
                    ? new SaslMechanismOAuthBearer(server.User, token)
                    : new SaslMechanismOAuth2(server.User, token);
                await client.AuthenticateAsync(mechanism, cancellationToken);
                break;
            case "anonymous":
                await client.AuthenticateAsync(new SaslMechanismAnonymous("triagebot"), cancellationToken);
                break;
        }
    }

    /// <summary>What went wrong with a connection, as an outcome; nothing was handed over before.</summary>
    public static DeliveryOutcome Failed(Exception failure, MailServerOptions server, string setting)
    {
        string where = $"{server.Host} ({setting})";
        return new DeliveryOutcome(DeliveryResult.Unreachable, failure switch
        {
            SslHandshakeException e => $"{where}: the certificate or the encryption was not accepted: {FirstLine(e)} Correct the name in Host, or set CaFile if its authority is a private one.",
            AuthenticationException e => $"{where}: the login was refused: {FirstLine(e)} Correct User or the password.",
            NotSupportedException e => $"{where}: {FirstLine(e)} Set Security to what the server offers (some offer a login only with tls or starttls), or leave out User where it wants no login.",
            OperationCanceledException or TimeoutException => $"{where} did not answer within {server.Timeout}. See that it runs, or raise Timeout.",
            _ => $"{where} cannot be used: {FirstLine(failure)} See that it runs, and that Host, Port and Security are right.",
        });
    }

    /// <summary>Whether an exception is what servers and networks do, and not a mistake of this program.</summary>
    public static bool IsNetworkFailure(Exception failure) =>
        failure is IOException or System.Net.Sockets.SocketException or ProtocolException or CommandException or SslHandshakeException
            or AuthenticationException or SaslException or OperationCanceledException or TimeoutException or NotSupportedException
            or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotFoundException;

    /// <summary>The first line of a message, ended as a sentence.</summary>
    public static string FirstLine(Exception failure) => Reports.SafeText.Line(failure.Message.Split('\n')[0], 200).TrimEnd('.') + ".";

    private static int PortOf(MailService client, MailServerOptions server) => (server.Port, client, IsTls(server)) switch
    {
        ( > 0, _, _) => server.Port,
        (_, ImapClient, true) => 993,
        (_, ImapClient, false) => 143,
        (_, Pop3Client, true) => 995,
        (_, Pop3Client, false) => 110,
        (_, SmtpClient, true) => 465,
        (_, SmtpClient, false) => 587,
        _ => throw new ArgumentException($"{client.GetType().Name} has no usual port.", nameof(client)),
    };

    private static bool IsTls(MailServerOptions server) => string.Equals(server.Security, "tls", StringComparison.OrdinalIgnoreCase);

    private static SecureSocketOptions SecurityOf(MailServerOptions server) => server.Security.ToUpperInvariant() switch
    {
        "NONE" => SecureSocketOptions.None,
        "STARTTLS" => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.SslOnConnect,
    };
}
