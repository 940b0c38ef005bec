namespace TriageBot.Bot.Delivery;

/// <summary>Kinds of outbox rows.</summary>
internal static class OutboxKinds
{
    /// <summary>A reply with a verdict.</summary>
    public const string Reply = "reply";

    /// <summary>The trace behind a reply: a file only.</summary>
    public const string Trace = "trace";

    /// <summary>The answer to a command that came by mail.</summary>
    public const string Answer = "answer";

    /// <summary>A correction of an earlier reply.</summary>
    public const string Correction = "correction";

    /// <summary>What a nightly run found.</summary>
    public const string Nightly = "nightly";

    /// <summary>An issue: opened once, brought up to date after that.</summary>
    public const string Issue = "issue";

    /// <summary>A comment on an issue, or a change of its state.</summary>
    public const string IssueNote = "issue-note";

    /// <summary>The answer to a command that came as a comment.</summary>
    public const string IssueAnswer = "issue-answer";

    /// <summary>Whether it answers a command.</summary>
    public static bool IsAnswer(string kind) => kind is Answer or IssueAnswer;

    /// <summary>Whether it goes out as mail.</summary>
    public static bool IsMail(string kind) => kind is Reply or Answer or Correction or Nightly;

    /// <summary>Whether it goes out to GitHub.</summary>
    public static bool IsIssue(string kind) => kind is Issue or IssueNote or IssueAnswer;

    /// <summary>Whether it is more than a file.</summary>
    public static bool Leaves(string kind) => IsMail(kind) || IsIssue(kind);
}
