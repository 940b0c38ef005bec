namespace TriageBot.Parsers.Text;

/// <summary>What a line of a mail is.</summary>
internal enum LineRole
{
    /// <summary>Nothing but white space.</summary>
    Blank,

    /// <summary>The author's own text.</summary>
    Own,

    /// <summary>Somebody else's text, marked as such.</summary>
    Quote,

    /// <summary>The line that introduces a quote.</summary>
    Attribution,

    /// <summary>Below the signature line, or a list's footer.</summary>
    Signature,

    /// <summary>A forwarded or top-posted message that is not marked line by line.</summary>
    Forwarded,

    /// <summary>A line of a unified diff.</summary>
    Diff,

    /// <summary>Longer than the limit: passed over.</summary>
    TooLong,
}
