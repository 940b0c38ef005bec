using System.Runtime.CompilerServices;
using MailKit;
using MailKit.Net.Imap;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Mail;

namespace TriageBot.Bot.Intake.Mailboxes;

/// <summary>A folder of an IMAP server, looked at and never changed (EXAMINE, BODY.PEEK).</summary>
/// <remarks>Numbers are asked for in ranges and bodies in small lots, so that memory does not grow with the folder.</remarks>
internal sealed class ImapSource(SourceOptions options, string setting, string folder) : IMessageSource
{
    private const uint FirstRange = 500;
    private const int MaxLot = 50;
    private const long MaxLotBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceMessage> ReadAsync(string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Watchdog watchdog = new(options.Imap.Timeout, cancellationToken);
        using ImapClient client = new();
        await watchdog.RunAsync(token => MailServer.OpenAsync(client, options.Imap, setting, folder, options.Auth, token));
        ImapFolder box = (ImapFolder)await watchdog.RunAsync(token => client.GetFolderAsync(options.Folder, token));
        await watchdog.RunAsync(token => box.OpenAsync(FolderAccess.ReadOnly, token));
        uint next = box.UidNext?.Id ?? uint.MaxValue;
        uint last = ImapCursor.From(since, box.UidValidity).Uid;
        for (uint range = FirstRange; last + 1 < next && box.Count > 0;)
        {
            uint end = (uint)Math.Min((ulong)last + range, next - 1UL);
            UniqueIdRange uids = new(box.UidValidity, last + 1, end);
            IList<IMessageSummary> found = await watchdog.RunAsync(token => box.FetchAsync(uids, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, token));
            foreach (List<IMessageSummary> lot in Lots(found.Where(m => m.UniqueId.Id > last).OrderBy(m => m.UniqueId.Id)))
            {
                foreach (SourceMessage message in await watchdog.RunAsync(token => FetchAsync(box, lot, token)))
                {
                    yield return message;
                }
            }

            // Long gaps are where a folder was cleaned up; they are crossed in ever longer steps.
            range = found.Count == 0 ? range * 2 : FirstRange;
            last = end;
        }

        await watchdog.RunAsync(token => client.DisconnectAsync(quit: true, token));
    }

    private static IEnumerable<List<IMessageSummary>> Lots(IEnumerable<IMessageSummary> messages)
    {
        List<IMessageSummary> lot = [];
        long bytes = 0;
        foreach (IMessageSummary message in messages)
        {
            if (lot.Count == MaxLot || (lot.Count > 0 && bytes + (message.Size ?? 0) > MaxLotBytes))
            {
                yield return lot;
                (lot, bytes) = ([], 0);
            }

            lot.Add(message);
            bytes += message.Size ?? 0;
        }

        if (lot.Count > 0)
        {
            yield return lot;
        }
    }

    // A message that was taken out meanwhile has no body and is passed over.
    private async Task<List<SourceMessage>> FetchAsync(ImapFolder box, List<IMessageSummary> lot, CancellationToken cancellationToken)
    {
        SortedDictionary<uint, SourceMessage> messages = [];
        foreach (IMessageSummary large in lot.Where(m => m.Size > SourceMessage.MaxBytes))
        {
            messages[large.UniqueId.Id] = Message(box, large.UniqueId, ReadOnlyMemory<byte>.Empty, MailSize.TooLarge(large.Size!.Value));
        }

        UniqueId[] wanted = [.. lot.Where(m => m.Size is null or <= SourceMessage.MaxBytes).Select(m => m.UniqueId)];
        if (wanted.Length > 0)
        {
            await box.GetStreamsAsync(
                wanted,
                async (_, _, uid, stream, token) =>
                {
                    using MemoryStream bytes = new();
                    await stream.CopyToAsync(bytes, token);
                    messages[uid.Id] = Message(box, uid, bytes.ToArray(), damage: null);
                },
                cancellationToken);
        }

        return [.. messages.Values];
    }

    private SourceMessage Message(ImapFolder box, UniqueId uid, ReadOnlyMemory<byte> bytes, string? damage) =>
        new($"{options.Imap.Host}/{options.Folder} UID {uid.Id}", bytes, new ImapCursor(box.UidValidity, uid.Id).ToString(), damage);
}
