using System.Collections.Immutable;

namespace TriageBot.Engine.Checks;

/// <summary>Holds claims about order against the orders that were seen.</summary>
internal static class ClaimJudge
{
    /// <summary>One verdict a claim.</summary>
    /// <param name="seen">Order in which an event reached the callbacks; empty when the event was not run.</param>
    /// <param name="where">What was run, for the evidence.</param>
    public static ImmutableArray<ClaimVerdict> Judge(IEnumerable<OrderClaim> claims, Func<string, ImmutableArray<string>> seen, string where) =>
        [.. claims.Select(c => One(c, seen(c.Event), where))];

    private static ClaimVerdict One(OrderClaim claim, ImmutableArray<string> walk, string where)
    {
        string[] missing = [.. claim.Sequence.Where(c => !walk.Contains(c, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            return new ClaimVerdict(claim, null, $"{where} does not call {string.Join(", ", missing)} on {claim.Event}");
        }

        string order = string.Join(", ", walk.Where(c => claim.Sequence.Contains(c, StringComparer.Ordinal)));
        int[] places = [.. claim.Sequence.Select(c => walk.IndexOf(c))];
        bool holds = places.Zip(places.Skip(1)).All(p => p.First < p.Second);
        return claim.Kind == ClaimKind.Proposed
            ? new ClaimVerdict(claim, null, $"not judged by itself; {where} runs {order} on {claim.Event}")
            : new ClaimVerdict(claim, holds, $"{where} runs {order} on {claim.Event}");
    }
}
