using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Delivery;

/// <summary>Turns a report into rows of the outbox, each with the decision whether it may leave.</summary>
internal sealed class Dispatch(MailRenderer mails, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private readonly Recipients _recipients = new(options.Value);

    private DeliveryOptions Delivery => options.Value.Delivery;

    /// <summary>All that goes out for a report.</summary>
    public Outgoing Of(TriageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ImmutableArray<OutgoingRow>.Builder rows = ImmutableArray.CreateBuilder<OutgoingRow>();
        if (report.Reply is { } reply)
        {
            OutboxRow row = Row(OutboxKinds.Reply, report, report.Fingerprint, $"replies/{reply.FileStem}.eml", mails.Render(reply));
            row.Subject = reply.Subject;
            rows.Add(Decided(row, _recipients.Outbound(OutboxKinds.Reply, reply.To, reply.Cc, report.ThreadKey, report.Facts)));
            if (!report.Verdict.FullTrace.IsEmpty)
            {
                rows.Add(new OutgoingRow(Row(OutboxKinds.Trace, report, report.Fingerprint, $"replies/{reply.FileStem}.trace.txt", Trace(report)), null));
            }
        }

        if (report.Issue is { } issue)
        {
            Outbound outbound = _recipients.Outbound(OutboxKinds.Issue, [], report.Reply?.Cc ?? [], report.ThreadKey, report.Facts);
            rows.Add(Decided(IssueRow(report, issue), outbound));
            rows.Add(Decided(NoteRow(report, issue), outbound with { Kind = OutboxKinds.IssueNote }));
        }

        return new Outgoing(rows.ToImmutable(), WhyOf(report.Decision));
    }

    /// <summary>Sets how far a row may go by itself, and says why.</summary>
    public OutgoingRow Decided(OutboxRow row, Outbound outbound)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(outbound);
        bool hasWay = OutboxKinds.IsMail(row.Kind) ? Delivery.Smtp.IsSet : Delivery.GitHub.IsSet;
        Ruling ruling = LeaveRules.Decide(outbound with { CreatedAt = clock.GetUtcNow() }, Delivery);
        (row.Person, row.List) = (string.Join(' ', outbound.People), string.Join(' ', outbound.Lists));
        row.ThreadKey = outbound.ThreadKey;
        row.CreatedAt = clock.GetUtcNow();
        if (!hasWay || ruling.Leave == Leave.Withhold)
        {
            row.State = OutboxState.FileOnly;
            return new OutgoingRow(row, ruling.Leave == Leave.Withhold ? Why(ruling) : null);
        }

        row.State = ruling.Leave == Leave.Send ? OutboxState.Approved : OutboxState.Held;
        row.NextAttemptAt = ruling.Until;
        row.DecidedBy = outbound.ForApprover && ruling.Leave == Leave.Send ? RuleNames.Answer : null;
        return new OutgoingRow(row, Why(ruling));
    }

    private static OutboxRow IssueRow(TriageReport report, IssueDraft issue)
    {
        string labels = string.Join(", ", issue.Labels);
        OutboxRow row = Row(
            OutboxKinds.Issue, report, issue.Fingerprint, $"issues/{issue.FileStem}.md", $"# {issue.Title}\n\nLabels: {labels}\n\n{issue.Body}");
        row.Subject = issue.Title;
        row.Payload = new IssueChange { Fingerprint = issue.Fingerprint, Title = issue.Title, Body = issue.Body, Labels = issue.Labels }.ToJson();
        return row;
    }

    private static OutboxRow NoteRow(TriageReport report, IssueDraft issue)
    {
        string text = "Seen again.\n\n" + string.Join('\n', IssueBody.Summary(report.Judgement)) + "\n";
        OutboxRow row = Row(OutboxKinds.IssueNote, report, report.Fingerprint, $"issues/{issue.FileStem}-{report.Fingerprint[..12]}.md", text);
        row.Subject = issue.Title;
        row.Payload = new IssueChange { Fingerprint = issue.Fingerprint, Comment = text, CommentFingerprint = report.Fingerprint }.ToJson();
        return row;
    }

    private WhyRow WhyOf(ReplyDecision decision) =>
        new() { At = clock.GetUtcNow(), Said = false, Rule = decision.Rule, Text = decision.PublicReason };

    private WhyRow Why(Ruling ruling) => new() { At = clock.GetUtcNow(), Said = false, Rule = ruling.Rule, Text = ruling.Why };

    private static string Trace(TriageReport report) =>
        string.Join('\n', report.Verdict.FullTrace.Select(line => SafeText.Verbatim(line))) + "\n";

    private static OutboxRow Row(string kind, TriageReport report, string fingerprint, string fileName, string content) => new()
    {
        Kind = kind,
        Fingerprint = fingerprint,
        FileName = fileName,
        Content = content,
        ThreadKey = report.ThreadKey,
    };
}
