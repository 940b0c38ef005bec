using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using MimeKit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Nightly;

/// <summary>Takes back what a later run refuted: one correction on each thread and in the issue, counted.</summary>
internal sealed class Retraction(
    RegressionBook book, Dispatch dispatch, MailRenderer mails, BotMetrics metrics, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private const string Who = "nightly";

    /// <summary>Retracts a regression.</summary>
    /// <param name="result">What the run says now, in words.</param>
    /// <returns>False when it was retracted or ended already.</returns>
    public async Task<bool> RunAsync(TriageStore store, long id, string result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        bool isRetracted = await store.UseAsync((db, token) => RetractAsync(db, id, result, token), cancellationToken);
        metrics.Retracted(isRetracted ? 1 : 0);
        return isRetracted;
    }

    /// <summary>Puts the closing of an issue into the outbox.</summary>
    /// <param name="db">The caller saves.</param>
    public async Task CloseAsync(TriageDbContext db, RegressionRow row, string text, bool isFixed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(row);
        OutboxRow? issue = await db.Outbox.SingleOrDefaultAsync(o => o.Kind == OutboxKinds.Issue && o.Fingerprint == row.Fingerprint, cancellationToken);
        if (issue is null)
        {
            return;
        }

        string fingerprint = $"{row.Fingerprint} {(isFixed ? "fixed" : "refuted")} {row.ChangedAt.UtcTicks}";
        IssueChange change = new()
        {
            Fingerprint = row.Fingerprint, Comment = text + "\n", CommentFingerprint = fingerprint, Close = isFixed ? "completed" : "not_planned",
        };
        OutboxRow note = new()
        {
            Kind = OutboxKinds.IssueNote, Fingerprint = fingerprint, FileName = $"issues/{row.Fingerprint[..12]}-{row.ChangedAt.UtcTicks}.md", Content = text + "\n",
            Subject = row.Title, Payload = change.ToJson(), RegressionId = row.Id,
        };
        Outbound outbound = Outbox.Of(issue) with { Kind = OutboxKinds.IssueNote, ApprovedBy = null };
        db.Outbox.Add(dispatch.Decided(note, outbound).Row);
    }

    private async Task<bool> RetractAsync(TriageDbContext db, long id, string result, CancellationToken cancellationToken)
    {
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        RegressionRow row = await db.Regressions.SingleAsync(r => r.Id == id, cancellationToken);
        if (!book.Change(db, row, RegressionState.Invalid, Who, $"A later run says {result}; the verdict is retracted."))
        {
            return false;
        }

        DateTimeOffset now = clock.GetUtcNow();
        await db.Verdicts.Where(v => v.RegressionId == id && v.RetractedAt == null).ExecuteUpdateAsync(set => set.SetProperty(v => v.RetractedAt, now), cancellationToken);
        foreach (OutboxRow reply in await db.Outbox.Where(o => o.RegressionId == id && o.Kind == OutboxKinds.Reply).ToListAsync(cancellationToken))
        {
            if (reply.State is OutboxState.Sent or OutboxState.Sending)
            {
                db.Outbox.Add(Correction(reply, result));
            }
            else
            {
                // What nobody has read yet is simply not said.
                (reply.State, reply.DecidedBy, reply.DecidedAt) = (OutboxState.Rejected, Who, now);
            }
        }

        await CloseAsync(db, row, $"Correction: a later run says {result}. The verdict above is retracted.", isFixed: false, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private OutboxRow Correction(OutboxRow reply, string result)
    {
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(reply.Content));
        using MimeMessage said = MimeMessage.Load(stream);
        string body = $"My earlier verdict on this was wrong: a later run says {result}.\nI retract it. Sorry for the noise.\n\n--\n{options.Value.BotName} is a program and may be wrong. A person reads\n{options.Value.OperatorAddress}; to get no more such mail, write \"stop\" there.\n";
        string id = said.MessageId ?? reply.Fingerprint;
        ReplyDraft draft = new(
            WouldSend: false, HeldBecause: null,
            To: [.. said.To.Mailboxes.Select(m => m.Address)], Cc: [.. said.Cc.Mailboxes.Select(m => m.Address)],
            Subject: said.Subject ?? "", InReplyTo: id, References: [.. said.References, id], MessageId: "correction." + id, Body: body, FileStem: reply.Fingerprint[..12]);
        OutboxRow row = new()
        {
            Kind = OutboxKinds.Correction, Fingerprint = reply.Fingerprint, FileName = $"replies/{draft.FileStem}.correction.eml", Content = mails.Render(draft),
            Subject = draft.Subject, MessageId = reply.MessageId, RegressionId = reply.RegressionId,
        };
        return dispatch.Decided(row, Outbox.Of(reply) with { Kind = OutboxKinds.Correction, ApprovedBy = null }).Row;
    }
}
