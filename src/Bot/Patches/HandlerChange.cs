using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Repair;

namespace TriageBot.Bot.Patches;

/// <summary>What a candidate makes of one callback, in words of C.</summary>
/// <param name="Event">The constant that the callback is called with, when it is split; null when it stays whole.</param>
/// <param name="Priority">As C spells it, e.g. <c>INT_MIN + 1</c>.</param>
internal sealed record HandlerChange(string Callback, string? Event, string Priority)
{
    /// <summary>The changes of a candidate, by callback; null when it is not one of blocks alone, or an event has no constant that is known.</summary>
    /// <param name="today">Priorities that callbacks have; one that stays as it is is no change.</param>
    public static ImmutableArray<IGrouping<string, HandlerChange>>? Of(FixCandidate fix, bool onModules, IReadOnlyDictionary<string, int> today)
    {
        if (fix.Kind is not (FixKind.Priority or FixKind.SplitHandlers))
        {
            return null;
        }

        List<HandlerChange> changes = [];
        foreach ((string label, int priority) in fix.Priorities)
        {
            // "callback" or "callback (event)", see HandlerPriority.Label
            string[] parts = label.TrimEnd(')').Split(" (");
            if (parts.Length == 1 && today.TryGetValue(label, out int now) && now == priority)
            {
                continue;
            }

            string? constant = parts.Length == 1 ? null : Constant(parts[1], onModules);
            if (parts.Length > 1 && constant is null)
            {
                return null;
            }

            changes.Add(new HandlerChange(parts[0], constant, PriorityText.Format(priority).Replace("+", " + ", StringComparison.Ordinal)));
        }

        return [.. changes.GroupBy(c => c.Callback, StringComparer.Ordinal)];
    }

    // What other chains are called with differs from chain to chain, and is only known where the mail says it in C.
    private static string? Constant(string onEvent, bool onModules) => onModules && ModuleEvents.StateOf(onEvent) is "COMING" or "GOING" or "LIVE"
        ? "MODULE_STATE_" + ModuleEvents.StateOf(onEvent)
        : onEvent.Length > 3 && onEvent.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? onEvent : null;
}
