namespace TriageBot.Bot.Configuration;

/// <summary>What leaves the machine.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>The only mode of this version: files in the output folder and nothing else.</summary>
    public const string Off = "off";

    /// <summary>Default: <c>off</c>.</summary>
    public string Mode { get; set; } = Off;
}
