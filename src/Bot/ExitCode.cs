namespace TriageBot.Bot;

/// <summary>Exit codes of the program; they stand in <c>--help</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something was found that a person must look at.</summary>
    public const int LookAt = 1;

    /// <summary>Wrong use or wrong configuration.</summary>
    public const int WrongUse = 2;

    /// <summary>A source or target could not be reached, read or written.</summary>
    public const int Unreachable = 3;

    /// <summary>Ended by Ctrl-C before it was done; what shells use for SIGINT.</summary>
    public const int Interrupted = 130;
}
