using System.Collections.Immutable;

namespace TriageBot.Bot.Delivery.Rules;

/// <summary>Something that is about to leave, as the rules see it.</summary>
/// <param name="Kind">See <see cref="OutboxKinds"/>.</param>
/// <param name="People">Recipients that are people.</param>
/// <param name="Lists">Lists that get it, or that the mail came through for which an issue changes.</param>
/// <param name="ThreadKey">The thread, or empty.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="IsSecurity">Whether the mail that it answers looks like a report of a security fault.</param>
/// <param name="ForApprover">Whether it answers a command of somebody who may approve.</param>
/// <param name="ApprovedBy">The person who approved it, or null.</param>
internal sealed record Outbound(
    string Kind,
    ImmutableArray<string> People,
    ImmutableArray<string> Lists,
    string ThreadKey,
    DateTimeOffset CreatedAt,
    bool IsSecurity = false,
    bool ForApprover = false,
    string? ApprovedBy = null);
