using System.Collections.Immutable;
using TriageBot.Engine.Checks;

namespace TriageBot.Engine.Repair;

/// <summary>Derives the changes that might satisfy the required orders, from the orders alone.</summary>
/// <remarks>A single priority per callback works exactly when the union of the events' graphs has no cycle. Nothing here knows any callback.</remarks>
public sealed class EditFinder
{
    /// <summary>More callbacks than this are not tried in all subsets; the whole set is split.</summary>
    private const int SubsetLimit = 8;

    private readonly OrderConstraints _constraints;
    private readonly ImmutableArray<KeyValuePair<string, int>> _current;
    private readonly ImmutableArray<string> _nodes;
    private readonly HashSet<string> _teardown;

    /// <summary>Prepares for one set of requirements.</summary>
    /// <param name="current">Callbacks of the requirements with the priorities that they have, in the order of a walk.</param>
    /// <param name="teardownEvents">Events that undo others.</param>
    public EditFinder(OrderConstraints constraints, ImmutableArray<KeyValuePair<string, int>> current, IEnumerable<string> teardownEvents)
    {
        ArgumentNullException.ThrowIfNull(constraints);
        _constraints = constraints;
        _current = current;
        _nodes = [.. current.Select(c => c.Key)];
        _teardown = [.. teardownEvents];
    }

    /// <summary>All edits worth running, by kind.</summary>
    public IEnumerable<ChainEdit> Find() => [.. Priorities(), .. Splits(), .. DirectCalls(), .. Reversals()];

    /// <summary>One assignment for the union where there is one; otherwise the assignments that satisfy one event each, to show what they break.</summary>
    private IEnumerable<ChainEdit> Priorities()
    {
        if (Sorted(_constraints.Edges) is ImmutableArray<string> all)
        {
            return InPlaceOrSpread(FixKind.Priority, all, "one priority each");
        }

        return _constraints.Events
            .Select(e => (Event: e, Order: Sorted(_constraints.Edges.Where(x => x.Event == e))))
            .Where(x => x.Order is ImmutableArray<string> order && !order.SequenceEqual(_nodes))
            .SelectMany(x => InPlaceOrSpread(FixKind.Priority, x.Order!.Value, $"exchanged so that {x.Event} is right"));
    }

    /// <summary>The smallest sets of callbacks whose split makes the order possible, and the whole set.</summary>
    private IEnumerable<ChainEdit> Splits()
    {
        if (Sorted(_constraints.Edges) is not null || _nodes.Length > SubsetLimit)
        {
            return [];
        }

        IEnumerable<ImmutableArray<string>> bySize = Subsets(_nodes).Where(s => s.Length > 0).OrderBy(s => s.Length);
        List<ChainEdit> found = [];
        foreach (ImmutableArray<string> split in bySize)
        {
            bool smallest = found.Count == 0 || split.Length == found[0].Split.Length;
            if ((smallest || split.Length == _nodes.Length) && Split(split) is ChainEdit edit)
            {
                found.Add(edit);
            }
        }

        return found;
    }

    /// <summary>Set-up handlers go to the top of the chain, teardown handlers and those behind every whole callback to its bottom; whole callbacks keep their place.</summary>
    private ChainEdit? Split(ImmutableArray<string> split)
    {
        string Node(string callback, string onEvent) => split.Contains(callback, StringComparer.Ordinal) ? callback + "\n" + onEvent : callback;
        List<(string, string)> edges = [.. _constraints.Edges.Select(e => (Node(e.First, e.Event), Node(e.Later, e.Event)))];
        List<string> nodes = [.. _nodes.SelectMany(n => split.Contains(n, StringComparer.Ordinal) ? _constraints.Events.Select(e => Node(n, e)) : [n])];
        if (OrderConstraints.Sort(nodes, edges) is not ImmutableArray<string> order)
        {
            return null;
        }

        int top = int.MaxValue;
        List<HandlerPriority> handlers = [];
        List<string> bottom = [];

        // A handler that must run behind a whole callback belongs below it, whether or not its event undoes another.
        int lastWhole = order.LastIndexOf(order.LastOrDefault(n => !n.Contains('\n', StringComparison.Ordinal), ""));
        for (int at = 0; at < order.Length; at++)
        {
            string node = order[at];
            string[] parts = node.Split('\n');
            if (parts.Length == 1)
            {
                handlers.Add(new HandlerPriority(parts[0], null, _current.First(c => c.Key == parts[0]).Value));
            }
            else if (_teardown.Contains(parts[1]) || (lastWhole >= 0 && at > lastWhole))
            {
                bottom.Add(node);
            }
            else
            {
                handlers.Add(new HandlerPriority(parts[0], parts[1], top--));
            }
        }

        for (int i = 0; i < bottom.Count; i++)
        {
            string[] parts = bottom[i].Split('\n');
            handlers.Add(new HandlerPriority(parts[0], parts[1], int.MinValue + (bottom.Count - 1 - i)));
        }

        ImmutableArray<HandlerPriority> sorted = [.. handlers.OrderByDescending(h => h.Priority)];
        return Satisfies(sorted, reverseTeardown: false)
            ? new ChainEdit(FixKind.SplitHandlers, sorted, [], "one handler per event")
            : null;
    }

    private IEnumerable<ChainEdit> DirectCalls()
    {
        ImmutableArray<(string, ImmutableArray<string>)>.Builder orders = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        foreach (string e in _constraints.Events)
        {
            if (Sorted(_constraints.Edges.Where(x => x.Event == e)) is not ImmutableArray<string> order)
            {
                return [];
            }

            orders.Add((e, order));
        }

        return [new ChainEdit(FixKind.DirectCalls, [], orders.ToImmutable(), "called directly, off the chain")];
    }

    /// <summary>With teardown walked backwards its requirements turn round; then one priority each may do.</summary>
    private IEnumerable<ChainEdit> Reversals()
    {
        if (!_constraints.Events.Any(_teardown.Contains))
        {
            return [];
        }

        IEnumerable<OrderEdge> turned = _constraints.Edges.Select(e => _teardown.Contains(e.Event) ? e with { First = e.Later, Later = e.First } : e);
        return Sorted(turned) is ImmutableArray<string> order
            ? [.. InPlaceOrSpread(FixKind.ReverseTraversal, order, "priorities kept in their place"), High(order)]
            : [];
    }

    private static ChainEdit High(ImmutableArray<string> order) => new(
        FixKind.ReverseTraversal, [.. order.Select((n, i) => new HandlerPriority(n, null, int.MaxValue - i))], [], "priorities at the top of the chain");

    /// <summary>The priorities that are there, handed out in the new order; spread by one where they are equal.</summary>
    private IEnumerable<ChainEdit> InPlaceOrSpread(FixKind kind, ImmutableArray<string> order, string note)
    {
        int[] values = [.. _current.Select(c => c.Value).OrderDescending()];
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] >= values[i - 1] && values[i - 1] > int.MinValue)
            {
                values[i] = values[i - 1] - 1;
            }
        }

        for (int i = values.Length - 2; i >= 0; i--)
        {
            values[i] = Math.Max(values[i], values[i + 1] == int.MaxValue ? int.MaxValue : values[i + 1] + 1);
        }

        return [new ChainEdit(kind, [.. order.Select((n, i) => new HandlerPriority(n, null, values[i]))], [], note)];
    }

    private bool Satisfies(ImmutableArray<HandlerPriority> handlers, bool reverseTeardown) => _constraints.Edges.All(e =>
    {
        int first = PriorityAt(handlers, e.First, e.Event);
        int later = PriorityAt(handlers, e.Later, e.Event);
        return reverseTeardown && _teardown.Contains(e.Event) ? first < later : first > later;
    });

    private static int PriorityAt(ImmutableArray<HandlerPriority> handlers, string callback, string onEvent) =>
        handlers.First(h => h.Callback == callback && (h.Event is null || h.Event == onEvent)).Priority;

    private ImmutableArray<string>? Sorted(IEnumerable<OrderEdge> edges) =>
        OrderConstraints.Sort(_nodes, [.. edges.Select(e => (e.First, e.Later))]);

    private static IEnumerable<ImmutableArray<string>> Subsets(ImmutableArray<string> nodes) =>
        Enumerable.Range(0, 1 << nodes.Length).Select(bits => nodes.Where((_, i) => (bits & (1 << i)) != 0).ToImmutableArray());
}
