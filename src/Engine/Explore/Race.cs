using System.Collections.Immutable;

namespace TriageBot.Engine.Explore;

/// <summary>A step of an actor that has been taken, and what its next one waits for.</summary>
/// <param name="Name">What was done, for people.</param>
/// <param name="Until">The next step may begin only when this is true, e.g. when a lock is free; null: at any time.</param>
public readonly record struct ActorStep(string Name, Func<bool>? Until = null);

/// <summary>One CPU, or whatever else does one thing after another while others do theirs.</summary>
/// <param name="Name">E.g. <c>cpu1</c>.</param>
/// <param name="Steps">Each move of the enumerator does one step that nothing can divide; the last move, which finds no further step, is one too.</param>
public sealed record RaceActor(string Name, IEnumerable<ActorStep> Steps);

/// <summary>Actors that share a state, and what must hold of it.</summary>
/// <param name="Actors">Who takes part.</param>
/// <param name="Broken">Asked after every step: one sentence that says what does not hold, or null.</param>
public sealed record Race(ImmutableArray<RaceActor> Actors, Func<string?> Broken)
{
    /// <summary>Asked when all actors have ended; null: nothing more is asked.</summary>
    public Func<string?>? BrokenAtEnd { get; init; }

    /// <summary>The whole shared state as text, but for how far the actors are. Where two interleavings reach the same state, one is followed
    /// further. Null: all are.</summary>
    public Func<string>? State { get; init; }
}

/// <summary>A step in an interleaving.</summary>
public readonly record struct RaceStep(string Actor, string Step)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Actor}: {Step}";
}

/// <summary>What an exploration found.</summary>
/// <param name="Broken">What did not hold, or null.</param>
/// <param name="Interleaving">The shortest way there; empty when everything held.</param>
/// <param name="Explored">Interleavings that were run, each from the start.</param>
/// <param name="Complete">False when the budget ended before all interleavings had been run; that nothing was found then proves nothing.</param>
public sealed record RaceOutcome(string? Broken, ImmutableArray<RaceStep> Interleaving, int Explored, bool Complete);
