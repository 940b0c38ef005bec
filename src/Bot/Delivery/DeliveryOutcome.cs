namespace TriageBot.Bot.Delivery;

/// <summary>How an attempt to deliver ended.</summary>
internal enum DeliveryResult
{
    /// <summary>It is on the other side.</summary>
    Delivered,

    /// <summary>It is not there; another try may help.</summary>
    Later,

    /// <summary>It is not there, and trying again as it is cannot help.</summary>
    Refused,

    /// <summary>Nobody knows whether it is there: the connection ended between the content and the answer to it.</summary>
    Doubtful,

    /// <summary>The other side as a whole cannot be used now; nothing was tried that could have arrived.</summary>
    Unreachable,
}

/// <summary>How an attempt to deliver ended, and what the other side said.</summary>
/// <param name="Detail">For the operator: what happened, and the remedy where there is one. Has no secret in it.</param>
/// <param name="ExternalId">What the other side calls it when it is there: Message-ID, issue number; otherwise null.</param>
/// <param name="Wait">How long the other side asked to be left alone; null when it did not say.</param>
internal sealed record DeliveryOutcome(DeliveryResult Result, string Detail, string? ExternalId = null, TimeSpan? Wait = null)
{
    public static DeliveryOutcome Delivered(string externalId, string detail = "") => new(DeliveryResult.Delivered, detail, externalId);
}

/// <summary>What the other side answers when it is asked whether something arrived.</summary>
/// <param name="IsKnown">False when there is nobody to ask.</param>
/// <param name="ExternalId">What the other side calls it; null when it is not there.</param>
internal sealed record Lookup(bool IsKnown, string? ExternalId)
{
    public static Lookup NobodyToAsk { get; } = new(false, null);

    public static Lookup Absent { get; } = new(true, null);

    public static Lookup Found(string externalId) => new(true, externalId);
}
