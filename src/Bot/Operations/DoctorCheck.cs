namespace TriageBot.Bot.Operations;

/// <summary>How a check of <c>doctor</c> ended.</summary>
internal enum DoctorResult
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, and somebody should look.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,
}

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Text">What was seen, and what to do about it.</param>
internal sealed record DoctorCheck(string What, DoctorResult Result, string Text);
