using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Intake;

/// <summary>A source that is waited at.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Setting">Name of the settings of its server.</param>
internal sealed record WatchedSource(string Name, string Setting, SourceOptions Options);
