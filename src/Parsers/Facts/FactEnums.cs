namespace TriageBot.Parsers.Facts;

/// <summary>How an ordering is stated.</summary>
public enum OrderingKind
{
    /// <summary>How callbacks run (or ran), as the author saw it.</summary>
    Observed,

    /// <summary>How they must run.</summary>
    Required,

    /// <summary>How a patch or suggestion would make them run.</summary>
    Proposed,

    /// <summary>Not stated: follows from the priorities.</summary>
    Derived,
}

/// <summary>Whether the author vouches for an ordering.</summary>
public enum OrderingSense
{
    /// <summary>It is stated.</summary>
    Stated,

    /// <summary>It is asked for, or said to be unknown.</summary>
    Asked,

    /// <summary>It is a condition, a possibility or an opinion: "if a ran before b", "a might run before b".</summary>
    Supposed,

    /// <summary>It is said not to be so, which does not yet say that the reverse is.</summary>
    Negated,
}

/// <summary>What a commit is to the mail.</summary>
public enum CommitRole
{
    /// <summary>Named without any of the roles below.</summary>
    Mentioned,

    /// <summary>The last commit that works.</summary>
    LastGood,

    /// <summary>The first commit that does not work: the answer of a bisection.</summary>
    FirstBad,

    /// <summary>What introduced the problem, in words or by command.</summary>
    Culprit,

    /// <summary>Target of the author's own <c>Fixes:</c> tag.</summary>
    Fixes,

    /// <summary>A commit said to cure the problem.</summary>
    Fix,

    /// <summary>The author reverts it or says to.</summary>
    Reverts,

    /// <summary>The same change in the main tree.</summary>
    Upstream,

    /// <summary>What a series or a test is based on.</summary>
    Base,

    /// <summary>One good, bad or skip line of a bisect log.</summary>
    BisectStep,
}

/// <summary>What a mail is, as far as this program cares.</summary>
public enum MailClass
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>Reports a wrong order of callbacks.</summary>
    OrderingReport,

    /// <summary>A patch that changes the order of callbacks.</summary>
    OrderingPatch,

    /// <summary>Talks about the order of callbacks.</summary>
    OrderingDiscussion,

    /// <summary>Reports a regression that is not about order.</summary>
    RegressionReport,

    /// <summary>Any other patch.</summary>
    Patch,

    /// <summary>Its main content is a command for a bot.</summary>
    Directive,

    /// <summary>Written by a robot.</summary>
    Bot,
}

/// <summary>Which way a notifier change of a diff goes.</summary>
public enum NotifierChangeKind
{
    /// <summary>The definition of a block is added.</summary>
    Added,

    /// <summary>The definition of a block is removed.</summary>
    Removed,

    /// <summary>The value of <c>.priority</c> changes.</summary>
    Priority,

    /// <summary>A call that registers the block is added.</summary>
    Registered,

    /// <summary>A call that unregisters the block is added.</summary>
    Unregistered,

    /// <summary>A direct call of a callback is put into a function.</summary>
    CallAdded,

    /// <summary>A direct call of a callback is taken out of a function.</summary>
    CallRemoved,

    /// <summary>A direct call of a callback moves within a function or to another.</summary>
    CallMoved,

    /// <summary>A case is added to the switch of a callback.</summary>
    CaseAdded,

    /// <summary>A case is removed from the switch of a callback.</summary>
    CaseRemoved,
}
