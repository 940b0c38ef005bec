using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Regressions;

/// <summary>Keeps the regressions: one for each fault, in whatever threads and lists it is reported, with the history of all that happened to it.</summary>
internal sealed class RegressionBook(TimeProvider clock)
{
    private const string Triage = "triage";

    /// <summary>Takes what a judged message says about regressions: opens one, links the thread, or notes a fix.</summary>
    /// <param name="db">In a transaction of the caller's, with the verdict of the message saved.</param>
    /// <returns>The regression that the message is about, or null.</returns>
    public async Task<long?> ObserveAsync(TriageDbContext db, TriageReport report, MessageRow message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(message);
        RegressionRow? row = report.Issue is { } issue && report.Judgement.Plan is { } plan
            ? await FindOrOpenAsync(db, issue, plan, report, message, cancellationToken)
            : await OfThreadAsync(db, message.ThreadKey, cancellationToken);
        if (row is null)
        {
            return null;
        }

        await LinkAsync(db, row, message.ThreadKey, cancellationToken);
        NoteFix(db, row, report.Facts, message);
        message.Verdict!.RegressionId = row.Id;
        await db.SaveChangesAsync(cancellationToken);
        return row.Id;
    }

    /// <summary>Changes the state, if the state machine allows it, and writes the change down.</summary>
    /// <param name="db">The caller saves.</param>
    /// <returns>False when the step is not allowed; then nothing changes.</returns>
    public bool Change(TriageDbContext db, RegressionRow row, RegressionState to, string who, string why)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(row);
        if (!RegressionLife.May(row.State, to))
        {
            return false;
        }

        RegressionState from = row.State;
        row.State = to;
        Note(db, row, from, who, why);
        return true;
    }

    /// <summary>Writes something down that leaves the state as it is.</summary>
    public void Note(TriageDbContext db, RegressionRow row, string who, string why) => Note(db, row, row.State, who, why);

    private void Note(TriageDbContext db, RegressionRow row, RegressionState from, string who, string why)
    {
        row.ChangedAt = clock.GetUtcNow();
        db.RegressionChanges.Add(new RegressionChangeRow { RegressionId = row.Id, At = row.ChangedAt, From = from, To = row.State, Who = who, Why = why });
    }

    private async Task<RegressionRow> FindOrOpenAsync(
        TriageDbContext db, IssueDraft issue, CheckPlan plan, TriageReport report, MessageRow message, CancellationToken cancellationToken)
    {
        RegressionRow? known = await db.Regressions.SingleOrDefaultAsync(r => r.Fingerprint == issue.Fingerprint, cancellationToken);
        if (known is not null)
        {
            Note(db, known, Triage, $"Reported again by message {message.Id}.");
            return known;
        }

        Verdict verdict = report.Verdict;
        DateTimeOffset now = clock.GetUtcNow();
        RegressionRow row = new()
        {
            Fingerprint = issue.Fingerprint,
            Title = issue.Title,
            Basis = Words.Of(verdict.Basis),
            GoodProfile = verdict.GoodProfile,
            BadProfile = verdict.BadProfile,
            CulpritRange = Culprits(report.Facts),
            ReplayArguments = string.Join('\n', verdict.ReplayArguments),
            Plan = PlanText.Of(plan),
            MessageId = message.Id,
            OpenedAt = now,
            ChangedAt = now,
        };
        db.Regressions.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        Note(db, row, Triage, $"Reproduced from message {message.Id}.");
        return row;
    }

    // Good and bad end of the range as the mail names them; one of them alone is better than nothing.
    private static string Culprits(MailFacts facts)
    {
        string? good = Sha(facts, CommitRole.LastGood);
        string? bad = Sha(facts, CommitRole.FirstBad) ?? Sha(facts, CommitRole.Culprit);
        return (good, bad) switch
        {
            (null, null) => "",
            (null, _) => bad!,
            (_, null) => good + "..",
            _ => $"{good}..{bad}",
        };
    }

    private static string? Sha(MailFacts facts, CommitRole role) => facts.Commits.FirstOrDefault(c => c.Role == role)?.Sha;

    private static async Task<RegressionRow?> OfThreadAsync(TriageDbContext db, string threadKey, CancellationToken cancellationToken) =>
        await db.Regressions
            .Where(r => db.RegressionThreads.Any(t => t.RegressionId == r.Id && t.ThreadKey == threadKey))
            .OrderBy(r => r.Id)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task LinkAsync(TriageDbContext db, RegressionRow row, string threadKey, CancellationToken cancellationToken)
    {
        if (!await db.RegressionThreads.AnyAsync(t => t.RegressionId == row.Id && t.ThreadKey == threadKey, cancellationToken))
        {
            db.RegressionThreads.Add(new RegressionThreadRow { RegressionId = row.Id, ThreadKey = threadKey, LinkedAt = clock.GetUtcNow() });
        }
    }

    // A mail that names a fix proposes it. Whether it is one is found out by running it, or said by a person who may.
    private void NoteFix(TriageDbContext db, RegressionRow row, MailFacts facts, MessageRow message)
    {
        string? fix = Sha(facts, CommitRole.Fix);
        bool isPatch = facts.Class == MailClass.OrderingPatch && facts.Commits.Any(c => c.Role == CommitRole.Fixes && row.CulpritRange.Contains(c.Sha[..Math.Min(7, c.Sha.Length)], StringComparison.Ordinal));
        if ((fix is null && !isPatch) || (fix is not null && row.Fix == fix))
        {
            return;
        }

        string why = fix is null ? $"Message {message.Id} is a patch for it." : $"Message {message.Id} names the fix {fix}.";
        if (fix is not null)
        {
            row.Fix = fix;
        }

        if (!Change(db, row, RegressionState.FixProposed, Triage, why))
        {
            Note(db, row, Triage, why);
        }
    }
}
