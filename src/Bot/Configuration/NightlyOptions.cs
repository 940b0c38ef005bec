namespace TriageBot.Bot.Configuration;

/// <summary>What is run again every night.</summary>
internal sealed class NightlyOptions
{
    /// <summary>Kernel profiles that the matrix and all open regressions are run on. Default: none, which means the newest one.</summary>
    public IList<string> Profiles { get; } = [];

    /// <summary>A regression about which nothing happened for this long is stale. Default: 180 days.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(180);
}
