namespace TriageBot.Bot.Storage;

/// <summary>A command that came by mail or by issue comment.</summary>
internal sealed class CommandRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary><c>mail</c> or <c>comment</c>.</summary>
    public required string Channel { get; set; }

    /// <summary>Unique within its channel, so that each command is taken once: Message-ID or comment number, and the line.</summary>
    public required string ExternalId { get; set; }

    /// <summary>The message that carried it, or null.</summary>
    public long? MessageId { get; set; }

    /// <summary>The thread or issue that it is about.</summary>
    public required string Subject { get; set; }

    /// <summary>Who sent it: an address or a login.</summary>
    public required string Sender { get; set; }

    /// <summary>The command in lower case, e.g. <c>status</c>.</summary>
    public required string Name { get; set; }

    /// <summary>What stands behind it, or empty.</summary>
    public string Argument { get; set; } = "";

    /// <summary>When it was written, as far as its channel says.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary><c>accepted</c>, <c>refused</c>, <c>failed</c>; empty while it waits.</summary>
    public string Decision { get; set; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Somebody or something that the bot must not write to, for good.</summary>
internal sealed class OptOutRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary><c>person</c>, <c>list</c> or <c>thread</c>.</summary>
    public required string Scope { get; set; }

    /// <summary>Address or thread key, in lower case where it is an address.</summary>
    public required string Name { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Who asked for it, and how.</summary>
    public string Origin { get; set; } = "";
}

/// <summary>One decision that somebody may ask about later. Rows are only ever added.</summary>
internal sealed class AuditRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who: an address, a login, <c>operator</c>, or the part of the program.</summary>
    public required string Who { get; set; }

    /// <summary>What was done, in one word, e.g. <c>approve</c>.</summary>
    public required string What { get; set; }

    /// <summary>To what, e.g. <c>outbox 12</c>.</summary>
    public required string Subject { get; set; }

    /// <summary>Anything more; no text of mails.</summary>
    public string Detail { get; set; } = "";
}
