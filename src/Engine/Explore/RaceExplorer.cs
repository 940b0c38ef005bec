using System.Collections.Immutable;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Explore;

/// <summary>Runs every interleaving of some actors, shorter ones first, until something does not hold.</summary>
/// <remarks>Each interleaving is run again from the start, so a race is a function that sets everything up; nothing need be copied. What is found first is
/// the shortest. Not modelled: memory that CPUs see in different orders.</remarks>
public static class RaceExplorer
{
    /// <summary>Explores a race.</summary>
    /// <param name="start">Sets the race up; called once for each interleaving, and must do the same each time.</param>
    /// <param name="budget">Interleavings that may be run.</param>
    public static RaceOutcome Explore(Func<Race> start, int budget = 100_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<Schedule> open = new([new Schedule(null, 0)]);
        int explored = 0;
        while (open.TryDequeue(out Schedule? schedule))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (explored++ >= budget)
            {
                return new RaceOutcome(null, [], budget, Complete: false);
            }

            using RaceReplay replay = new(start());
            if (replay.Run(schedule.Choices()) is string broken)
            {
                return new RaceOutcome(broken, replay.Taken, explored, Complete: true);
            }

            if (replay.StateKey is string key && !seen.Add(key))
            {
                continue;
            }

            foreach (int actor in replay.Runnable)
            {
                open.Enqueue(new Schedule(schedule, actor));
            }
        }

        return new RaceOutcome(null, [], explored, Complete: true);
    }

    /// <summary>Which actor took each step; shares its beginning with others.</summary>
    private sealed record Schedule(Schedule? Before, int Actor)
    {
        public IEnumerable<int> Choices()
        {
            Stack<int> choices = new();
            for (Schedule at = this; at.Before is not null; at = at.Before)
            {
                choices.Push(at.Actor);
            }

            return choices;
        }
    }
}

/// <summary>One interleaving as it is run.</summary>
internal sealed class RaceReplay(Race race) : IDisposable
{
    private readonly IEnumerator<ActorStep>?[] _running = [.. race.Actors.Select(a => a.Steps.GetEnumerator())];
    private readonly Func<bool>?[] _waits = new Func<bool>?[race.Actors.Length];
    private readonly int[] _taken = new int[race.Actors.Length];
    private readonly ImmutableArray<RaceStep>.Builder _steps = ImmutableArray.CreateBuilder<RaceStep>();

    /// <summary>The steps so far.</summary>
    public ImmutableArray<RaceStep> Taken => _steps.ToImmutable();

    /// <summary>Actors that have a step to take and need not wait.</summary>
    public IEnumerable<int> Runnable =>
        Enumerable.Range(0, _running.Length).Where(i => _running[i] is not null && _waits[i]?.Invoke() != false);

    /// <summary>The state and how far everyone is; null when the race does not tell its state.</summary>
    public string? StateKey => race.State is null ? null : string.Join(',', _taken) + " " + race.State();

    /// <summary>Takes the steps. Only what the last one did is new, so only that is asked about.</summary>
    /// <returns>What does not hold, or null.</returns>
    public string? Run(IEnumerable<int> choices)
    {
        string? broken = null;
        foreach (int actor in choices)
        {
            broken = Step(actor);
        }

        broken ??= race.Broken();
        bool ended = Array.TrueForAll(_running, r => r is null);
        if (broken is null && !ended && !Runnable.Any())
        {
            return "everyone waits for someone else";
        }

        return ended ? broken ?? race.BrokenAtEnd?.Invoke() : broken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IEnumerator<ActorStep>? left in _running)
        {
            left?.Dispose();
        }
    }

    private string? Step(int actor)
    {
        string name = race.Actors[actor].Name;
        IEnumerator<ActorStep> steps = _running[actor]!;
        _taken[actor]++;
        try
        {
            if (steps.MoveNext())
            {
                _waits[actor] = steps.Current.Until;
                _steps.Add(new RaceStep(name, steps.Current.Name));
                return null;
            }

            _steps.Add(new RaceStep(name, "ends"));
            steps.Dispose();
            _running[actor] = null;
            return null;
        }
        catch (GuestFaultException fault)
        {
            _steps.Add(new RaceStep(name, "faults"));
            _running[actor] = null;
            return $"{name}: {fault.Message}";
        }
    }
}
