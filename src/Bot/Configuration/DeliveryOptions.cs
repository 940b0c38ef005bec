namespace TriageBot.Bot.Configuration;

/// <summary>What leaves the machine.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>Files in the output folder and nothing else.</summary>
    public const string Off = "off";

    /// <summary>Everything waits until a person approves it.</summary>
    public const string Hold = "hold";

    /// <summary>As <see cref="Hold"/>, but what goes only to lists named in <see cref="AutoLists"/> leaves by itself.</summary>
    public const string Auto = "auto";

    /// <summary>Words that <see cref="Mode"/> may be.</summary>
    public static readonly string[] Modes = [Off, Hold, Auto];

    /// <summary><c>off</c>, <c>hold</c> or <c>auto</c>. Default: <c>off</c>.</summary>
    public string Mode { get; set; } = Off;

    /// <summary>Lists that opted in to replies that nobody approved. Where a mail went to several lists, all must be named. Default: none.</summary>
    public IList<string> AutoLists { get; } = [];

    /// <summary>Lists whose policy allows a complete diff in a reply. Default: none; elsewhere a person asks for it with <c>#triage patch</c>.</summary>
    public IList<string> PatchLists { get; } = [];

    /// <summary>How long a reply that nobody approved waits, so that people answer first. Default: 1 day.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Older than this, a reply that nobody approved is held: late news is noise. Default: 7 days.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long after a send whose end is not known the other side is asked, and only then sent to again. Default: 10 minutes; longer than any exchange may take.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Tries of one mail or issue before it is parked. Default: 10.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>First wait after a failure; each one doubles, up to six hours. Default: 1 minute.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most that leaves.</summary>
    public BudgetOptions Budgets { get; set; } = new();

    /// <summary>Server that mail is handed to.</summary>
    public MailServerOptions Smtp { get; set; } = new();

    /// <summary>Address that gets a blind copy of all mail, usually the bot's own, so that <see cref="Sent"/> shows what left. Default: none.</summary>
    public string CopyTo { get; set; } = "";

    /// <summary>IMAP server on which copies of sent mail are found; asked before a mail is sent a second time.</summary>
    public MailServerOptions Sent { get; set; } = new();

    /// <summary>Folder there. Default: <c>INBOX</c>.</summary>
    public string SentFolder { get; set; } = "INBOX";

    /// <summary>Where issues go.</summary>
    public GitHubOptions GitHub { get; set; } = new();
}

/// <summary>Most that leaves, in one day (UTC) unless it says otherwise. Answers to commands and error replies count as well.</summary>
internal sealed class BudgetOptions
{
    /// <summary>Mails and changes of issues altogether. Default: 50.</summary>
    public int Day { get; set; } = 50;

    /// <summary>To one list. Default: 10.</summary>
    public int List { get; set; } = 10;

    /// <summary>In one thread, or one issue. Default: 3.</summary>
    public int Thread { get; set; } = 3;

    /// <summary>Mails in one thread as long as it lives, whatever the day. Default: 10.</summary>
    public int ThreadTotal { get; set; } = 10;

    /// <summary>To one person, also as comments that answer one login. Default: 5.</summary>
    public int Person { get; set; } = 5;
}

/// <summary>Where issues go.</summary>
internal sealed class GitHubOptions
{
    /// <summary><c>OWNER/NAME</c>. Default: none, which means that no issue is opened.</summary>
    public string Repository { get; set; } = "";

    /// <summary>Root of the API. Default: that of github.com; GitHub Enterprise has another.</summary>
    public Uri Api { get; set; } = new("https://api.github.com/");

    /// <summary>Personal access token that may write issues of the repository.</summary>
    public SecretOptions Token { get; set; } = new();

    /// <summary>Number of a GitHub App, instead of a token. Default: 0, none.</summary>
    public long AppId { get; set; }

    /// <summary>Number of its installation at the repository.</summary>
    public long InstallationId { get; set; }

    /// <summary>Private key of the App, PEM.</summary>
    public SecretOptions PrivateKey { get; set; } = new();

    /// <summary>Longest time that one request may take. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether issues go anywhere.</summary>
    public bool IsSet => Repository.Length > 0;
}
