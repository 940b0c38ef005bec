using System.Collections.Immutable;
using TriageBot.Bot.Reports;

namespace TriageBot.Bot.Triage;

/// <summary>One new message of a round.</summary>
/// <param name="Report">Null when triage failed.</param>
/// <param name="ReplyWritten">Whether a reply of it is new in the output folder.</param>
/// <param name="Failure">Why triage failed, or null.</param>
internal sealed record TriagedMessage(string Subject, string Source, TriageReport? Report, bool ReplyWritten, string? Failure);

/// <summary>What a round did.</summary>
/// <param name="Seen">Messages read, known ones included.</param>
/// <param name="FilesWritten">Files written to the output folder, those of an earlier round that was cut short included.</param>
/// <param name="SourceFailures">Sources that could not be read, one sentence each.</param>
internal sealed record RoundResult(
    ImmutableArray<TriagedMessage> New, int Seen, int FilesWritten, ImmutableArray<string> SourceFailures);
