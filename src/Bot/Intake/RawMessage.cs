namespace TriageBot.Bot.Intake;

/// <summary>One message as it was found.</summary>
/// <param name="Bytes">The raw message, without the separator of a mailbox.</param>
/// <param name="Source">The file that it is in, for people.</param>
internal sealed record RawMessage(ReadOnlyMemory<byte> Bytes, string Source);
