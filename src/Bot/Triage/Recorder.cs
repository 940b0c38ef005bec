using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TriageBot.Bot.Commands;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>Judges one stored message and records all that comes of it, in one transaction.</summary>
internal sealed class Recorder(Judge judge, EarlierMails earlier, ReportBuilder reports, Dispatch dispatch, RegressionBook regressions, CommandIntake commands, TimeProvider clock)
{
    private const int MaxConflicts = 5;

    // A whole matrix takes seconds; a message that takes this long would keep its partition from all others.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>Judges and records.</summary>
    /// <param name="messageId">The message in the store; it waits for triage.</param>
    /// <param name="bytes">The raw message.</param>
    public async Task<TriagedMessage> JudgeAsync(TriageStore store, long messageId, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        Judgement judgement;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_longest);
        try
        {
            MailFacts facts = judge.Read(bytes);
            judgement = judge.Run(facts, await earlier.OfAsync(store, facts, limit.Token), limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A message that breaks triage must not stop the others, nor break every later round: it is recorded as failed.
            string why = e is OperationCanceledException ? $"Triage took longer than {s_longest}." : $"{e.GetType().Name}: {e.Message}";
            return await FailAsync(store, messageId, why, cancellationToken);
        }

        return await AgainOnConflictAsync(() => store.UseAsync((db, token) => RecordAsync(db, messageId, judgement, token), cancellationToken));
    }

    /// <summary>Records that a message cannot be judged.</summary>
    public static Task<TriagedMessage> FailAsync(TriageStore store, long messageId, string failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.UseAsync(
            async (db, token) =>
            {
                MessageRow row = await db.Messages.Include(m => m.Raw).SingleAsync(m => m.Id == messageId, token);
                (row.Queued, row.Failure, row.Class) = (false, failure, Words.Of(MailClass.Other));
                await db.SaveChangesAsync(token);
                string subject = row.Subject.Length > 0 ? row.Subject : string.Create(CultureInfo.InvariantCulture, $"({row.Raw?.Size ?? 0} bytes)");
                return new TriagedMessage(subject, row.Source, null, false, failure);
            },
            cancellationToken);
    }

    private async Task<TriagedMessage> RecordAsync(TriageDbContext db, long messageId, Judgement judgement, CancellationToken cancellationToken)
    {
        MessageRow row = await db.Messages.Include(m => m.Verdict).SingleAsync(m => m.Id == messageId, cancellationToken);
        List<string> answered = await AnsweredAsync(db, row, cancellationToken);
        TriageReport report = reports.Build(judgement, [.. answered.Select(json => ThreadAnswers.Of(JsonRenderer.Parse(json)))]);
        TriagedMessage result = new(judgement.Facts.Head.Subject, row.Source, Outcome.Of(report), report.Reply is not null, Failure: null);
        if (!row.Queued)
        {
            // Another node was taken for dead and was only slow: it has recorded the same.
            return result;
        }

        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        (row.Queued, row.Class) = (false, Words.Of(judgement.Facts.Class));
        row.Verdict = new VerdictRow
        {
            Result = Words.Of(report.Verdict.Result),
            Fingerprint = report.Fingerprint,
            Replied = report.Reply is not null,
            Json = JsonRenderer.Render(report),
            FullTrace = report.Verdict.FullTrace.IsEmpty ? null : Compressed.OfText(string.Join('\n', report.Verdict.FullTrace)),
            JudgedAt = clock.GetUtcNow(),
        };
        await db.SaveChangesAsync(cancellationToken);
        long? regression = await regressions.ObserveAsync(db, report, row, cancellationToken);
        await dispatch.Of(report).AddToAsync(db, row.Id, cancellationToken);
        commands.Take(db, judgement.Facts, row);
        await db.SaveChangesAsync(cancellationToken);
        if (regression is not null)
        {
            await db.Outbox.Where(o => o.MessageId == row.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.RegressionId, regression), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static Task<List<string>> AnsweredAsync(TriageDbContext db, MessageRow row, CancellationToken cancellationToken) => db.Messages
        .Where(m => m.ThreadKey == row.ThreadKey && m.Verdict != null && m.Verdict.Replied)
        .OrderBy(m => m.Id)
        .Select(m => m.Verdict!.Json)
        .ToListAsync(cancellationToken);

    private static async Task<TriagedMessage> AgainOnConflictAsync(Func<Task<TriagedMessage>> record)
    {
        for (int conflicts = 0; ; conflicts++)
        {
            try
            {
                return await record();
            }
            catch (StoreConflictException) when (conflicts < MaxConflicts)
            {
                // The same fault was recorded from another thread at this moment: decide again, knowing it.
            }
        }
    }
}
