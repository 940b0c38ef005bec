namespace TriageBot.Bot.Configuration;

/// <summary>Who may tell the bot what to do. See <c>docs/commands.md</c>.</summary>
internal sealed class CommandOptions
{
    /// <summary>People and what they may do. Default: nobody; then only <c>stop</c> about oneself is heard.</summary>
    public IList<CommandPersonOptions> People { get; } = [];

    /// <summary>Domains whose ARC seals are believed about mails that a list changed on the way. Default: none.</summary>
    public IList<string> TrustedSealers { get; } = [];

    /// <summary>Older commands are refused. Default: 7 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Most commands that are read out of one mail or comment. Default: 3.</summary>
    public int MaxPerMessage { get; set; } = 3;

    /// <summary>Server that is asked for DKIM keys, as an address. Default: none, which means those of the system.</summary>
    public string DnsServer { get; set; } = "";

    /// <summary>File with DNS answers instead of a server, one <c>NAME TXT "TEXT"</c> a line; for closed networks and tests. Default: none.</summary>
    public string DnsFile { get; set; } = "";
}

/// <summary>A person and what that person may do.</summary>
internal sealed class CommandPersonOptions
{
    /// <summary>Mail address; commands by mail need a DKIM signature of its domain. Default: none.</summary>
    public string Address { get; set; } = "";

    /// <summary>Login at GitHub. Default: none.</summary>
    public string GitHub { get; set; } = "";

    /// <summary>Commands that the person may give: their words, or <c>all</c>.</summary>
    public IList<string> Rights { get; } = [];
}
