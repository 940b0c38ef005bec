namespace TriageBot.Bot.Configuration;

/// <summary>All settings of the program. Keys are the property names; see <c>docs/configuration.md</c>.</summary>
internal sealed class TriageBotOptions
{
    /// <summary>Where the store, replies and issues go; relative to the working folder. Default: <c>out</c>.</summary>
    public string OutputFolder { get; set; } = "out";

    /// <summary>What is read. Default: none, which means the demo mailbox that comes with the program.</summary>
    public IList<SourceOptions> Sources { get; } = [];

    /// <summary>Address that replies come from. Default: <c>triagebot@example.org</c>, which can receive nothing.</summary>
    public string BotAddress { get; set; } = "triagebot@example.org";

    /// <summary>Name beside <see cref="BotAddress"/>. Default: <c>TriageBot</c>.</summary>
    public string BotName { get; set; } = "TriageBot";

    /// <summary>Address of the person who runs the bot; stands in the footer of every reply. Default: <c>operator@example.org</c>.</summary>
    public string OperatorAddress { get; set; } = "operator@example.org";

    /// <summary>Addresses that are mailing lists besides those of <see cref="ListDomains"/>. Default: none.</summary>
    public IList<string> Lists { get; } = [];

    /// <summary>Domains that host mailing lists only; a reply may be copied to addresses there. Entries add to the built-in ones.</summary>
    public IList<string> ListDomains { get; } = [];

    /// <summary>A git repository of the kernel that commits are verified against; relative to the working folder. Default: none.</summary>
    public string KernelTree { get; set; } = "";

    /// <summary>What leaves the machine.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Who may tell the bot what to do.</summary>
    public CommandOptions Commands { get; set; } = new();

    /// <summary>Where the store is, and how long it keeps what.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>When the service does what.</summary>
    public ScheduleOptions Schedule { get; set; } = new();

    /// <summary>What is run again every night.</summary>
    public NightlyOptions Nightly { get; set; } = new();

    /// <summary>What the service shows of itself.</summary>
    public OperationsOptions Operations { get; set; } = new();
}
