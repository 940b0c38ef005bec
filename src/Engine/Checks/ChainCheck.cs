using System.Collections.Immutable;
using System.Globalization;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Repair;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Checks;

/// <summary>Judges callbacks that are not built in: a chain of the stated kind, with the stated priorities, is walked for every event.</summary>
/// <remarks>Real chain semantics, nothing else: what the callbacks do is not known. Callbacks without a priority have 0 and run in the order in which
/// the mail names them, as equals run in the order of registration (N10, N11).</remarks>
internal static class ChainCheck
{
    public static Verdict Run(CheckPlan plan, CancellationToken cancellationToken)
    {
        OrderConstraints constraints = OrderConstraints.From(plan.Claims);
        ImmutableArray<string> missing = Missing(plan, constraints);
        ChainSubject subject = new(plan, constraints);
        Dictionary<string, (ImmutableArray<string> Walk, TraceLog Trace)> runs = plan.Claims.Select(c => c.Event).Distinct(StringComparer.Ordinal).ToDictionary(
            e => e,
            e =>
            {
                TraceLog trace = new();
                return (subject.Walk(e, null, trace), trace);
            },
            StringComparer.Ordinal);

        ImmutableArray<ClaimVerdict> claims = ClaimJudge.Judge(plan.Claims, e => runs[e].Walk, $"{(plan.Chain == ChainKind.Atomic ? "an" : "a")} {plan.Chain.ToString().ToLowerInvariant()} chain with the stated priorities");
        ImmutableArray<OrderConflict> contradictions = constraints.Contradictions();
        ImmutableArray<BrokenInvariant> broken = [.. constraints.Events
            .SelectMany(e => subject.Judge(e, runs[e].Walk), (e, b) => new BrokenInvariant(b.Id, $"walk for {e}", e, b.Detail, Known: false))];
        VerdictResult result = Result(claims, broken, contradictions, missing);
        ImmutableArray<OrderConflict> conflicts = contradictions.IsEmpty ? constraints.SinglePriorityConflicts() : contradictions;
        ImmutableArray<FixCandidate> fixes = result == VerdictResult.Reproduced && contradictions.IsEmpty ? Repair(plan, constraints, subject, conflicts, cancellationToken) : [];
        ImmutableArray<string> trace = [.. runs.SelectMany(r => Lines(plan, r.Key, r.Value.Trace))];
        return new Verdict(
            result, CheckBasis.StatedConstraints, null, null, claims, Derived(plan, runs), conflicts, broken, [], trace, trace, fixes, missing, Notes(plan), runs.Count,
            missing.IsEmpty ? Replay(plan) : []);
    }

    private static VerdictResult Result(
        ImmutableArray<ClaimVerdict> claims, ImmutableArray<BrokenInvariant> broken, ImmutableArray<OrderConflict> contradictions, ImmutableArray<string> missing)
    {
        if (claims.Any(c => c is { Claim.Kind: ClaimKind.Observed, Holds: false }))
        {
            return VerdictResult.Contradicted;
        }

        if (!missing.IsEmpty)
        {
            return VerdictResult.NeedsInformation;
        }

        return broken.IsEmpty && contradictions.IsEmpty ? VerdictResult.NotReproduced : VerdictResult.Reproduced;
    }

    private static ImmutableArray<string> Missing(CheckPlan plan, OrderConstraints constraints)
    {
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        if (plan.Callbacks.Length < 2)
        {
            missing.Add("Which two callbacks are meant, by the names of their functions.");
        }

        if (constraints.Edges.IsEmpty)
        {
            missing.Add("In which order the callbacks must run, for each event. They are not built into any kernel that is known here, so the order that is right has to be stated.");
        }

        string[] unknown = [.. plan.Callbacks.Where(c => c.Priority is null).Select(c => c.Name)];
        bool ordered = plan.Claims.Any(c => c.Kind == ClaimKind.Observed);
        if (unknown.Length > 0 && !ordered && !constraints.Edges.IsEmpty)
        {
            missing.Add($"Which priority {string.Join(" and ", unknown)} {(unknown.Length == 1 ? "has" : "have")}, or in which order they run today.");
        }

        return missing.ToImmutable();
    }

    private static ImmutableArray<FixCandidate> Repair(
        CheckPlan plan, OrderConstraints constraints, ChainSubject subject, ImmutableArray<OrderConflict> conflicts, CancellationToken cancellationToken)
    {
        HashSet<string> constrained = [.. constraints.Callbacks];
        ImmutableArray<KeyValuePair<string, int>> current = [.. plan.Callbacks
            .Where(c => constrained.Contains(c.Name))
            .OrderByDescending(c => c.Priority ?? 0)
            .Select(c => KeyValuePair.Create(c.Name, c.Priority ?? 0))];
        Dictionary<string, IReadOnlySet<string>> nothingMayBreak = constraints.Events.ToDictionary(e => e, _ => (IReadOnlySet<string>)ImmutableHashSet<string>.Empty, StringComparer.Ordinal);
        return RepairSearch.Run(subject, new EditFinder(constraints, current, plan.TeardownEvents).Find(), nothingMayBreak, conflicts, cancellationToken);
    }

    private static ImmutableArray<DerivedOrder> Derived(CheckPlan plan, Dictionary<string, (ImmutableArray<string> Walk, TraceLog Trace)> runs) =>
        plan.Callbacks.All(c => c.Priority is not null)
            ? [.. runs.Where(r => !plan.Claims.Any(c => c.Kind == ClaimKind.Observed && c.Event == r.Key)).Select(r => new DerivedOrder(r.Key, r.Value.Walk))]
            : [];

    private static ImmutableArray<string> Notes(CheckPlan plan)
    {
        string[] without = [.. plan.Callbacks.Where(c => c.Priority is null).Select(c => c.Name)];
        return without.Length == 0
            ? []
            : [$"no priority is stated for {string.Join(", ", without)}: 0 was taken, and equals run in the order of registration, for which the order in the mail was taken"];
    }

    private static IEnumerable<string> Lines(CheckPlan plan, string onEvent, TraceLog trace)
    {
        yield return $"# {onEvent}";
        foreach (NotifierCalled called in trace.Events.OfType<NotifierCalled>())
        {
            yield return $"{(plan.ChainName.Length > 0 ? plan.ChainName : "chain")}: {called.Callback} [priority {PriorityText.Format(called.Priority)}]";
        }
    }

    /// <summary>The chain as one word for <c>triagebot check</c>.</summary>
    private static ImmutableArray<string> Replay(CheckPlan plan)
    {
        string blocks = string.Join(',', plan.Callbacks.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={c.Priority ?? 0}")));
        string required = string.Concat(plan.Claims.Where(c => c.Kind == ClaimKind.Required).Select(c => $";{c.Event}:{string.Join('>', c.Sequence)}"));
        return ["check", $"chain:{plan.Chain.ToString().ToLowerInvariant()};{blocks}{required}"];
    }
}
