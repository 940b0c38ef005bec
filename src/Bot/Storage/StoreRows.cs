namespace TriageBot.Bot.Storage;

/// <summary>One message, however often and wherever it was seen.</summary>
internal sealed class MessageRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>What makes it one message: its Message-ID, else its hash.</summary>
    public required string Key { get; set; }

    /// <summary>Message-ID without angle brackets; empty when it has none.</summary>
    public required string MessageId { get; set; }

    /// <summary>Key of the first message of its thread.</summary>
    public required string ThreadKey { get; set; }

    /// <summary>Where it was first seen.</summary>
    public required string Source { get; set; }

    /// <summary>Subject as decoded.</summary>
    public required string Subject { get; set; }

    /// <summary>Address of the author; empty when there is none.</summary>
    public required string Author { get; set; }

    /// <summary>Date of the message, or null.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>Class in words, e.g. <c>ordering-report</c>.</summary>
    public required string Class { get; set; }

    /// <summary>Why triage failed, or null. Such a message is not tried again.</summary>
    public string? Failure { get; set; }

    /// <summary>Its verdict; null when triage failed.</summary>
    public VerdictRow? Verdict { get; set; }
}

/// <summary>Exact bytes that were seen, so that a copy is known without being read again.</summary>
internal sealed class SightingRow
{
    /// <summary>SHA-256 of the raw message, lower-case hex.</summary>
    public required string Hash { get; set; }

    /// <summary>The message that these bytes are a copy of.</summary>
    public long MessageId { get; set; }

    /// <summary>The message that these bytes are a copy of.</summary>
    public MessageRow? Message { get; set; }
}

/// <summary>What triage found out about a message.</summary>
internal sealed class VerdictRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>The message that was judged.</summary>
    public long MessageId { get; set; }

    /// <summary>Result in words, e.g. <c>reproduced</c>.</summary>
    public required string Result { get; set; }

    /// <summary>Fingerprint of the report.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>Whether the bot answers this message.</summary>
    public bool Replied { get; set; }

    /// <summary>The report in the JSON of <c>triage --format json</c>.</summary>
    public required string Json { get; set; }
}

/// <summary>Something that goes out: a file that must exist once.</summary>
internal sealed class OutboxRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary><c>reply</c>, <c>trace</c> or <c>issue</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>Unique within its kind: the same thing is never said twice.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>Path under the output folder, with forward slashes.</summary>
    public required string FileName { get; set; }

    /// <summary>The whole file, so that writing it again gives the same bytes.</summary>
    public required string Content { get; set; }

    /// <summary>Whether the file is known to be on disk.</summary>
    public bool Written { get; set; }
}

/// <summary>One round that did something.</summary>
internal sealed class RunRow
{
    /// <summary>Number in order of start.</summary>
    public long Id { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset FinishedAt { get; set; }

    /// <summary>Messages that were read.</summary>
    public int Seen { get; set; }

    /// <summary>Messages that were new.</summary>
    public int Added { get; set; }
}
