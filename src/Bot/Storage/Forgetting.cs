using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TriageBot.Bot.Storage;

/// <summary>What was erased about a person.</summary>
internal sealed record Forgotten(int Messages, int Outbox, int Files);

/// <summary>Erases what is stored about a person, on the person's wish; that a message was seen is kept as a hash, so that it is not read in again.</summary>
internal sealed class Forgetting(TimeProvider clock)
{
    private const string Erased = "(erased)";

    /// <summary>Erases.</summary>
    /// <param name="address">The address, in any case.</param>
    /// <param name="folder">The output folder, for files that quote the person.</param>
    public async Task<Forgotten> RunAsync(TriageStore store, string address, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(address);
        (Forgotten result, List<string> files) = await store.UseAsync((db, token) => EraseAsync(db, address.ToLowerInvariant(), token), cancellationToken);
        int deleted = 0;
        foreach (string path in files.Select(f => Path.Combine(folder, f)).Where(File.Exists))
        {
            File.Delete(path);
            deleted++;
        }

        return result with { Files = deleted };
    }

    private async Task<(Forgotten Result, List<string> Files)> EraseAsync(TriageDbContext db, string address, CancellationToken cancellationToken)
    {
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        List<MessageRow> messages = await db.Messages.Include(m => m.Raw).Include(m => m.Verdict).Where(m => m.Author.ToLower() == address).ToListAsync(cancellationToken);
        long[] ids = [.. messages.Select(m => m.Id)];
        foreach (MessageRow message in messages)
        {
            (message.Author, message.Subject, message.Headers, message.Raw, message.Queued) = ("", Erased, "", null, false);
            if (message.Verdict is { } verdict)
            {
                (verdict.Json, verdict.FullTrace, verdict.Replied) = (VerdictRow.Erased, null, false);
            }
        }

        // A row names its people as words, and one address may be the end of another one.
        string word = $" {address} ";
        List<OutboxRow> outbox = await db.Outbox.Where(o => (o.MessageId != null && ids.Contains(o.MessageId.Value)) || (" " + o.Person.ToLower() + " ").Contains(word)).ToListAsync(cancellationToken);
        List<string> files = [.. outbox.Select(o => o.FileName)];
        foreach (OutboxRow row in outbox)
        {
            (row.Content, row.Payload, row.Subject, row.Person, row.Written) = ("", "", Erased, "", true);
            row.State = row.State is OutboxState.Sent or OutboxState.FileOnly ? row.State : OutboxState.Rejected;
        }

        foreach (CommandRow command in await db.Commands.Where(c => c.Sender.ToLower() == address).ToListAsync(cancellationToken))
        {
            (command.Sender, command.Argument) = ("", "");
        }

        db.Audit.Add(new AuditRow { At = clock.GetUtcNow(), Who = "operator", What = "forget", Subject = $"{ids.Length} message(s)" });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (new Forgotten(ids.Length, outbox.Count, 0), files);
    }
}
