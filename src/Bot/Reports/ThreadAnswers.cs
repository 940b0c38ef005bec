using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Reports;

/// <summary>What of a report counts when a later mail of the thread is compared with it.</summary>
internal static class ThreadAnswers
{
    /// <summary>Of a judgement.</summary>
    public static ThreadAnswer Of(Judgement judgement) => new(
        Words.Of(judgement.Verdict.Result),
        [.. judgement.Verdict.Claims.Select(c => ReportWords.Of(c.Claim)), .. judgement.Verdict.Patch?.Changes ?? []],
        [.. judgement.Facts.Callbacks.Where(c => c.Priority is not null).Select(c => $"{c.Name}={c.Priority}")]);

    /// <summary>Of a stored report.</summary>
    public static ThreadAnswer Of(ReportJson report) => new(
        report.Verdict.Result,
        [.. report.Verdict.Claims.Select(c => c.Claim), .. report.Verdict.Patch?.Changes ?? []],
        [.. report.Facts.Callbacks.Where(c => c.Priority is not null).Select(c => $"{c.Name}={c.Priority}")]);
}
