using System.Collections.Immutable;

namespace TriageBot.Bot.Commands;

/// <summary>What became of a command.</summary>
/// <param name="Decision"><c>accepted</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Reason">Why, in one sentence, for the audit log.</param>
/// <param name="Answer">What the sender is told; null for silence.</param>
internal sealed record CommandOutcome(string Decision, string Reason, CommandReply? Answer)
{
    /// <summary>Done, and nothing needs to be said.</summary>
    public static CommandOutcome Done(string reason) => new("accepted", reason, null);

    /// <summary>Done, with an answer.</summary>
    public static CommandOutcome Answered(string reason, string mail, string markdown) => new("accepted", reason, new CommandReply(mail, markdown));

    /// <summary>Not done, and the sender is not told: whoever forges a command learns nothing and can make the bot write to nobody.</summary>
    public static CommandOutcome Silent(string reason) => new("refused", reason, null);

    /// <summary>Not done, and the sender is told why.</summary>
    public static CommandOutcome Refused(string reason) => new("refused", reason, new CommandReply(reason, reason));

    /// <summary>Tried without success, and the sender is told why.</summary>
    public static CommandOutcome Failed(string reason) => new("failed", reason, new CommandReply(reason, reason));
}

/// <summary>An answer to a command.</summary>
/// <param name="Mail">As plain text for a mail.</param>
/// <param name="Markdown">As Markdown for a comment; whole.</param>
/// <param name="Exact">Lines behind the plain text that stand in the mail as they are, such as a diff.</param>
internal sealed record CommandReply(string Mail, string Markdown, ImmutableArray<string> Exact)
{
    /// <summary>An answer in words.</summary>
    public CommandReply(string mail, string markdown)
        : this(mail, markdown, [])
    {
    }
}
