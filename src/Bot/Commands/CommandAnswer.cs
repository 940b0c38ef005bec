using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Commands;

/// <summary>Writes the answer to a command: to the person who gave it and to nobody else, or as a comment where the comment was.</summary>
internal sealed class CommandAnswer(Dispatch dispatch, MailRenderer mails, IOptions<TriageBotOptions> options)
{
    /// <summary>The answer as a row of the outbox; null when there is nobody to answer.</summary>
    public async Task<OutgoingRow?> ComposeAsync(
        TriageDbContext db, CommandRow command, CommandPersonOptions? person, CommandReply answer, CancellationToken cancellationToken)
    {
        string fingerprint = Fingerprint.OfBytes(Encoding.UTF8.GetBytes($"answer {command.Id} {command.ExternalId}"))[..32];
        bool isApprover = CommandRights.May(person, CommandNames.Approve);
        if (command.Channel == CommandNames.Comment)
        {
            OutboxRow note = Note(command, answer, fingerprint);
            return dispatch.Decided(note, new Outbound(note.Kind, [command.Sender], [], "issue " + command.Subject, DateTimeOffset.MinValue, ForApprover: isApprover));
        }

        MessageRow? message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == command.MessageId, cancellationToken);
        if (message is null || message.Author.Length == 0)
        {
            return null;
        }

        OutboxRow row = Mail(command, message, answer, fingerprint);
        return dispatch.Decided(row, new Outbound(row.Kind, [message.Author], [], command.Subject, DateTimeOffset.MinValue, ForApprover: isApprover));
    }

    private OutboxRow Mail(CommandRow command, MessageRow message, CommandReply answer, string fingerprint)
    {
        PlainText text = new();
        text.Quote(Line(command)).Blank();
        foreach (string line in answer.Mail.TrimEnd('\n').Split('\n'))
        {
            _ = line.StartsWith("    ", StringComparison.Ordinal) || line.StartsWith('>') ? text.Verbatim(line) : line.Length == 0 ? text.Blank() : text.Prose(line);
        }

        if (!answer.Exact.IsEmpty)
        {
            text.Blank();
            foreach (string line in answer.Exact)
            {
                text.Verbatim(line);
            }
        }

        if (!answer.Mail.Contains("\n-- \n", StringComparison.Ordinal))
        {
            text.Blank().SignatureMark().Prose($"{SafeText.Name(options.Value.BotName)} is a program. A person reads {options.Value.OperatorAddress}.");
        }

        string domain = options.Value.BotAddress[(options.Value.BotAddress.LastIndexOf('@') + 1)..];
        ReplyDraft draft = new(
            WouldSend: false, HeldBecause: null, To: [message.Author], Cc: [], Subject: ReportBuilder.ReplySubject(message.Subject),
            InReplyTo: message.MessageId.Length > 0 ? message.MessageId : null, References: message.MessageId.Length > 0 ? [message.MessageId] : [],
            MessageId: $"triage.answer.{fingerprint}@{domain}", Body: text.ToString(), FileStem: "answer-" + fingerprint[..12]);
        return new OutboxRow
        {
            Kind = OutboxKinds.Answer, Fingerprint = fingerprint, FileName = $"replies/{draft.FileStem}.eml", Content = mails.Render(draft), Subject = draft.Subject,
        };
    }

    private static OutboxRow Note(CommandRow command, CommandReply answer, string fingerprint)
    {
        string text = $"> {MarkdownText.Code(Line(command))}\n\n{answer.Markdown}\n";
        return new OutboxRow
        {
            Kind = OutboxKinds.IssueAnswer, Fingerprint = fingerprint, FileName = $"issues/answer-{fingerprint[..12]}.md", Content = text, Subject = $"issue {command.Subject}",
            Payload = new IssueChange { Number = long.Parse(command.Subject), Comment = text, CommentFingerprint = fingerprint }.ToJson(),
        };
    }

    private static string Line(CommandRow command) => SafeText.Line($"#{CommandIntake.Prefix} {command.Name} {command.Argument}", 100);
}
