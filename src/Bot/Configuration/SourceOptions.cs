namespace TriageBot.Bot.Configuration;

/// <summary>One place that mails are read from: a path, an IMAP folder or a POP3 mailbox.</summary>
internal sealed class SourceOptions
{
    /// <summary>Words that <see cref="Auth"/> may be.</summary>
    public static readonly string[] Auths = ["password", "oauth2", "anonymous"];

    /// <summary>An archive, a mailbox, a folder of mails or a mail; relative to the working folder. What it is, is told by its content.</summary>
    public string Path { get; set; } = "";

    /// <summary>Name under which it is remembered how far it was read. Default: made of path or server and folder.</summary>
    public string Name { get; set; } = "";

    /// <summary>The IMAP server, instead of a path.</summary>
    public MailServerOptions Imap { get; set; } = new();

    /// <summary>The POP3 server, instead of a path.</summary>
    public MailServerOptions Pop3 { get; set; } = new();

    /// <summary>Folder of the IMAP server. It is only looked at: no flag changes, nothing is deleted. Default: <c>INBOX</c>.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary><c>password</c>; <c>oauth2</c>: the password is an access token, read anew for each connection; <c>anonymous</c>, as archives allow. Default: <c>password</c>.</summary>
    public string Auth { get; set; } = "password";

    /// <summary>Whether to wait at the IMAP server for new mail between polls (IDLE), so that it is read at once. Default: no.</summary>
    public bool Idle { get; set; }

    /// <summary>Whether it is a server and not a path.</summary>
    public bool IsServer => Imap.IsSet || Pop3.IsSet;
}
