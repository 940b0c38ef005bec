namespace TriageBot.Bot.Storage;

/// <summary>How far something that goes out has come.</summary>
internal enum OutboxState
{
    /// <summary>Only a file is written; nothing leaves.</summary>
    FileOnly,

    /// <summary>Waits for a person to approve it.</summary>
    Held,

    /// <summary>May leave.</summary>
    Approved,

    /// <summary>A person said no.</summary>
    Rejected,

    /// <summary>Sending began. Whoever finds it so after a crash asks the other side before sending again.</summary>
    Sending,

    /// <summary>It is on the other side.</summary>
    Sent,

    /// <summary>The other side refused it for good; shown to the operator.</summary>
    Parked,
}

/// <summary>Something that goes out once: a file, a mail, a change of an issue.</summary>
internal sealed class OutboxRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>What it is: <c>reply</c>, <c>trace</c>, <c>issue</c>, ...</summary>
    public required string Kind { get; set; }

    /// <summary>Unique within its kind: the same thing is never said twice.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>Path under the output folder, with forward slashes.</summary>
    public required string FileName { get; set; }

    /// <summary>The whole file, so that writing it again gives the same bytes.</summary>
    public required string Content { get; set; }

    /// <summary>Whether the file is known to be on disk.</summary>
    public bool Written { get; set; }

    /// <summary>How far it has come on its way to the other side.</summary>
    public OutboxState State { get; set; }

    /// <summary>What the channel needs besides <see cref="Content"/>, as JSON; empty when nothing.</summary>
    public string Payload { get; set; } = "";

    /// <summary>One line for people.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The message that it answers, or null.</summary>
    public long? MessageId { get; set; }

    /// <summary>The thread that it goes to, or empty.</summary>
    public string ThreadKey { get; set; } = "";

    /// <summary>The list that it goes to, or empty.</summary>
    public string List { get; set; } = "";

    /// <summary>The person that it goes to, or empty.</summary>
    public string Person { get; set; } = "";

    /// <summary>The regression that it is about, or null.</summary>
    public long? RegressionId { get; set; }

    /// <summary>When it was put here.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>How often sending was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this moment; null for at once.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>What the other side last said, or null.</summary>
    public string? LastError { get; set; }

    /// <summary>Who approved or rejected it, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>When it reached the other side.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the other side calls it: Message-ID, issue number, comment number; or null.</summary>
    public string? ExternalId { get; set; }
}

/// <summary>Why something was said or not said; fit to be shown to anybody.</summary>
internal sealed class WhyRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The message that it is about, or null.</summary>
    public long? MessageId { get; set; }

    /// <summary>The outbox row that it is about, or null.</summary>
    public long? OutboxId { get; set; }

    /// <summary>Whether something was said.</summary>
    public bool Said { get; set; }

    /// <summary>Name of the rule that decided.</summary>
    public required string Rule { get; set; }

    /// <summary>One sentence without addresses or text of mails.</summary>
    public required string Text { get; set; }
}

/// <summary>How much of a budget is used. One row for each day, kind of budget and name.</summary>
internal sealed class BudgetRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>Day in UTC as <c>yyyy-MM-dd</c>; <c>always</c> for a budget of no day.</summary>
    public required string Day { get; set; }

    /// <summary>Kind: <c>day</c>, <c>list</c>, <c>thread</c>, <c>person</c>.</summary>
    public required string Scope { get; set; }

    /// <summary>Which list, thread or person; empty for the day.</summary>
    public required string Name { get; set; }

    /// <summary>How much is used.</summary>
    public int Used { get; set; }
}

/// <summary>A switch that outlives the process, such as the emergency stop.</summary>
internal sealed class SwitchRow
{
    /// <summary>Name of the emergency stop.</summary>
    public const string EmergencyStop = "emergency-stop";

    /// <summary>Which switch.</summary>
    public required string Name { get; set; }

    /// <summary>Whether it is on.</summary>
    public bool On { get; set; }

    /// <summary>Who turned it last.</summary>
    public required string By { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";
}
