using System.Collections.Immutable;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Transcripts;

/// <summary>A recorded transcript beside what the emulator makes of its commands, both in the form in which they are compared.</summary>
/// <param name="Expected">The recording.</param>
/// <param name="Actual">The emulator.</param>
public sealed record TranscriptCheck(ImmutableArray<string> Expected, ImmutableArray<string> Actual)
{
    /// <summary>How many choices of a boot may differ from the usual ones before a transcript counts as different.</summary>
    private const int MostLate = 4;

    /// <summary>What was left to chance when <see cref="Actual"/> ran.</summary>
    public BootSchedule Schedule { get; init; } = BootSchedule.Usual;

    /// <summary>True when every line agrees.</summary>
    public bool Matches => Expected.SequenceEqual(Actual, StringComparer.Ordinal);

    /// <summary>Lines up to the first that differs.</summary>
    private int Agreeing => Expected.Zip(Actual).TakeWhile(pair => pair.First == pair.Second).Count();

    /// <summary>Runs the commands of a transcript and compares.</summary>
    /// <remarks>A recording is one boot; the emulated kernel agrees when it can give that log. Where the usual schedule does not, others are tried,
    /// each time with the one more choice that agrees for longest.</remarks>
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
        ImmutableArray<string> expected = Comparable(recorded);
        long loads = 0;
        TranscriptCheck usual = With(BootSchedule.Usual);
        TranscriptCheck best = usual;
        for (int late = 0; late < MostLate && !best.Matches; late++)
        {
            TranscriptCheck? better = Variations(best.Schedule, loads).Select(With).Where(c => c.Agreeing > best.Agreeing).MaxBy(c => c.Agreeing);
            if (better is null)
            {
                break;
            }

            best = better;
        }

        return best.Matches ? best : usual;

        TranscriptCheck With(BootSchedule schedule)
        {
            ImmutableArray<string> replayed = TranscriptRunner.Replay(profile, modules, recorded, schedule, out loads, cancellationToken);
            return new TranscriptCheck(expected, Comparable(replayed)) { Schedule = schedule };
        }

        ImmutableArray<string> Comparable(IEnumerable<string> lines) =>
            [.. TranscriptComparer.Normalize(lines, functions.Contains).Select(TextShape.Of)];
    }

    private static IEnumerable<BootSchedule> Variations(BootSchedule from, long loads)
    {
        for (long load = 1; load <= loads; load++)
        {
            if (from.Of(load) == InitRelease.BeforeNextCommand)
            {
                yield return from.With(load, InitRelease.DuringNextLoad);
                yield return from.With(load, InitRelease.AfterNextLoad);
            }
        }
    }
}
