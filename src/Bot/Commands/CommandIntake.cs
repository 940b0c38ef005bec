using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Commands;

/// <summary>Writes down the commands of a mail; they are decided later, when its signatures were checked.</summary>
internal sealed class CommandIntake(IOptions<TriageBotOptions> options, TimeProvider clock)
{
    /// <summary>The bot that commands are for.</summary>
    public const string Prefix = "triage";

    private static readonly string[] s_stopWords = ["stop", "unsubscribe", "opt out", "opt-out"];

    /// <summary>Adds the commands of a judged message.</summary>
    /// <param name="db">The caller saves. The message is new, so each command is added once.</param>
    public void Take(TriageDbContext db, MailFacts facts, MessageRow message)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(message);

        // Robots, bounces and mail that claims to be the bot give no commands; an answer of the bot that quotes one would be the next one.
        if (ReplyPolicy.RobotReason(facts, options.Value.BotAddress) is not null)
        {
            return;
        }

        List<TriageCommand> commands =
        [
            .. facts.Directives.Where(d => d.Bot == Prefix).Select(d => new TriageCommand(d.Command, d.Argument)).Take(options.Value.Commands.MaxPerMessage),
        ];
        if (commands.Count == 0 && IsPlainStop(facts))
        {
            commands.Add(new TriageCommand(CommandNames.Stop, ""));
        }

        foreach ((TriageCommand command, int i) in commands.Select((c, i) => (c, i)))
        {
            db.Commands.Add(new CommandRow
            {
                Channel = CommandNames.Mail,
                ExternalId = $"message {message.Id}:{i}",
                MessageId = message.Id,
                Subject = message.ThreadKey,
                Sender = facts.Head.From,
                Name = command.Name,
                Argument = command.Argument,
                WrittenAt = facts.Head.Date,
                ReceivedAt = clock.GetUtcNow(),
            });
        }
    }

    // What the footer of every reply offers: "stop" as an answer, in whatever words of that kind, as the first thing that is said.
    private bool IsPlainStop(MailFacts facts)
    {
        MailHead head = facts.Head;
        string[] own = [options.Value.BotAddress, options.Value.OperatorAddress];
        string domain = options.Value.BotAddress[(options.Value.BotAddress.LastIndexOf('@') + 1)..];
        bool isToBot = head.To.Any(to => own.Contains(to, StringComparer.OrdinalIgnoreCase))
            || (head.InReplyTo is { } parent && parent.StartsWith("triage.", StringComparison.Ordinal) && parent.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase));
        string first = facts.Body.Text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '>') ?? "";
        return isToBot && s_stopWords.Contains(first.TrimEnd('.', '!').ToLowerInvariant(), StringComparer.Ordinal);
    }
}

/// <summary>Names of commands and channels.</summary>
internal static class CommandNames
{
    public const string Mail = "mail";
    public const string Comment = "comment";
    public const string Status = "status";
    public const string Check = "check";
    public const string Profile = "profile";
    public const string Patch = "patch";
    public const string Fix = "fix";
    public const string Dup = "dup";
    public const string Invalid = "invalid";
    public const string Approve = "approve";
    public const string Stop = "stop";

    /// <summary>All commands.</summary>
    public static readonly string[] All = [Status, Check, Profile, Patch, Fix, Dup, Invalid, Approve, Stop];

    /// <summary>Those that change nothing. They may run an emulated kernel, which takes seconds.</summary>
    public static readonly string[] Reading = [Status, Check, Profile, Patch];
}
