using System.Collections.Immutable;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>A reply as it would leave.</summary>
/// <param name="WouldSend">Whether it would leave now under this configuration.</param>
/// <param name="HeldBecause">Why not, or null when it would.</param>
/// <param name="To">Addresses; empty when the mail has no author address.</param>
/// <param name="Cc">Lists that the mail went to.</param>
/// <param name="InReplyTo">Message-ID without angle brackets, or null.</param>
/// <param name="MessageId">Derived from the fingerprint, without angle brackets.</param>
/// <param name="FileStem">File name without ending.</param>
/// <param name="IsUnasked">Whether it answers no mail at all, such as the report of a night.</param>
internal sealed record ReplyDraft(
    bool WouldSend,
    string? HeldBecause,
    ImmutableArray<string> To,
    ImmutableArray<string> Cc,
    string Subject,
    string? InReplyTo,
    ImmutableArray<string> References,
    string MessageId,
    string Body,
    string FileStem,
    bool IsUnasked = false);

/// <summary>An issue as it would be opened.</summary>
/// <param name="WouldOpen">Whether it would be opened now under this configuration.</param>
/// <param name="Fingerprint">Stands in a marker comment of the body, by which the issue is found again.</param>
/// <param name="FileStem">File name without ending.</param>
internal sealed record IssueDraft(
    bool WouldOpen, string Title, ImmutableArray<string> Labels, string Body, string Fingerprint, string FileStem);

/// <summary>All that is said about one mail. Every rendering is made of this and nothing else.</summary>
/// <param name="ThreadKey">What names the thread of the mail.</param>
/// <param name="Fingerprint">Of the reply, whether or not there is one.</param>
/// <param name="Reply">Null when nothing is to be said.</param>
/// <param name="Issue">Null when nothing is to be opened.</param>
internal sealed record TriageReport(
    Judgement Judgement, string ThreadKey, string Fingerprint, ReplyDecision Decision, ReplyDraft? Reply, IssueDraft? Issue)
{
    /// <summary>Facts of the mail.</summary>
    public MailFacts Facts => Judgement.Facts;

    /// <summary>What came out.</summary>
    public Verdict Verdict => Judgement.Verdict;

    /// <summary>The first candidate that passes, or null.</summary>
    public FixCandidate? BestFix => Verdict.Fixes.FirstOrDefault(f => f.Passes);
}
