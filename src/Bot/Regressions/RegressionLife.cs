using System.Collections.Frozen;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Regressions;

/// <summary>Which state of a regression may follow which.</summary>
internal static class RegressionLife
{
    private static readonly RegressionState[] s_ends = [RegressionState.Fixed, RegressionState.Invalid, RegressionState.Duplicate];

    private static readonly FrozenDictionary<RegressionState, RegressionState[]> s_next = new Dictionary<RegressionState, RegressionState[]>
    {
        [RegressionState.New] = [RegressionState.Held, RegressionState.Reported, RegressionState.Confirmed, RegressionState.FixProposed, RegressionState.Stale, .. s_ends],
        [RegressionState.Held] = [RegressionState.Reported, RegressionState.Confirmed, RegressionState.FixProposed, RegressionState.Stale, .. s_ends],
        [RegressionState.Reported] = [RegressionState.Confirmed, RegressionState.FixProposed, RegressionState.Stale, .. s_ends],
        [RegressionState.Confirmed] = [RegressionState.FixProposed, RegressionState.Stale, .. s_ends],
        [RegressionState.FixProposed] = [RegressionState.Confirmed, RegressionState.Stale, .. s_ends],

        // A fix may turn out to be none, and a judgement to be wrong.
        [RegressionState.Fixed] = [RegressionState.Confirmed, RegressionState.Invalid, RegressionState.Duplicate],
        [RegressionState.Invalid] = [RegressionState.Confirmed],
        [RegressionState.Duplicate] = [RegressionState.Confirmed],
        [RegressionState.Stale] = [RegressionState.Reported, RegressionState.Confirmed, RegressionState.FixProposed, .. s_ends],
    }.ToFrozenDictionary();

    /// <summary>States in which a regression is run again every night.</summary>
    public static IReadOnlyList<RegressionState> Open { get; } =
        [RegressionState.New, RegressionState.Held, RegressionState.Reported, RegressionState.Confirmed, RegressionState.FixProposed, RegressionState.Stale];

    /// <summary>Whether a state may follow another; staying is no step.</summary>
    public static bool May(RegressionState from, RegressionState to) => s_next[from].Contains(to);

    /// <summary>A state as people write it, e.g. <c>fix-proposed</c>.</summary>
    public static string Word(RegressionState state) => state == RegressionState.FixProposed ? "fix-proposed" : state.ToString().ToLowerInvariant();
}
