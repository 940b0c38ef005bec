using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery.Mail;

/// <summary>Looks for a mail where it is when it left: among the messages that came back from the lists, and in the folder of copies.</summary>
internal sealed class SentMail(TriageBotOptions options, SettingSources folders)
{
    private const string Setting = "Delivery:Sent";

    private MailServerOptions Server => options.Delivery.Sent;

    /// <summary>Looks for a Message-ID, given without angle brackets.</summary>
    public async Task<(Lookup? Answer, DeliveryOutcome? Failure)> FindAsync(TriageStore store, string messageId, CancellationToken cancellationToken)
    {
        if (await IsInStoreAsync(store, messageId, cancellationToken))
        {
            return (Lookup.Found(messageId), null);
        }

        if (!Server.IsSet)
        {
            return (Lookup.NobodyToAsk, null);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Server.Timeout);
        try
        {
            return (await IsInFolderAsync(messageId, limit.Token) ? Lookup.Found(messageId) : Lookup.Absent, null);
        }
        catch (Exception e) when (MailServer.IsNetworkFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            return (null, MailServer.Failed(e, Server, Setting));
        }
    }

    private static Task<bool> IsInStoreAsync(TriageStore store, string messageId, CancellationToken cancellationToken)
    {
        string key = StoredKey.Of(messageId);
        return store.UseAsync((db, token) => db.Messages.AnyAsync(m => m.Key == key, token), cancellationToken);
    }

    private async Task<bool> IsInFolderAsync(string messageId, CancellationToken cancellationToken)
    {
        using ImapClient client = new();
        await MailServer.OpenAsync(client, Server, Setting, folders.WorkingFolder, cancellationToken);
        IMailFolder folder = await client.GetFolderAsync(options.Delivery.SentFolder, cancellationToken);
        await folder.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        IList<UniqueId> found = await folder.SearchAsync(SearchQuery.HeaderContains("Message-ID", messageId), cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
        return found.Count > 0;
    }
}
