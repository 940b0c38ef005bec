using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Commands;

/// <summary>What a command is about.</summary>
/// <param name="ThreadKey">The thread, or empty.</param>
/// <param name="MessageId">The judged message that it is about: the last one of the thread about order; null when there is none.</param>
/// <param name="RegressionId">The regression, or null.</param>
internal sealed record CommandTarget(string ThreadKey, long? MessageId, long? RegressionId)
{
    /// <summary>Finds it: by the thread of a mail, or by the issue of a comment.</summary>
    public static Task<CommandTarget> FindAsync(TriageStore store, CommandRow command, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) => command.Channel == CommandNames.Mail ? await OfThreadAsync(db, command.Subject, token) : await OfIssueAsync(db, command.Subject, token),
        cancellationToken);

    private static async Task<CommandTarget> OfThreadAsync(TriageDbContext db, string thread, CancellationToken cancellationToken)
    {
        string about = Words.Of(Engine.Checks.VerdictResult.NotOrdering);
        long? message = await db.Messages
            .Where(m => m.ThreadKey == thread && m.Verdict != null && m.Verdict.Result != about)
            .OrderByDescending(m => m.Id).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancellationToken);
        long? regression = await db.RegressionThreads
            .Where(t => t.ThreadKey == thread).OrderBy(t => t.RegressionId).Select(t => (long?)t.RegressionId).FirstOrDefaultAsync(cancellationToken);
        return new CommandTarget(thread, message, regression);
    }

    private static async Task<CommandTarget> OfIssueAsync(TriageDbContext db, string number, CancellationToken cancellationToken)
    {
        OutboxRow? issue = await db.Outbox.AsNoTracking()
            .FirstOrDefaultAsync(o => o.Kind == OutboxKinds.Issue && o.State == OutboxState.Sent && o.ExternalId == number, cancellationToken);
        return issue is null ? new CommandTarget("", null, null) : new CommandTarget(issue.ThreadKey, issue.MessageId, issue.RegressionId);
    }
}
