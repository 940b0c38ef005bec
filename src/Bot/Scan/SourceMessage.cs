namespace TriageBot.Bot.Scan;

/// <summary>One message of a source, or a place where one is damaged.</summary>
/// <param name="Where">Where it is, for people: a path, a commit, an offset.</param>
/// <param name="Bytes">The raw message; empty when it is damaged beyond use or deleted.</param>
/// <param name="Cursor">What to hand back to the source to go on behind this message; empty when the source has no cursor.</param>
/// <param name="Damage">What is wrong, or null.</param>
/// <param name="Deleted">Whether the source says that this message was taken out.</param>
public sealed record SourceMessage(string Where, ReadOnlyMemory<byte> Bytes, string Cursor, string? Damage = null, bool Deleted = false);
