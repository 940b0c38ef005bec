using System.Collections.Immutable;
using System.Text;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Repair;

/// <summary>Tries edits on a chain as a mail states it: real chain semantics, the stated kind, priorities and requirements, nothing else.</summary>
/// <remarks>A row is one event: the chain is walked and every required order for that event is held against the walk (I7).
/// Direct calls do not touch the chain: the callbacks are called in the order of the calls.</remarks>
internal sealed class ChainSubject(CheckPlan plan, OrderConstraints constraints) : IRepairSubject
{
    public ImmutableArray<SubjectRow> Run(ChainEdit edit, CancellationToken cancellationToken) =>
        [.. constraints.Events.Select(e => new SubjectRow(e, Judge(e, Walk(e, edit, new TraceLog()))))];

    /// <summary>What the walk of an event breaks.</summary>
    public ImmutableArray<InvariantBreak> Judge(string onEvent, ImmutableArray<string> walk) =>
        [.. constraints.Edges
            .Where(e => e.Event == onEvent && walk.IndexOf(e.First) > walk.IndexOf(e.Later))
            .Select(e => new InvariantBreak("I7", onEvent, $"{e.Later} runs before {e.First}"))
            .Take(1)];

    /// <summary>The callbacks in the order in which an event reaches them.</summary>
    /// <param name="edit">Null for the chain as stated.</param>
    public ImmutableArray<string> Walk(string onEvent, ChainEdit? edit, TraceLog trace)
    {
        if (edit?.Kind == FixKind.DirectCalls)
        {
            return edit.DirectOrders.First(o => o.Event == onEvent).Order;
        }

        NotifierChain chain = new(plan.ChainName.Length > 0 ? plan.ChainName : "the chain", plan.Chain, trace);
        foreach (PlannedCallback callback in plan.Callbacks)
        {
            HandlerPriority[] handlers = [.. (edit?.Handlers ?? []).Where(h => h.Callback == callback.Name)];
            if (handlers.Length == 0)
            {
                chain.Register(Block(callback.Name, callback.Priority ?? 0, null, onEvent));
            }

            foreach (HandlerPriority handler in handlers)
            {
                chain.Register(Block(callback.Name, handler.Priority, handler.Event, onEvent));
            }
        }

        ChainAction action = new(0, onEvent);
        bool reverse = edit?.Kind == FixKind.ReverseTraversal && plan.TeardownEvents.Contains(onEvent, StringComparer.Ordinal);
        _ = reverse ? chain.CallReverse(action, null, onEvent) : chain.Call(action, null, onEvent);
        return [.. trace.Events.OfType<NotifierCalled>().Where(c => c.Result == NotifyResult.Ok).Select(c => c.Callback)];
    }

    public ImmutableArray<string> OrderChanges(ChainEdit edit)
    {
        HashSet<string> mine = [.. constraints.Callbacks];
        return [.. constraints.Events.SelectMany(e => WalkChanges.Between(e, Walk(e, null, new TraceLog()), Walk(e, edit, new TraceLog()), mine))];
    }

    public KernelProfile? Edited(ChainEdit edit) => null;

    public string Sketch(ChainEdit edit)
    {
        StringBuilder text = new();
        foreach ((string e, ImmutableArray<string> order) in edit.DirectOrders)
        {
            text.AppendLine($"/* on {e}, called directly in this order: {string.Join(", ", order)} */");
        }

        if (edit.Kind == FixKind.ReverseTraversal)
        {
            text.AppendLine($"/* walk the chain from low to high priority on {string.Join(", ", constraints.Events.Where(e => plan.TeardownEvents.Contains(e, StringComparer.Ordinal)))}, and: */");
        }

        foreach (HandlerPriority handler in edit.Handlers)
        {
            string only = handler.Event is null ? "" : $"\t/* {handler.Event} only */";
            text.AppendLine($".notifier_call = {handler.Callback}, .priority = {PriorityText.Format(handler.Priority)},{only}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A split handler ignores the events of its siblings; <see cref="NotifyResult.Done"/> says so.</summary>
    private static NotifierBlock Block(string callback, int priority, string? onlyEvent, string onEvent) =>
        new(callback, priority, (_, _) => onlyEvent is null || onlyEvent == onEvent ? NotifyResult.Ok : NotifyResult.Done);
}
