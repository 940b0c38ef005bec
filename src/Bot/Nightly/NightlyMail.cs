using System.Globalization;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Nightly;

/// <summary>Mails to the operator that nobody asked for: what a night changed, what a week brought.</summary>
internal sealed class NightlyMail(MailRenderer mails, Dispatch dispatch, IOptions<TriageBotOptions> options)
{
    private const int MaxListed = 100;

    /// <summary>The report of a night, wrapped for a mail.</summary>
    public static string Text(int findings, IReadOnlyList<NightlyChange> changes, int retracted, bool isFirst)
    {
        List<string> lines =
        [
            isFirst ? $"First run: {findings} results are the marks that later runs are held against." : $"{findings} results, {changes.Count} changed since the run before.",
            .. retracted > 0 ? [$"{retracted} verdict(s) were refuted and are retracted."] : Array.Empty<string>(),
            .. changes.Count > 0 ? ["", .. changes.Take(MaxListed).Select(c => c.ToString())] : Array.Empty<string>(),
            .. changes.Count > MaxListed ? [$"... and {changes.Count - MaxListed} more"] : Array.Empty<string>(),
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The mail of a night.</summary>
    public OutboxRow Row(string report, DateTimeOffset at) => Row("nightly", report, at);

    /// <summary>A mail to the operator; one for each kind and moment.</summary>
    /// <param name="name">What it is, e.g. <c>weekly</c>.</param>
    public OutboxRow Row(string name, string report, DateTimeOffset at)
    {
        string stamp = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        string domain = options.Value.BotAddress[(options.Value.BotAddress.LastIndexOf('@') + 1)..];
        ReplyDraft draft = new(
            WouldSend: false, HeldBecause: null, To: [options.Value.OperatorAddress], Cc: [], Subject: $"{options.Value.BotName}: {name} run of {at:yyyy-MM-dd}",
            InReplyTo: null, References: [], MessageId: $"{name}.{stamp}@{domain}", Body: report, FileStem: stamp, IsUnasked: true);
        OutboxRow row = new()
        {
            Kind = OutboxKinds.Nightly,
            Fingerprint = $"{name} {stamp}",
            FileName = $"{name}/{stamp}.eml",
            Content = mails.Render(draft),
            Subject = draft.Subject,
        };
        Outbound outbound = new(OutboxKinds.Nightly, [options.Value.OperatorAddress], [], "", at, ForApprover: true);
        return dispatch.Decided(row, outbound).Row;
    }
}
