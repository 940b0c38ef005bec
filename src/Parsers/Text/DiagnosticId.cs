namespace TriageBot.Parsers.Text;

/// <summary>Stable numbers of diagnostics. Never renumber; add at the end of a hundred.</summary>
public enum DiagnosticId
{
    /// <summary>No diagnostic.</summary>
    None = 0,

    /// <summary>The message could not be parsed as mail at all.</summary>
    MailUnreadable = 1,

    /// <summary>The message is larger than the limit; only its head was read.</summary>
    MailTooLarge = 2,

    /// <summary>More parts, lines or nesting than the limit; the rest was left out.</summary>
    MailTooComplex = 3,

    /// <summary>The declared charset is unknown or does not fit the bytes.</summary>
    CharsetUnknown = 4,

    /// <summary>The message has no readable text part.</summary>
    NoText = 5,

    /// <summary>A priority was announced and its value could not be read.</summary>
    PriorityUnreadable = 100,

    /// <summary>A priority does not fit a signed 32-bit int.</summary>
    PriorityOutOfRange = 101,

    /// <summary>One callback is given two different priorities.</summary>
    PriorityContradicts = 102,

    /// <summary>An ordering list names fewer than two callbacks.</summary>
    OrderingTooShort = 200,

    /// <summary>An ordering was found and its event could not be told.</summary>
    OrderingWithoutEvent = 201,

    /// <summary>A name in an ordering fits more than one callback.</summary>
    OrderingNameAmbiguous = 202,

    /// <summary>A commit reference was announced and no id could be read.</summary>
    CommitUnreadable = 300,

    /// <summary>The kernel tree has no such commit.</summary>
    CommitUnknown = 301,

    /// <summary>A short commit id fits several commits of the kernel tree.</summary>
    CommitAmbiguous = 302,

    /// <summary>The commit has another subject in the kernel tree than in the mail.</summary>
    CommitSubjectDiffers = 303,

    /// <summary>The kernel tree could not be read; commits were not verified.</summary>
    KernelTreeUnreadable = 304,

    /// <summary>A directive is unknown or its argument is wrong.</summary>
    DirectiveUnreadable = 400,
}
