using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery;

/// <summary>One row of the outbox and why it may leave or not.</summary>
internal sealed record OutgoingRow(OutboxRow Row, WhyRow? Why);

/// <summary>All that goes out for one message, and why it is answered or not.</summary>
/// <param name="Rows">Files, mails and changes of issues.</param>
/// <param name="Why">Why the message is answered or not; null where nobody would ask.</param>
internal sealed record Outgoing(ImmutableArray<OutgoingRow> Rows, WhyRow? Why)
{
    /// <summary>Nothing goes out, and nobody would ask why.</summary>
    public static Outgoing Nothing { get; } = new([], null);

    /// <summary>Adds it. What is in the outbox already is not added again: the same thing is never said twice.</summary>
    /// <param name="db">In a transaction of the caller's, who has the message saved.</param>
    public async Task AddToAsync(TriageDbContext db, long? messageId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        bool isIssueKnown = Rows.All(r => r.Row.Kind != OutboxKinds.Issue);
        List<OutgoingRow> added = [];
        foreach (OutgoingRow item in Rows)
        {
            OutboxRow row = item.Row;
            bool isKnown = await db.Outbox.AnyAsync(o => o.Kind == row.Kind && o.Fingerprint == row.Fingerprint, cancellationToken);
            isIssueKnown |= isKnown && row.Kind == OutboxKinds.Issue;

            // The first report of a fault opens its issue, every other one is a note on it.
            bool isSuperfluous = row.Kind == OutboxKinds.IssueNote && !isIssueKnown;
            if (!isKnown && !isSuperfluous)
            {
                row.MessageId = messageId;
                db.Outbox.Add(row);
                added.Add(item);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (OutgoingRow item in added.Where(i => i.Why is not null))
        {
            (item.Why!.MessageId, item.Why.OutboxId) = (messageId, item.Row.Id);
            db.Whys.Add(item.Why);
        }

        if (Why is not null)
        {
            Why.MessageId = messageId;
            db.Whys.Add(Why);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
