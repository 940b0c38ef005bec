namespace TriageBot.Bot.Transcripts;

/// <summary>How one checked thing went.</summary>
/// <param name="Lines">Lines that were compared.</param>
/// <param name="Agreeing">Those that agree.</param>
/// <param name="Report">What to print: a unified diff, or what did not hold; empty when all agrees.</param>
internal sealed record CheckOutcome(int Lines, int Agreeing, IReadOnlyList<string> Report)
{
    /// <summary>Nothing differs.</summary>
    public bool Agrees => Lines == Agreeing && Report.Count == 0;
}
