using System.Collections.Immutable;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Transcripts;

/// <summary>A recorded transcript beside what the emulator makes of its commands, both in the form in which they are compared.</summary>
/// <param name="Expected">The recording.</param>
/// <param name="Actual">The emulator.</param>
public sealed record TranscriptCheck(ImmutableArray<string> Expected, ImmutableArray<string> Actual)
{
    /// <summary>True when every line agrees.</summary>
    public bool Matches => Expected.SequenceEqual(Actual, StringComparer.Ordinal);

    /// <summary>Runs the commands of a transcript and compares.</summary>
    public static TranscriptCheck Run(
        KernelProfile profile, IModuleLibrary modules, IReadOnlyCollection<string> recorded, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(recorded);
        HashSet<string> functions = [.. TranscriptRunner.Commands(recorded)
            .Select(c => c.Split(' '))
            .Where(words => words is ["insmod", _, ..])
            .Select(words => modules.Find(words[1].Replace(".ko", "", StringComparison.Ordinal)))
            .OfType<ModuleDefinition>()
            .SelectMany(m => m.Image.Symbols.Where(s => s.IsFunction && s.Section >= 0))
            .Select(s => s.Name)];
        ImmutableArray<string> replayed = TranscriptRunner.Replay(profile, modules, recorded, cancellationToken);
        return new TranscriptCheck(
            TranscriptComparer.Normalize(recorded, functions.Contains), TranscriptComparer.Normalize(replayed, functions.Contains));
    }
}
