using System.Collections.Immutable;
using TriageBot.Engine.Checks;

namespace TriageBot.Engine.Repair;

/// <summary>One callback must run before another at one event.</summary>
/// <param name="Claim">The requirement that says so.</param>
public readonly record struct OrderEdge(string Event, string First, string Later, OrderClaim Claim);

/// <summary>The required orders as graphs: one an event, and their union.</summary>
public sealed class OrderConstraints
{
    private OrderConstraints(ImmutableArray<OrderEdge> edges) => Edges = edges;

    /// <summary>Every pair of neighbours in a required sequence.</summary>
    public ImmutableArray<OrderEdge> Edges { get; }

    /// <summary>Events that have a requirement, in the order of the claims.</summary>
    public ImmutableArray<string> Events => [.. Edges.Select(e => e.Event).Distinct(StringComparer.Ordinal)];

    /// <summary>Callbacks that occur, in the order of the claims.</summary>
    public ImmutableArray<string> Callbacks => [.. Edges.SelectMany(e => (string[])[e.First, e.Later]).Distinct(StringComparer.Ordinal)];

    /// <summary>Builds the graphs of the required orders among the claims.</summary>
    public static OrderConstraints From(IEnumerable<OrderClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ImmutableArray<OrderEdge>.Builder edges = ImmutableArray.CreateBuilder<OrderEdge>();
        foreach (OrderClaim claim in claims.Where(c => c.Kind == ClaimKind.Required))
        {
            for (int i = 0; i + 1 < claim.Sequence.Length; i++)
            {
                edges.Add(new OrderEdge(claim.Event, claim.Sequence[i], claim.Sequence[i + 1], claim));
            }
        }

        return new OrderConstraints([.. edges.Distinct()]);
    }

    /// <summary>Two requirements for one event that contradict each other: no kernel can satisfy both.</summary>
    public ImmutableArray<OrderConflict> Contradictions() =>
        [.. Events.Select(e => Cycle(Edges.Where(x => x.Event == e))).OfType<ImmutableArray<OrderEdge>>().Select(c => Conflict(c, sameEvent: true))];

    /// <summary>Two requirements for different events that no one priority per callback satisfies; empty when one assignment does.</summary>
    public ImmutableArray<OrderConflict> SinglePriorityConflicts() =>
        Contradictions().IsEmpty && Cycle(Edges) is ImmutableArray<OrderEdge> cycle ? [Conflict(cycle, sameEvent: false)] : [];

    /// <summary>Nodes so that every edge goes forward, keeping the given order among free ones; null when there is a cycle.</summary>
    /// <param name="nodes">All nodes, in the order that is kept where it can be.</param>
    /// <param name="edges">Pairs (first, later).</param>
    internal static ImmutableArray<string>? Sort(IReadOnlyList<string> nodes, IReadOnlyCollection<(string First, string Later)> edges)
    {
        List<string> rest = [.. nodes];
        ImmutableArray<string>.Builder sorted = ImmutableArray.CreateBuilder<string>();
        while (rest.Count > 0)
        {
            int next = rest.FindIndex(n => !edges.Any(e => e.Later == n && e.First != n && rest.Contains(e.First)));
            if (next < 0)
            {
                return null;
            }

            sorted.Add(rest[next]);
            rest.RemoveAt(next);
        }

        return sorted.ToImmutable();
    }

    /// <summary>A shortest cycle, or null.</summary>
    private static ImmutableArray<OrderEdge>? Cycle(IEnumerable<OrderEdge> edges)
    {
        ImmutableArray<OrderEdge> all = [.. edges];
        ImmutableArray<OrderEdge>? shortest = null;
        foreach (OrderEdge start in all)
        {
            ImmutableArray<OrderEdge>? path = Path(all, start.Later, start.First);
            if (path is ImmutableArray<OrderEdge> back && (shortest is null || back.Length + 1 < shortest.Value.Length))
            {
                shortest = back.Insert(0, start);
            }
        }

        return shortest;
    }

    private static ImmutableArray<OrderEdge>? Path(ImmutableArray<OrderEdge> edges, string from, string to)
    {
        Queue<(string Node, ImmutableArray<OrderEdge> Taken)> open = new([(from, [])]);
        HashSet<string> seen = [from];
        while (open.TryDequeue(out (string Node, ImmutableArray<OrderEdge> Taken) at))
        {
            if (at.Node == to)
            {
                return at.Taken;
            }

            foreach (OrderEdge edge in edges.Where(e => e.First == at.Node && seen.Add(e.Later)))
            {
                open.Enqueue((edge.Later, at.Taken.Add(edge)));
            }
        }

        return null;
    }

    private static OrderConflict Conflict(ImmutableArray<OrderEdge> cycle, bool sameEvent)
    {
        OrderEdge first = cycle[0];
        OrderEdge second = cycle.FirstOrDefault(e => e.Claim != first.Claim, cycle[^1]);
        string chain = string.Join(", ", cycle.Select(e => $"{e.First} before {e.Later} on {e.Event}"));
        string detail = sameEvent
            ? $"the requirements contradict each other: {chain}"
            : $"no single priority per callback gives both: {chain}; a chain is walked in one order for every event";
        return new OrderConflict(first.Claim, second.Claim, detail);
    }
}
