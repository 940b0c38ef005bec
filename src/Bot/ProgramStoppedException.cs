namespace TriageBot.Bot;

/// <summary>The program cannot go on for a reason that its user can mend. Caught once, at the top of a command.</summary>
/// <param name="message">Names the thing and the remedy.</param>
/// <param name="exitCode">One of <see cref="Bot.ExitCode"/>.</param>
internal sealed class ProgramStoppedException(string message, int exitCode, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Bot.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
