using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using TriageBot.Bot.Storage;

namespace TriageBot.Chaos;

/// <summary>What is counted when all is over.</summary>
/// <param name="Lost">Messages that came in and have no verdict.</param>
/// <param name="TwiceStored">Message-IDs that are two messages.</param>
/// <param name="RepliesMissing">Reports whose reply is not in the mailbox of the list.</param>
/// <param name="RepliesTwice">Message-IDs that are twice in the mailbox of the list.</param>
/// <param name="IssuesMissing">Reports without an issue.</param>
/// <param name="IssuesTwice">Markers that two issues carry.</param>
/// <param name="Commands">Commands that people gave as comments.</param>
/// <param name="AnswersMissing">Those that no comment answers.</param>
/// <param name="AnswersTwice">Those that two comments answer.</param>
/// <param name="Inconsistent">Faults of the database, one sentence each.</param>
internal sealed record AuditResult(
    int Messages, int Lost, int TwiceStored, int Replies, int RepliesMissing, int RepliesTwice, int Issues, int IssuesMissing, int IssuesTwice,
    int Commands, int AnswersMissing, int AnswersTwice, IReadOnlyList<string> Inconsistent)
{
    public bool IsClean => Lost + TwiceStored + RepliesMissing + RepliesTwice + IssuesMissing + IssuesTwice + AnswersMissing + AnswersTwice + Inconsistent.Count == 0;
}

/// <summary>Compares what went in with what is in the store, in the mailboxes and at GitHub.</summary>
internal static partial class Audit
{
    /// <summary>Whether something is still to be done.</summary>
    public static async Task<bool> IsBusyAsync(Town town, Traffic traffic)
    {
        await using TriageDbContext db = town.Store.Create();
        return await db.Messages.CountAsync(m => !m.Queued) < traffic.Sent.Count
            || await db.Messages.AnyAsync(m => m.Queued)
            || await db.Commands.CountAsync(c => c.Decision != "") < traffic.Asked.Count
            || await db.Outbox.AnyAsync(o => o.State == OutboxState.Approved || o.State == OutboxState.Sending);
    }

    /// <summary>Counts.</summary>
    public static async Task<AuditResult> RunAsync(Town town, Traffic traffic, CancellationToken cancellationToken)
    {
        await using TriageDbContext db = town.Store.Create();
        List<string> judged = await db.Messages.Where(m => m.Verdict != null && m.Failure == null).Select(m => m.MessageId).ToListAsync(cancellationToken);
        List<MimeMessage> mails = [.. await town.Dovecot.ReadAsync("linux-kernel", cancellationToken)];
        List<IGrouping<string?, MimeMessage>> replies = [.. mails.GroupBy(m => m.MessageId, StringComparer.Ordinal)];
        HashSet<string> answered = [.. mails.Select(m => m.InReplyTo ?? "")];
        List<IGrouping<string, string>> issues = [.. town.GitHub.State.Issues.Select(i => Marker().Match((string)i["body"]!).Value).GroupBy(m => m, StringComparer.Ordinal)];
        List<int> answers = [.. traffic.Asked.Select(n => town.GitHub.State.CommentsOf(n).Count(c => ((string)c["body"]!).Contains("> `#triage status", StringComparison.Ordinal)))];
        return new AuditResult(
            traffic.Sent.Count,
            traffic.Sent.Except(judged, StringComparer.Ordinal).Count(),
            judged.GroupBy(id => id, StringComparer.Ordinal).Count(g => g.Count() > 1),
            mails.Count,
            traffic.Reports.Except(answered, StringComparer.Ordinal).Count(),
            replies.Count(g => g.Count() > 1),
            town.GitHub.State.Issues.Count,
            Math.Max(0, traffic.Reports.Count - issues.Count),
            issues.Count(g => g.Count() > 1),
            answers.Count,
            answers.Count(count => count == 0),
            answers.Count(count => count > 1),
            await FaultsAsync(db, cancellationToken));
    }

    private static async Task<List<string>> FaultsAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        if (db is SqliteTriageDbContext)
        {
            faults.AddRange((await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").ToListAsync(cancellationToken)).Where(line => line != "ok"));
            int keys = await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM pragma_foreign_key_check").SingleAsync(cancellationToken);
            faults.AddRange(keys == 0 ? [] : [$"{keys} rows refer to rows that do not exist"]);
        }

        await CountAsync("judged messages without a verdict", db.Messages.Where(m => !m.Queued && m.Failure == null && m.Verdict == null));
        await CountAsync("messages that triage gave up", db.Messages.Where(m => m.Failure != null));
        await CountAsync("verdicts of waiting messages", db.Messages.Where(m => m.Queued && m.Verdict != null));
        await CountAsync("messages without a sighting", db.Messages.Where(m => !db.Sightings.Any(s => s.MessageId == m.Id)));
        await CountAsync("messages without a thread", db.Messages.Where(m => !db.Threads.Any(t => t.Key == m.ThreadKey)));
        await CountAsync("answered verdicts without a reply in the outbox", db.Verdicts.Where(v => v.Replied && !db.Outbox.Any(o => o.MessageId == v.MessageId && o.Kind == "reply")));
        await CountAsync("regressions without a history", db.Regressions.Where(r => !db.RegressionChanges.Any(c => c.RegressionId == r.Id)));
        await CountAsync("outbox rows that were parked", db.Outbox.Where(o => o.State == OutboxState.Parked));
        return faults;

        async Task CountAsync<T>(string what, IQueryable<T> rows)
        {
            int count = await rows.CountAsync(cancellationToken);
            faults.AddRange(count == 0 ? [] : [$"{count} {what}"]);
        }
    }

    [GeneratedRegex("triagebot:[0-9a-f]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();
}
