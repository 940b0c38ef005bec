using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Schedule;

/// <summary>What the jobs of this process work on.</summary>
/// <param name="Store">Open as long as the service runs.</param>
/// <param name="Folder">The output folder.</param>
/// <param name="Name">Name of this node, for people.</param>
internal sealed record Node(TriageStore Store, string Folder, string Name);
