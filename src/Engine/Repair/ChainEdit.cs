using System.Collections.Immutable;
using TriageBot.Engine.Checks;

namespace TriageBot.Engine.Repair;

/// <summary>Priority of a callback, or of the handler that it has for one event once it is split.</summary>
/// <param name="Event">Null for a callback that is not split.</param>
public sealed record HandlerPriority(string Callback, string? Event, int Priority)
{
    /// <summary>As people read it: <c>callback</c> or <c>callback (event)</c>.</summary>
    public string Label => Event is null ? Callback : $"{Callback} ({Event})";
}

/// <summary>A change that might satisfy the required orders.</summary>
/// <param name="Kind">What kind of change.</param>
/// <param name="Handlers">New priorities, highest first; empty for direct calls.</param>
/// <param name="DirectOrders">For direct calls: per event the callbacks in the order of the calls.</param>
/// <param name="Note">How it was derived, for people.</param>
public sealed record ChainEdit(
    FixKind Kind, ImmutableArray<HandlerPriority> Handlers, ImmutableArray<(string Event, ImmutableArray<string> Order)> DirectOrders, string Note)
{
    /// <summary>Callbacks that are split.</summary>
    public ImmutableArray<string> Split => [.. Handlers.Where(h => h.Event is not null).Select(h => h.Callback).Distinct(StringComparer.Ordinal)];
}
