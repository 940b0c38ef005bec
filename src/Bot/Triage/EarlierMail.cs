using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Triage;

/// <summary>What an earlier mail of a thread says, as far as a later one may build on it.</summary>
/// <param name="Id">Message-ID without angle brackets.</param>
/// <param name="LeftQuestions">Whether it could not be checked for want of facts.</param>
internal sealed record EarlierMail(
    string Id, bool LeftQuestions, ImmutableArray<CallbackFact> Callbacks, ImmutableArray<OrderingFact> Orderings, ImmutableArray<CommitFact> Commits)
{
    /// <summary>Subject, which says which patch of a series it is.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What its diff does to the module chain and the module loader; null when nothing, and for a stored mail that is no patch before this one.</summary>
    public KernelPatch? KernelPatch { get; init; }

    /// <summary>Of a judgement.</summary>
    public static EarlierMail Of(Judgement judgement)
    {
        MailFacts facts = judgement.Facts;
        return new EarlierMail(
            facts.Head.Id,
            judgement.Verdict.Result == VerdictResult.NeedsInformation,
            [.. facts.Callbacks.Select(c => c with { Line = 0, Span = default })],
            [.. facts.Orderings.Where(o => o.Kind != OrderingKind.Derived).Select(o => o with { Line = 0, Span = default })],
            [.. facts.Commits.Select(c => c with { Line = 0, Span = default })])
        {
            Subject = facts.Head.Subject,
            KernelPatch = facts.KernelPatch,
        };
    }

    /// <summary>Of a stored report.</summary>
    public static EarlierMail Of(ReportJson report) => new(
        report.Message.Id ?? "",
        report.Verdict.Result == Words.Of(VerdictResult.NeedsInformation),
        [.. report.Facts.Callbacks.Where(c => !c.Plain).Select(c => new CallbackFact(c.Name, c.PriorityText, c.Priority, c.Chain, c.States, 0, default))],
        [
            .. report.Facts.Orderings.Where(o => !o.Plain && o.Kind != Words.Of(OrderingKind.Derived))
                .Select(o => new OrderingFact(o.Event ?? "", Enum.Parse<OrderingKind>(o.Kind, ignoreCase: true), o.Sequence, 0, default)),
        ],
        [
            .. report.Facts.Commits
                .Select(c => new CommitFact(c.Sha, c.Subject, Enum.Parse<CommitRole>(c.Role.Replace("-", "", StringComparison.Ordinal), ignoreCase: true), 0, default)),
        ]);
}
