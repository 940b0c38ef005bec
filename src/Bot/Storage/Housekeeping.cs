using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Storage;

/// <summary>What was erased.</summary>
internal sealed record HousekeepingResult(int RawMails, int Messages, int Runs);

/// <summary>Erases what is older than its time, see <c>docs/privacy.md</c>.</summary>
internal sealed class Housekeeping(IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan s_budgets = TimeSpan.FromDays(30);

    /// <summary>Erases. What waits for triage, was answered, or is evidence of a regression stays, but for its raw mail.</summary>
    public Task<HousekeepingResult> RunAsync(TriageStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        StorageOptions keep = options.Value.Storage;
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset raw = now - keep.KeepRawMail;
        DateTimeOffset message = now - keep.KeepMessages;
        DateTimeOffset run = now - keep.KeepRuns;
        string budget = (now - s_budgets).UtcDateTime.ToString("yyyy-MM-dd");
        return store.UseAsync(
            async (db, token) =>
            {
                int raws = await db.RawMails.Where(r => db.Messages.Any(m => m.Id == r.MessageId && !m.Queued && m.ReceivedAt < raw)).ExecuteDeleteAsync(token);
                await db.Messages.Where(m => !m.Queued && m.ReceivedAt < raw && m.Headers != "").ExecuteUpdateAsync(set => set.SetProperty(m => m.Headers, ""), token);
                int messages = await db.Messages
                    .Where(m => !m.Queued && m.ReceivedAt < message
                        && !db.Verdicts.Any(v => v.MessageId == m.Id && (v.Replied || v.RegressionId != null))
                        && !db.Outbox.Any(o => o.MessageId == m.Id)
                        && !db.Commands.Any(c => c.MessageId == m.Id))
                    .ExecuteDeleteAsync(token);

                // The last nightly run is what the next one is held against.
                int runs = await db.Runs
                    .Where(r => r.FinishedAt < run && r.Id != db.Runs.Where(n => n.Kind == RunRow.Nightly).Max(n => (long?)n.Id))
                    .ExecuteDeleteAsync(token);
                await db.Budgets.Where(b => string.Compare(b.Day, budget) < 0).ExecuteDeleteAsync(token);
                await db.Messages.Where(m => m.Queued && m.Attempts >= TriageQueue.MaxAttempts)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, TriageQueue.MaxAttempts - TriageQueue.AgainEveryDay), token);
                return new HousekeepingResult(raws, messages, runs);
            },
            cancellationToken);
    }
}
