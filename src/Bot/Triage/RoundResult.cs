using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Triage;

/// <summary>What a person wants to see of a report at once. Small, since a round may have a hundred thousand.</summary>
/// <param name="Class">Class of the mail in words.</param>
/// <param name="BestFix">Kind of the first candidate that passes, in words, or null.</param>
internal sealed record Outcome(string Class, VerdictResult Result, string? BestFix)
{
    /// <summary>Of a report.</summary>
    public static Outcome Of(TriageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new Outcome(Words.Of(report.Facts.Class), report.Verdict.Result, report.BestFix is { } fix ? Words.Of(fix.Kind) : null);
    }
}

/// <summary>One new message of a round.</summary>
/// <param name="Outcome">Null when triage failed.</param>
/// <param name="IsAnswered">Whether a reply was made for it.</param>
/// <param name="Failure">Why triage failed, or null.</param>
internal sealed record TriagedMessage(string Subject, string Source, Outcome? Outcome, bool IsAnswered, string? Failure);

/// <summary>What a round did.</summary>
/// <param name="New">New messages in order of arrival; beyond <see cref="MaxListed"/> only those that were answered or failed.</param>
/// <param name="Judged">Number of new messages.</param>
/// <param name="Seen">Messages read, known ones included.</param>
/// <param name="FilesWritten">Files written to the output folder, those of an earlier round that was cut short included.</param>
/// <param name="SourceFailures">Sources that could not be read, one sentence each.</param>
internal sealed record RoundResult(
    ImmutableArray<TriagedMessage> New, int Judged, int Seen, int FilesWritten, ImmutableArray<string> SourceFailures)
{
    /// <summary>Most messages that are listed whatever became of them.</summary>
    public const int MaxListed = 200;
}
