using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery;

/// <summary>One way out of the machine.</summary>
internal interface IDeliveryChannel
{
    /// <summary>What it is called, for people.</summary>
    string Name { get; }

    /// <summary>Whether it is configured.</summary>
    bool IsSet { get; }

    /// <summary>Whether it carries a kind of outbox row.</summary>
    bool Carries(string kind);

    /// <summary>Asks the other side whether something arrived. Never throws for what the other side does.</summary>
    /// <param name="store">Also knows what came back from the lists.</param>
    /// <returns>The answer, or why there is none: then <see cref="DeliveryOutcome.Result"/> says whether to try again.</returns>
    Task<(Lookup? Answer, DeliveryOutcome? Failure)> FindAsync(TriageStore store, OutboxRow row, CancellationToken cancellationToken);

    /// <summary>Hands it to the other side once. Never throws for what the other side does.</summary>
    Task<DeliveryOutcome> SendAsync(OutboxRow row, CancellationToken cancellationToken);
}
