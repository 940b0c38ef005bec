namespace TriageBot.Bot.Storage;

/// <summary>Where a regression stands.</summary>
internal enum RegressionState
{
    /// <summary>Reproduced; nothing was said yet.</summary>
    New,

    /// <summary>What is to be said waits for a person.</summary>
    Held,

    /// <summary>Said on a thread or in an issue.</summary>
    Reported,

    /// <summary>A person agreed, or a later run showed it again.</summary>
    Confirmed,

    /// <summary>A fix is named and not yet seen to work.</summary>
    FixProposed,

    /// <summary>A fix is in.</summary>
    Fixed,

    /// <summary>A person, or a later run, says that it is none.</summary>
    Invalid,

    /// <summary>The same as another one.</summary>
    Duplicate,

    /// <summary>Nothing happened for long.</summary>
    Stale,
}

/// <summary>One regression, in whatever threads and lists it was reported.</summary>
internal sealed class RegressionRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>Of the fault, whoever reports it where; the marker of its issue.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>Where it stands.</summary>
    public RegressionState State { get; set; }

    /// <summary>One line for people.</summary>
    public required string Title { get; set; }

    /// <summary><c>kernel</c> or <c>stated-constraints</c>.</summary>
    public required string Basis { get; set; }

    /// <summary>Last profile that is good, or null.</summary>
    public string? GoodProfile { get; set; }

    /// <summary>First profile that is bad, or null.</summary>
    public string? BadProfile { get; set; }

    /// <summary>Commits between which it came, e.g. <c>b56b36e..5156dca</c>, or empty.</summary>
    public string CulpritRange { get; set; } = "";

    /// <summary>Commit that mends it, or empty.</summary>
    public string Fix { get; set; } = "";

    /// <summary>The issue, or null.</summary>
    public long? IssueNumber { get; set; }

    /// <summary>The regression that this one is a duplicate of, or null.</summary>
    public long? DuplicateOf { get; set; }

    /// <summary>Arguments of <c>triagebot check</c> that run it again, one a line; empty when it has none.</summary>
    public string ReplayArguments { get; set; } = "";

    /// <summary>What is run again every night, as JSON.</summary>
    public string Plan { get; set; } = "";

    /// <summary>The message that opened it, or null.</summary>
    public long? MessageId { get; set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When anything about it last changed; guards against two changes at once.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A thread in which a regression was reported.</summary>
internal sealed class RegressionThreadRow
{
    /// <summary>The regression.</summary>
    public long RegressionId { get; set; }

    /// <summary>The thread.</summary>
    public required string ThreadKey { get; set; }

    /// <summary>When it was linked.</summary>
    public DateTimeOffset LinkedAt { get; set; }
}

/// <summary>One change of a regression. Rows are only ever added.</summary>
internal sealed class RegressionChangeRow
{
    /// <summary>Number in order of arrival.</summary>
    public long Id { get; set; }

    /// <summary>The regression.</summary>
    public long RegressionId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>State before.</summary>
    public RegressionState From { get; set; }

    /// <summary>State after; the same when something else changed.</summary>
    public RegressionState To { get; set; }

    /// <summary>Who caused it: an address, a login, <c>operator</c>, <c>triage</c>, <c>nightly</c>, ...</summary>
    public required string Who { get; set; }

    /// <summary>Why, in one sentence.</summary>
    public required string Why { get; set; }
}
