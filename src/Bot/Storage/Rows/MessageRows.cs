namespace TriageBot.Bot.Storage;

/// <summary>One message, however often and wherever it was seen.</summary>
internal sealed class MessageRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>What makes it one message: its Message-ID, else its hash. At most <see cref="StoredKey.MaxChars"/> characters.</summary>
    public required string Key { get; set; }

    /// <summary>Message-ID without angle brackets; empty when it has none.</summary>
    public required string MessageId { get; set; }

    /// <summary>Key of the first message of its thread.</summary>
    public required string ThreadKey { get; set; }

    /// <summary>Where it was first seen.</summary>
    public required string Source { get; set; }

    /// <summary>Address of the list that brought it, or empty.</summary>
    public string List { get; set; } = "";

    /// <summary>Subject as decoded.</summary>
    public required string Subject { get; set; }

    /// <summary>Address of the author; empty when there is none.</summary>
    public required string Author { get; set; }

    /// <summary>Date of the message, or null.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>Class in words, e.g. <c>ordering-report</c>; empty while it waits for triage.</summary>
    public required string Class { get; set; }

    /// <summary>SHA-256 of the bytes that are judged, lower-case hex.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The header block as it was received; emptied with the raw mail.</summary>
    public string Headers { get; set; } = "";

    /// <summary>When it came in.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>Whether it waits for triage.</summary>
    public bool Queued { get; set; }

    /// <summary>Messages of one thread share a number, and one worker at a time takes the messages of a number: a thread is judged in order.</summary>
    public int Partition { get; set; }

    /// <summary>How often triage began with it. A message that ends the process each time is given up.</summary>
    public int Attempts { get; set; }

    /// <summary>Why triage failed, or null. Such a message is not tried again.</summary>
    public string? Failure { get; set; }

    /// <summary>Its verdict; null while it waits and when triage failed.</summary>
    public VerdictRow? Verdict { get; set; }

    /// <summary>The raw message; null once housekeeping took it away.</summary>
    public RawMailRow? Raw { get; set; }
}

/// <summary>A raw message, kept until housekeeping takes it away.</summary>
internal sealed class RawMailRow
{
    /// <summary>The message.</summary>
    public long MessageId { get; set; }

    /// <summary>Compressed with Brotli.</summary>
    public required byte[] Compressed { get; set; }

    /// <summary>Size before compression, in bytes.</summary>
    public int Size { get; set; }
}

/// <summary>Exact bytes that were seen, so that a copy is known without being read again.</summary>
internal sealed class SightingRow
{
    /// <summary>SHA-256 of the raw message, lower-case hex.</summary>
    public required string Hash { get; set; }

    /// <summary>The message that these bytes are a copy of.</summary>
    public long MessageId { get; set; }

    /// <summary>Where these bytes were seen first.</summary>
    public string Source { get; set; } = "";

    /// <summary>Lists that these bytes came through, as addresses divided by a blank.</summary>
    public string Lists { get; set; } = "";

    /// <summary>The message that these bytes are a copy of.</summary>
    public MessageRow? Message { get; set; }
}

/// <summary>A thread: what is known and decided about all its messages together.</summary>
internal sealed class ThreadRow
{
    /// <summary>Key of its first message, see <see cref="MessageRow.ThreadKey"/>.</summary>
    public required string Key { get; set; }

    /// <summary>Subject of the message that was seen first.</summary>
    public required string Subject { get; set; }

    /// <summary>When its first message came in.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>When its last message came in.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Who asked the bot to be silent here, or null.</summary>
    public string? SilencedBy { get; set; }
}

/// <summary>What triage found out about a message.</summary>
internal sealed class VerdictRow
{
    /// <summary>What stands in the place of a report that was erased.</summary>
    public const string Erased = "{}";

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

    /// <summary>The report in the JSON of <c>triage --format json</c>, with all facts.</summary>
    public required string Json { get; set; }

    /// <summary>The whole trace behind it, UTF-8 compressed with Brotli; null when nothing was run.</summary>
    public byte[]? FullTrace { get; set; }

    /// <summary>When it was judged.</summary>
    public DateTimeOffset? JudgedAt { get; set; }

    /// <summary>The regression that it is evidence of, or null.</summary>
    public long? RegressionId { get; set; }

    /// <summary>When a later run refuted it, or null.</summary>
    public DateTimeOffset? RetractedAt { get; set; }
}
