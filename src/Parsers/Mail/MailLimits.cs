namespace TriageBot.Parsers.Mail;

/// <summary>What one message may cost. Beyond a limit the rest is left out and a diagnostic says so.</summary>
/// <param name="MaxTextChars">Characters of decoded text that are read. Default: 8 Mi.</param>
/// <param name="MaxParts">MIME parts that are looked at. Default: 1,000.</param>
/// <param name="MaxDepth">MIME nesting. Default: 64.</param>
/// <param name="MaxLineChars">A longer line is passed over when facts are looked for. Default: 4,000.</param>
/// <param name="MaxFacts">Facts of one kind. Default: 1,000.</param>
public sealed record MailLimits(
    int MaxTextChars = 8 << 20, int MaxParts = 1_000, int MaxDepth = 64, int MaxLineChars = 4_000, int MaxFacts = 1_000)
{
    /// <summary>Whether every sentence is read as if it held a word of every <see cref="Text.WordGroup"/>. For tests: the facts must be the same.</summary>
    internal bool Ungated { get; init; }
}
