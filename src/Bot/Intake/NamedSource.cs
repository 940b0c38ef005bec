namespace TriageBot.Bot.Intake;

/// <summary>A source with the name under which its cursor is kept.</summary>
/// <param name="Name">Stays the same as long as the source is the same.</param>
internal sealed record NamedSource(string Name, IMessageSource Source);
