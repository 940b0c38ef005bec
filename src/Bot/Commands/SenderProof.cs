namespace TriageBot.Bot.Commands;

/// <summary>Whether a mail really comes from its author.</summary>
/// <param name="Address">Address of the author; empty when there is none or more than one.</param>
/// <param name="IsProven">Whether a signature proves it.</param>
/// <param name="Why">By what, or why not, in one sentence without addresses.</param>
/// <param name="ReplayKey">The same for every copy of the mail whose signature holds, whatever unsigned headers were changed.</param>
/// <param name="WrittenAt">Date of the mail; signed where the mail is proven.</param>
internal sealed record SenderProof(string Address, bool IsProven, string Why, string ReplayKey, DateTimeOffset? WrittenAt);
