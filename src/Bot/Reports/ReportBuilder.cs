using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>Makes the report of a judgement: decides whether to answer, and writes what would be said.</summary>
internal sealed class ReportBuilder(IOptions<TriageBotOptions> options)
{
    private const int MaxReferences = 30;

    private readonly TriageBotOptions _options = options.Value;
    private readonly Recipients _recipients = new(options.Value);
    private readonly ReplyBody _body = new(options.Value);

    /// <summary>What names the thread of a mail: its first message as far as the mail knows it.</summary>
    public static string ThreadKey(MailFacts facts)
    {
        MailHead head = facts.Head;
        string? first = head.References.FirstOrDefault() ?? head.InReplyTo;
        return first ?? (head.Id.Length > 0 ? head.Id : "text:" + Fingerprint.OfBytes(System.Text.Encoding.UTF8.GetBytes(facts.Body.Text)));
    }

    /// <summary>Decides and writes. Pure: the same judgement gives the same report.</summary>
    /// <param name="earlier">What the bot said in the thread before, oldest first.</param>
    public TriageReport Build(Judgement judgement, IReadOnlyList<ThreadAnswer> earlier)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        string thread = ThreadKey(judgement.Facts);
        string fingerprint = Fingerprint.OfReply(thread, judgement);
        ReplyDecision decision = ReplyPolicy.Decide(judgement.Facts, judgement.Verdict, _options.BotAddress, ThreadAnswers.Of(judgement), earlier);
        return new TriageReport(
            judgement, thread, fingerprint, decision,
            decision.WouldReply ? Reply(judgement, fingerprint) : null,
            decision.WouldReply ? Issue(judgement) : null);
    }

    private ReplyDraft Reply(Judgement judgement, string fingerprint)
    {
        MailHead head = judgement.Facts.Head;
        ImmutableArray<string> to = _recipients.To(head);
        string stem = $"{SafeText.FileStem(head.Subject)}-{fingerprint[..12]}";
        ImmutableArray<string> cc = _recipients.Cc(head);
        Ruling ruling = LeaveRules.Decide(_recipients.Outbound(OutboxKinds.Reply, to, cc, "", judgement.Facts), _options.Delivery);
        return new ReplyDraft(
            WouldSend: ruling.Leave == Leave.Send,
            HeldBecause: ruling.Leave == Leave.Send ? null : ruling.Why,
            To: to,
            Cc: cc,
            Subject: ReplySubject(head.Subject),
            InReplyTo: head.Id.Length > 0 ? SafeText.Line(head.Id) : null,
            References: References(head),
            MessageId: $"triage.{fingerprint}@{_options.BotAddress[(_options.BotAddress.LastIndexOf('@') + 1)..]}",
            Body: _body.Write(judgement, stem + ".trace.txt", !cc.IsEmpty && cc.All(list => _options.Delivery.PatchLists.Contains(list, StringComparer.OrdinalIgnoreCase))),
            FileStem: stem);
    }

    // What a patch would break is in no kernel yet, and what it mends is in somebody's hands; who discusses an order reports nothing.
    private static IssueDraft? Issue(Judgement judgement)
    {
        Verdict verdict = judgement.Verdict;
        if (verdict.Result != VerdictResult.Reproduced || verdict.Claims.IsEmpty || judgement.Plan is not { Patch: null } || judgement.Facts.Class != MailClass.OrderingReport)
        {
            return null;
        }

        string fingerprint = Fingerprint.OfIssue(judgement);
        string names = string.Join(" and ", judgement.Plan.Callbacks.Take(3).Select(c => SafeText.Name(c.Name)));
        string where = verdict.BadProfile ?? SafeText.Name(judgement.Plan.ChainName);
        string title = MarkdownText.Title($"Wrong order of {names} ({where})");
        return new IssueDraft(
            WouldOpen: false,
            Title: title,
            Labels: ["triagebot", "callback-order", Words.Of(verdict.Basis)],
            Body: IssueBody.Write(judgement, fingerprint),
            Fingerprint: fingerprint,
            FileStem: $"{SafeText.FileStem(title)}-{fingerprint[..12]}");
    }

    // One "Re:" stays one; nothing else of the subject changes.
    public static string ReplySubject(string subject)
    {
        string line = SafeText.Line(subject);
        return line.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? line : "Re: " + line;
    }

    // RFC 5322 3.6.4: its references and itself. A long chain keeps its root and its newest end.
    private static ImmutableArray<string> References(MailHead head)
    {
        IEnumerable<string> known = head.References.IsEmpty && head.InReplyTo is { } parent ? [parent] : head.References;
        ImmutableArray<string> all = [.. known.Append(head.Id).Select(id => SafeText.Line(id)).Where(id => id.Length > 0 && !id.Contains(' ', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        return all.Length <= MaxReferences ? all : [all[0], .. all[^(MaxReferences - 1)..]];
    }
}
