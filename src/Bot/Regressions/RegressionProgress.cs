using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Regressions;

/// <summary>Follows the outbox: what waits for a person is held, what is on the other side is reported.</summary>
internal sealed class RegressionProgress(RegressionBook book)
{
    private const string Who = "delivery";

    /// <summary>Brings the states of regressions that nobody has heard of yet up to date.</summary>
    /// <returns>Number of regressions that changed.</returns>
    public Task<int> RunAsync(TriageStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.UseAsync(RunAsync, cancellationToken);
    }

    private async Task<int> RunAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        int changed = 0;
        List<RegressionRow> rows = await db.Regressions
            .Where(r => r.State == RegressionState.New || r.State == RegressionState.Held || (r.IssueNumber == null && r.State == RegressionState.Reported))
            .ToListAsync(cancellationToken);
        foreach (RegressionRow row in rows)
        {
            var said = await db.Outbox
                .Where(o => (o.RegressionId == row.Id && o.Kind == OutboxKinds.Reply) || (o.Fingerprint == row.Fingerprint && o.Kind == OutboxKinds.Issue))
                .Select(o => new { o.Kind, o.State, o.ExternalId })
                .ToListAsync(cancellationToken);
            string? issue = said.FirstOrDefault(o => o.Kind == OutboxKinds.Issue && o.State == OutboxState.Sent)?.ExternalId;
            if (row.IssueNumber is null && long.TryParse(issue, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                row.IssueNumber = number;
                book.Note(db, row, Who, $"Issue #{number}.");
                changed++;
            }

            bool isReported = said.Any(o => o.State == OutboxState.Sent) && book.Change(db, row, RegressionState.Reported, Who, "It is on the other side.");
            bool isHeld = !isReported && said.Any(o => o.State == OutboxState.Held) && book.Change(db, row, RegressionState.Held, Who, "It waits for a person.");
            changed += isReported || isHeld ? 1 : 0;
        }

        await db.SaveChangesAsync(cancellationToken);
        return changed;
    }
}
