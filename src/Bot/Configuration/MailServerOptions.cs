namespace TriageBot.Bot.Configuration;

/// <summary>How to reach a mail server, whichever protocol it speaks.</summary>
internal sealed class MailServerOptions
{
    /// <summary>Words that <see cref="Security"/> may be.</summary>
    public static readonly string[] Securities = ["tls", "starttls", "none"];

    /// <summary>Name or address of the server. Default: none, which means that there is no such server.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port. Default: 0, the usual one of the protocol.</summary>
    public int Port { get; set; }

    /// <summary>
    /// <c>tls</c>: encrypted from the first byte; <c>starttls</c>: encrypted before anything else is said, refused when the server
    /// cannot; <c>none</c>: in the clear, for a server on this machine. Default: <c>tls</c>.
    /// </summary>
    public string Security { get; set; } = "tls";

    /// <summary>File with certificates (PEM) that are trusted besides those of the system, for a server with a private authority. Default: none.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>User. Default: none, which means no login.</summary>
    public string User { get; set; } = "";

    /// <summary>Password of <see cref="User"/>.</summary>
    public SecretOptions Password { get; set; } = new();

    /// <summary>Longest time that one exchange with the server may take as a whole. Default: 1 minute; 1 second to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether there is such a server.</summary>
    public bool IsSet => Host.Length > 0;
}
