using System.Runtime.CompilerServices;
using MailKit.Net.Pop3;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Mail;

namespace TriageBot.Bot.Intake.Mailboxes;

/// <summary>A POP3 mailbox; nothing is deleted. The cursor is the unique id (UIDL) of the last message.</summary>
/// <remarks>POP3 keeps no order across sessions: when the last message is gone, all are read, and the store knows those it has.</remarks>
internal sealed class Pop3Source(SourceOptions options, string setting, string folder) : IMessageSource
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceMessage> ReadAsync(string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Watchdog watchdog = new(options.Pop3.Timeout, cancellationToken);
        using Pop3Client client = new();
        await watchdog.RunAsync(token => MailServer.OpenAsync(client, options.Pop3, setting, folder, options.Auth, token));
        int count = await watchdog.RunAsync(token => client.GetMessageCountAsync(token));
        IList<string> uids = client.Capabilities.HasFlag(Pop3Capabilities.UIDL) && count > 0
            ? await watchdog.RunAsync(token => client.GetMessageUidsAsync(token))
            : [];
        for (int i = since is null ? 0 : uids.IndexOf(since) + 1; i < count; i++)
        {
            int index = i;
            int size = await watchdog.RunAsync(token => client.GetMessageSizeAsync(index, token));
            string where = $"{options.Pop3.Host} message {i + 1}";
            string cursor = i < uids.Count ? uids[i] : "";
            if (size > SourceMessage.MaxBytes)
            {
                yield return new SourceMessage(where, ReadOnlyMemory<byte>.Empty, cursor, MailSize.TooLarge(size));
                continue;
            }

            yield return new SourceMessage(where, await watchdog.RunAsync(token => FetchAsync(client, index, token)), cursor);
        }

        await watchdog.RunAsync(token => client.DisconnectAsync(quit: true, token));
    }

    private static async Task<byte[]> FetchAsync(Pop3Client client, int index, CancellationToken cancellationToken)
    {
        await using Stream stream = await client.GetStreamAsync(index, headersOnly: false, cancellationToken);
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
