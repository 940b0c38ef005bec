using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace TriageBot.Bot.Intake;

/// <summary>Tells what a source, a server or the network does from a mistake of this program, and says it with a remedy.</summary>
internal static class SourceFailure
{
    /// <summary>Whether the source failed; cancelling is no failure of it.</summary>
    public static bool IsSourceFailure(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        ProgramStoppedException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException or UnauthorizedAccessException or InvalidDataException or SocketException or TimeoutException => true,
        ProtocolException or CommandException or AuthenticationException or SslHandshakeException or NotSupportedException => true,
        ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotFoundException or ImapProtocolException => true,
        _ => false,
    };

    /// <summary>One sentence and the remedy.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        SslHandshakeException => $"{First(failure)} The certificate or the encryption was not accepted: correct Host, or set CaFile if its authority is a private one.",
        AuthenticationException => $"The login was refused: {First(failure)} Correct Auth, User or the password.",
        FolderNotFoundException e => $"It has no folder {e.FolderName}. Correct Folder.",
        OperationCanceledException or TimeoutException => "The server did not answer in time. See that it runs, or raise Timeout.",
        SocketException => $"{First(failure)} See that the server runs, and that Host and Port are right.",
        IOException or UnauthorizedAccessException or InvalidDataException => $"{First(failure)} Correct the entry in Sources, or remove it there.",
        _ => First(failure),
    };

    private static string First(Exception failure) => Reports.SafeText.Line(failure.Message.Split('\n')[0], 200).TrimEnd('.') + ".";
}
