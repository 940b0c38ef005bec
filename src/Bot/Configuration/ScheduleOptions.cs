namespace TriageBot.Bot.Configuration;

/// <summary>When the service does what: cron expressions as Quartz reads them (seconds first), in UTC.</summary>
internal sealed class ScheduleOptions
{
    /// <summary>Every source is read. Default: every ten minutes; not more often than once a minute, to be a polite client.</summary>
    public string Poll { get; set; } = "0 0/10 * * * ?";

    /// <summary>Messages that wait are judged. A poll that brings any starts this at once, so that the clock only finds what was left over. Default: every five minutes.</summary>
    public string Triage { get; set; } = "0 0/5 * * * ?";

    /// <summary>Files are written, and what may leave leaves. Triage that has anything to say starts this at once. Default: every minute.</summary>
    public string Deliver { get; set; } = "0 * * * * ?";

    /// <summary>Open regressions and the matrix are run again. Default: half past two.</summary>
    public string Nightly { get; set; } = "0 30 2 * * ?";

    /// <summary>The week is summed up for the operator. Default: Monday at seven.</summary>
    public string Weekly { get; set; } = "0 0 7 ? * MON";

    /// <summary>What is older than its time is erased. Default: four o'clock.</summary>
    public string Housekeeping { get; set; } = "0 0 4 * * ?";

    /// <summary>How long a node may be silent before the others take its work over. Default: 20 seconds; 5 seconds to 10 minutes.</summary>
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Jobs that run at once on this node. Default: 4; 2 to 64.</summary>
    public int Workers { get; set; } = 4;
}
