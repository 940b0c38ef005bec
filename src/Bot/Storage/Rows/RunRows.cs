namespace TriageBot.Bot.Storage;

/// <summary>One run of a job that did something.</summary>
internal sealed class RunRow
{
    /// <summary>A round over the sources.</summary>
    public const string Round = "round";

    /// <summary>The nightly run.</summary>
    public const string Nightly = "nightly";

    /// <summary>The weekly report.</summary>
    public const string Weekly = "weekly";

    /// <summary>Number in order of start.</summary>
    public long Id { get; set; }

    /// <summary>What ran.</summary>
    public string Kind { get; set; } = Round;

    /// <summary>Name of the node that it ran on, or empty.</summary>
    public string Node { get; set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset FinishedAt { get; set; }

    /// <summary>Messages that were read.</summary>
    public int Seen { get; set; }

    /// <summary>Messages that were new.</summary>
    public int Added { get; set; }

    /// <summary>What it reported, as text; empty when there was nothing to say.</summary>
    public string Report { get; set; } = "";

    /// <summary>Results of a nightly run.</summary>
    public List<RunResultRow> Results { get; } = [];
}

/// <summary>What a nightly run found about one regression or one row of the matrix.</summary>
internal sealed class RunResultRow
{
    /// <summary>The run.</summary>
    public long RunId { get; set; }

    /// <summary>Kernel that it was run on.</summary>
    public required string Profile { get; set; }

    /// <summary>Fingerprint of the regression, or name of the row of the matrix.</summary>
    public required string Subject { get; set; }

    /// <summary>Result in words.</summary>
    public required string Result { get; set; }

    /// <summary>What was broken, or empty.</summary>
    public string Detail { get; set; } = "";
}

/// <summary>How far a source was read.</summary>
internal sealed class CursorRow
{
    /// <summary>Name of the source.</summary>
    public required string Source { get; set; }

    /// <summary>What the source is asked to go on behind; empty before the first message.</summary>
    public string Cursor { get; set; } = "";

    /// <summary>When the cursor last moved.</summary>
    public DateTimeOffset? MovedAt { get; set; }

    /// <summary>When the source was last read to its end without an error.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Failures since then.</summary>
    public int Failures { get; set; }

    /// <summary>What it last failed with, or null.</summary>
    public string? LastError { get; set; }
}
