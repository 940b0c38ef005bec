using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Nightly;

/// <summary>What a person says about a regression.</summary>
/// <param name="Who">An address, a login or <c>operator</c>.</param>
/// <param name="Fix">The commit that mends it, or null.</param>
/// <param name="DuplicateOf">The regression that it is a duplicate of; needed with <see cref="RegressionState.Duplicate"/>.</param>
internal sealed record RegressionWord(RegressionState To, string Who, string Why, string? Fix = null, long? DuplicateOf = null);

/// <summary>Takes a person's word about a regression: state, history, audit log, and the issue.</summary>
internal sealed class RegressionDesk(RegressionBook book, Retraction issues, TimeProvider clock)
{
    /// <summary>Takes it.</summary>
    /// <returns>Null when it was taken, otherwise one sentence why not.</returns>
    public Task<string?> SayAsync(TriageStore store, long id, RegressionWord word, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(word);
        return store.UseAsync((db, token) => SayAsync(db, id, word, token), cancellationToken);
    }

    private async Task<string?> SayAsync(TriageDbContext db, long id, RegressionWord word, CancellationToken cancellationToken)
    {
        RegressionRow? row = await db.Regressions.SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (row is null)
        {
            return $"There is no regression {id}. \"triagebot regressions list --all\" lists them.";
        }

        if (word.To == RegressionState.Duplicate && (word.DuplicateOf is not { } of || of == id || !await db.Regressions.AnyAsync(r => r.Id == of, cancellationToken)))
        {
            return "A duplicate needs the number of another regression that exists.";
        }

        RegressionState from = row.State;
        if (!book.Change(db, row, word.To, word.Who, word.Why))
        {
            return $"Regression {id} is {RegressionLife.Word(from)}, which cannot become {RegressionLife.Word(word.To)}.";
        }

        row.Fix = word.Fix ?? row.Fix;
        row.DuplicateOf = word.To == RegressionState.Duplicate ? word.DuplicateOf : null;
        db.Audit.Add(new AuditRow { At = clock.GetUtcNow(), Who = word.Who, What = RegressionLife.Word(word.To), Subject = $"regression {id}", Detail = word.Fix ?? "" });
        if (word.To is RegressionState.Fixed or RegressionState.Invalid or RegressionState.Duplicate)
        {
            string text = word.To == RegressionState.Fixed && row.Fix.Length > 0 ? $"Fixed by {row.Fix}." : $"Closed as {RegressionLife.Word(word.To)}.";
            await issues.CloseAsync(db, row, text, word.To == RegressionState.Fixed, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
