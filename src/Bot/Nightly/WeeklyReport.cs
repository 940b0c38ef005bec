using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Nightly;

/// <summary>Sums up a week for the operator. Counts only: nothing of what a mail says.</summary>
internal sealed class WeeklyReport(NightlyMail mail, TimeProvider clock)
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>Writes the report, and puts it into the outbox as a mail.</summary>
    /// <returns>The report.</returns>
    public Task<string> RunAsync(TriageStore store, string node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        DateTimeOffset now = clock.GetUtcNow();
        return store.UseAsync(
            async (db, token) =>
            {
                string report = string.Join('\n', await LinesAsync(db, now - s_week, token)) + "\n";
                db.Runs.Add(new RunRow { Kind = RunRow.Weekly, Node = node, StartedAt = now, FinishedAt = clock.GetUtcNow(), Report = report });
                db.Outbox.Add(mail.Row("weekly", report, now));
                await db.SaveChangesAsync(token);
                return report;
            },
            cancellationToken);
    }

    private static async Task<List<string>> LinesAsync(TriageDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        IQueryable<MessageRow> messages = db.Messages.Where(m => m.ReceivedAt >= since);
        List<string> lines =
        [
            $"Since {since:yyyy-MM-dd}:",
            $"  {await messages.CountAsync(cancellationToken)} message(s) came in, {await messages.CountAsync(m => m.Failure != null, cancellationToken)} could not be judged",
            $"  {await db.Outbox.CountAsync(o => o.SentAt >= since, cancellationToken)} sent, {await db.Outbox.CountAsync(o => o.State == OutboxState.Held, cancellationToken)} wait for a person, "
                + $"{await db.Outbox.CountAsync(o => o.State == OutboxState.Parked, cancellationToken)} refused by the other side",
            $"  {await db.Verdicts.CountAsync(v => v.RetractedAt >= since, cancellationToken)} verdict(s) retracted",
            "",
            "Regressions:",
        ];
        foreach (var group in await db.Regressions.GroupBy(r => r.State).Select(g => new { State = g.Key, Count = g.Count() }).OrderBy(g => g.State).ToListAsync(cancellationToken))
        {
            lines.Add($"  {group.Count} {RegressionLife.Word(group.State)}");
        }

        foreach (CursorRow source in await db.Cursors.Where(c => c.Failures > 0).OrderBy(c => c.Source).ToListAsync(cancellationToken))
        {
            lines.Add($"Source {source.Source} failed {source.Failures} time(s): {source.LastError}");
        }

        return lines;
    }
}
