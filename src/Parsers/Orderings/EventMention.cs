namespace TriageBot.Parsers.Orderings;

/// <summary>An event that a sentence names.</summary>
/// <param name="Event">Canonical name.</param>
/// <param name="Start">Position in the sentence.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Weak">True for words that are events only beside a preposition or the like elsewhere in the mail.</param>
internal readonly record struct EventMention(string Event, int Start, int End, bool Weak);
