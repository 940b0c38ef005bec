using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Triage;

/// <summary>The mails of a thread that were judged before, out of the store.</summary>
internal sealed class EarlierMails(Judge judge)
{
    // What is said of an order stands near; a thread of thousands of mails must not be read again for each of them.
    private const int MaxThreadMessages = 50;

    /// <summary>Those before a mail, the nearest first. The patches of its series come with what they change, as long as their raw mails are kept.</summary>
    public async Task<IReadOnlyList<EarlierMail>> OfAsync(TriageStore store, MailFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(facts);
        string[] references = [.. ThreadBuilder.ReferencesOf(facts.Head)];
        bool builds = facts.Callbacks.Length + facts.Orderings.Length > 0 || PatchSubject.Read(facts.Head.Subject) is { IsReply: false, Number: > 1 };
        if (references.Length == 0 || !builds)
        {
            return [];
        }

        List<Judged> judged = await store.UseAsync(
            (db, token) =>
            {
                IQueryable<string> threads = db.Messages.Where(m => references.Contains(m.Key)).Select(m => m.ThreadKey);
                return db.Messages
                    .Where(m => m.Verdict != null && m.Verdict.Json != VerdictRow.Erased && (references.Contains(m.ThreadKey) || threads.Contains(m.ThreadKey)))
                    .OrderByDescending(m => m.Id)
                    .Take(MaxThreadMessages)
                    .Select(m => new Judged(m.Id, m.Subject, m.Verdict!.Json))
                    .ToListAsync(token);
            },
            cancellationToken);
        List<EarlierMail> earlier = [];
        foreach (Judged mail in judged)
        {
            KernelPatch? patch = PatchTrials.IsBefore(mail.Subject, facts) ? await PatchAsync(store, mail.Id, cancellationToken) : null;
            earlier.Add(EarlierMail.Of(JsonRenderer.Parse(mail.Json)) with { Subject = mail.Subject, KernelPatch = patch });
        }

        return earlier;
    }

    private async Task<KernelPatch?> PatchAsync(TriageStore store, long message, CancellationToken cancellationToken)
    {
        RawMailRow? raw = await store.UseAsync((db, token) => db.RawMails.AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == message, token), cancellationToken);
        return raw is null ? null : judge.Read(Compressed.Undo(raw.Compressed)).KernelPatch;
    }

    private sealed record Judged(long Id, string Subject, string Json);
}
