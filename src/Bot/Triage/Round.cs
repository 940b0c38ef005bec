using System.Globalization;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>One round: every message of every source that is not known yet is judged, recorded and answered.</summary>
/// <remarks>Safe to be killed anywhere: a message is known only when its verdict and everything that goes out for it are recorded with it.</remarks>
internal sealed class Round(ConfiguredSources sources, Judge judge, ReportBuilder reports, Dispatch dispatch, TimeProvider clock)
{
    /// <summary>Runs the round.</summary>
    /// <param name="store">Open, and locked by the caller.</param>
    /// <param name="folder">The output folder.</param>
    /// <exception cref="ProgramStoppedException">The store or a file cannot be written.</exception>
    public async Task<RoundResult> RunAsync(TriageStore store, string folder, CancellationToken cancellationToken)
    {
        OutboxWriter writer = new(store, folder);
        writer.RemoveUnfinished();
        int written = await writer.WriteAllAsync(cancellationToken);
        List<TriagedMessage> added = [];
        List<string> failures = [];
        int seen = 0;
        foreach (string path in sources.Paths)
        {
            using IEnumerator<RawMessage> messages = sources.Read(path).GetEnumerator();
            while (TryNext(messages, path, failures))
            {
                cancellationToken.ThrowIfCancellationRequested();
                seen++;
                if (await TakeAsync(messages.Current, store, cancellationToken) is { } message)
                {
                    added.Add(message);
                    written += await writer.WriteAllAsync(cancellationToken);
                }
            }
        }

        if (added.Count > 0 || written > 0)
        {
            await store.AddRunAsync(new RunRow { FinishedAt = clock.GetUtcNow(), Seen = seen, Added = added.Count }, cancellationToken);
        }

        return new RoundResult([.. added], seen, written, [.. failures]);
    }

    // One source that cannot be read must not keep the others from being read.
    private static bool TryNext(IEnumerator<RawMessage> messages, string path, List<string> failures)
    {
        try
        {
            return messages.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add($"{path} cannot be read: {e.Message} Correct the path in Sources, or remove it there.");
            return false;
        }
    }

    private async Task<TriagedMessage?> TakeAsync(RawMessage raw, TriageStore store, CancellationToken cancellationToken)
    {
        string hash = Fingerprint.OfBytes(raw.Bytes.Span);
        if (await store.HasSeenAsync(hash, cancellationToken))
        {
            return null;
        }

        Judgement? judgement = null;
        string? failure = null;
        try
        {
            judgement = judge.Run(raw.Bytes, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A message that breaks triage must not stop the others, nor break every later round: it is recorded as failed.
            failure = $"{e.GetType().Name}: {e.Message}";
        }

        return judgement is null
            ? await RecordFailureAsync(raw, hash, failure!, store, cancellationToken)
            : await RecordAsync(raw, hash, judgement, store, cancellationToken);
    }

    private async Task<TriagedMessage?> RecordAsync(
        RawMessage raw, string hash, Judgement judgement, TriageStore store, CancellationToken cancellationToken)
    {
        MailHead head = judgement.Facts.Head;
        string key = head.Id.Length > 0 ? head.Id : "sha256:" + hash;
        if (await store.TryAddCopyAsync(key, hash, cancellationToken))
        {
            return null;
        }

        string thread = ReportBuilder.ThreadKey(judgement.Facts);
        List<string> answered = await store.AnsweredAsync(thread, cancellationToken);
        TriageReport report = reports.Build(judgement, [.. answered.Select(json => ThreadAnswers.Of(JsonRenderer.Parse(json)))]);
        MessageRow row = Row(raw, key, thread, head, Words.Of(judgement.Facts.Class));
        row.Verdict = new VerdictRow
        {
            Result = Words.Of(report.Verdict.Result),
            Fingerprint = report.Fingerprint,
            Replied = report.Reply is not null,
            Json = JsonRenderer.Render(report),
        };
        await store.AddAsync(row, hash, dispatch.Of(report), cancellationToken);
        return new TriagedMessage(head.Subject, raw.Source, report, report.Reply is not null, Failure: null);
    }

    private static async Task<TriagedMessage> RecordFailureAsync(
        RawMessage raw, string hash, string failure, TriageStore store, CancellationToken cancellationToken)
    {
        MessageRow row = Row(raw, "sha256:" + hash, "sha256:" + hash, head: null, Words.Of(MailClass.Other));
        row.Failure = failure;
        await store.AddAsync(row, hash, Outgoing.Nothing, cancellationToken);
        return new TriagedMessage(string.Create(CultureInfo.InvariantCulture, $"({raw.Bytes.Length} bytes)"), raw.Source, null, false, failure);
    }

    private static MessageRow Row(RawMessage raw, string key, string thread, MailHead? head, string mailClass) => new()
    {
        Key = key,
        MessageId = head?.Id ?? "",
        ThreadKey = thread,
        Source = raw.Source,
        Subject = head?.Subject ?? "",
        Author = head?.From ?? "",
        Date = head?.Date,
        Class = mailClass,
    };
}
