using System.Collections.Immutable;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Repair;

namespace TriageBot.Engine.Checks;

/// <summary>Judges built-in callbacks: the scenario matrix is run on the good and on the bad kernel and the rows are compared.</summary>
internal static class KernelCheck
{
    public static Verdict Run(CheckPlan plan, CancellationToken cancellationToken)
    {
        KernelProfile bad = KernelProfileCatalog.Get(plan.BadProfile ?? throw new ProfileException("the plan names no kernel to judge"));
        KernelProfile? good = (plan.GoodProfile ?? bad.Predecessor) is string name ? KernelProfileCatalog.Get(name) : null;
        ScenarioMatrix matrix = ScenarioMatrix.For(bad);
        ImmutableArray<RowOutcome> onBad = MatrixRunner.Run(bad, matrix, cancellationToken);
        Dictionary<string, IReadOnlySet<string>> held = Baseline(good, bad, matrix, cancellationToken);
        ImmutableArray<BrokenInvariant> regressed = [.. onBad.SelectMany(o => o.Breaks.Where(b => !held[o.Row.Name].Contains(b.Id)), (o, b) => ToBroken(o, b, known: false))];
        ImmutableArray<BrokenInvariant> known = KnownBreaks(bad, onBad);

        KernelOrders orders = KernelOrders.Observe(bad, matrix);
        ImmutableArray<ClaimVerdict> claims = ClaimJudge.Judge(plan.Claims, orders.Of, bad.Name);
        OrderConstraints constraints = OrderConstraints.From(plan.Claims);
        ImmutableArray<OrderConflict> contradictions = constraints.Contradictions();
        ImmutableArray<OrderConflict> conflicts = contradictions.IsEmpty ? constraints.SinglePriorityConflicts() : contradictions;
        VerdictResult result = Result(claims, regressed);
        ImmutableArray<FixCandidate> fixes = result == VerdictResult.Reproduced && contradictions.IsEmpty
            ? Repair(bad, matrix, constraints, held, conflicts, cancellationToken)
            : [];
        TraceExcerpt excerpt = TraceExcerpt.Make(bad, matrix, regressed.FirstOrDefault(), plan);
        return new Verdict(
            result, CheckBasis.Kernel, good?.Name, bad.Name, claims, Derived(plan, orders), conflicts, regressed, known,
            excerpt.Short, excerpt.Full, fixes, [], Notes(plan, bad, orders), matrix.Rows.Length,
            ["check", excerpt.Row, "--profile", bad.Name]);
    }

    private static VerdictResult Result(ImmutableArray<ClaimVerdict> claims, ImmutableArray<BrokenInvariant> regressed)
    {
        if (claims.Any(c => c is { Claim.Kind: ClaimKind.Observed, Holds: false }))
        {
            return VerdictResult.Contradicted;
        }

        return regressed.IsEmpty ? VerdictResult.NotReproduced : VerdictResult.Reproduced;
    }

    /// <summary>Per row the invariants that do not hold on the good kernel; without one, those that the bad kernel is known to break.</summary>
    private static Dictionary<string, IReadOnlySet<string>> Baseline(
        KernelProfile? good, KernelProfile bad, ScenarioMatrix matrix, CancellationToken cancellationToken)
    {
        IEnumerable<(string Row, IEnumerable<string> Broken)> rows = good is null
            ? matrix.Rows.Select(r => (r.Name, bad.KnownBreaks.Where(k => Applies(k, r)).Select(k => k.Invariant)))
            : MatrixRunner.Run(good, matrix, cancellationToken).Select(o => (o.Row.Name, o.Breaks.Select(b => b.Id)));
        return rows.ToDictionary(r => r.Row, r => (IReadOnlySet<string>)r.Broken.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static ImmutableArray<BrokenInvariant> KnownBreaks(KernelProfile bad, ImmutableArray<RowOutcome> outcomes) =>
        [.. outcomes
            .SelectMany(o => o.Breaks, (o, b) => (o, b))
            .Where(x => bad.KnownBreaks.Any(k => k.Invariant == x.b.Id && Applies(k, x.o.Row)))
            .DistinctBy(x => x.b.Id, StringComparer.Ordinal)
            .Select(x => ToBroken(x.o, x.b, known: true))];

    private static bool Applies(KnownBreak known, MatrixRow row) => known.When.Length == 0 || row.Features.Contains(known.When);

    private static BrokenInvariant ToBroken(RowOutcome outcome, InvariantBreak broken, bool known) =>
        new(broken.Id, broken.Step, outcome.Row.Name, broken.Detail, known);

    /// <summary>Candidates for a kernel whose blocks stand in a wrong order; none when a callback of the requirements is not on its chain.</summary>
    /// <param name="held">Per row, the invariants that may be broken.</param>
    public static ImmutableArray<FixCandidate> Repair(
        KernelProfile bad,
        ScenarioMatrix matrix,
        OrderConstraints constraints,
        Dictionary<string, IReadOnlySet<string>> held,
        ImmutableArray<OrderConflict> conflicts,
        CancellationToken cancellationToken)
    {
        HashSet<string> constrained = [.. constraints.Callbacks];
        ImmutableArray<KeyValuePair<string, int>> current = [.. bad.ModuleChain
            .Where(b => constrained.Contains(b.Callback))
            .OrderByDescending(b => b.PriorityValue)
            .Select(b => KeyValuePair.Create(b.Callback, b.PriorityValue))];
        if (current.Length < constrained.Count || constrained.Count == 0)
        {
            return [];
        }

        KernelSubject subject = new(bad, matrix, constraints);
        EditFinder finder = new(constraints, current, constraints.Events.Where(ModuleEvents.IsTeardown));
        return RepairSearch.Run(subject, finder.Find(), held, conflicts, cancellationToken);
    }

    private static ImmutableArray<DerivedOrder> Derived(CheckPlan plan, KernelOrders orders)
    {
        HashSet<string> named = [.. plan.Claims.SelectMany(c => c.Sequence)];
        return [.. plan.Claims.Select(c => c.Event).Distinct(StringComparer.Ordinal)
            .Where(e => !plan.Claims.Any(c => c.Kind == ClaimKind.Observed && c.Event == e))
            .Select(e => new DerivedOrder(e, [.. orders.Of(e).Where(named.Contains)]))
            .Where(d => d.Sequence.Length > 1)];
    }

    private static ImmutableArray<string> Notes(CheckPlan plan, KernelProfile bad, KernelOrders orders)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        foreach (PlannedCallback callback in plan.Callbacks.Where(c => c.Priority is not null || !orders.Reaches(c.Name)))
        {
            BuiltInBlock? block = bad.ModuleChain.FirstOrDefault(b => b.Callback == callback.Name);
            if (block is null)
            {
                string fits = string.Join(", ", KernelProfileCatalog.All.Where(p => p.ModuleChainCallbacks.Any(c => c.Key == callback.Name)).Select(p => p.Name));
                notes.Add(fits.Length == 0
                    ? $"{callback.Name} is not built into {bad.Name}"
                    : $"{callback.Name} is not on the module chain of {bad.Name}; it is in {fits}");
            }
            else if (callback.Priority is int stated && stated != block.PriorityValue)
            {
                notes.Add($"the mail gives {callback.Name} the priority {PriorityText.Format(stated)}; in {bad.Name} it is {PriorityText.Format(block.PriorityValue)}");
            }
        }

        return notes.ToImmutable();
    }
}
