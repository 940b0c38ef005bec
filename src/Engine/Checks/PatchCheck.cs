using System.Collections.Immutable;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Repair;

namespace TriageBot.Engine.Checks;

/// <summary>Judges a patch by running the kernel with it. Against a base that is known to be bad it is a candidate fix and is held against the kernel before that;
/// otherwise it must keep what holds on its base.</summary>
internal static class PatchCheck
{
    private static readonly PatchOutcome Nothing = new(PatchEffect.None, null, null, [], [], [], [], []);

    public static Verdict Run(CheckPlan plan, PatchTrial trial, CancellationToken cancellationToken)
    {
        PatchFit fit = PatchFit.Find(trial);
        if (fit is not { Base: { } before, Patched: { } after })
        {
            return NotRun(plan, Nothing with { Effect = PatchEffect.NotPlaced, Unplaced = fit.Unplaced }, fit);
        }

        ImmutableArray<string> changes = Changes(before, after);
        if (ReferenceEquals(before, after) || changes.IsEmpty)
        {
            return NotRun(plan, Nothing with { Base = fit.BaseName }, fit);
        }

        PatchRuns runs = PatchRuns.Of(plan, before, after, cancellationToken);
        PatchOutcome outcome = runs.Outcome with { Base = fit.BaseName, Changes = changes, IsSeries = trial is { IsWhole: true, Series.Length: > 1 } };
        // What was wrong before and is not touched is not the patch's.
        ImmutableArray<BrokenInvariant> wrong = outcome.Effect == PatchEffect.Keeps ? [] : [.. outcome.Lost, .. outcome.Remaining];
        ImmutableArray<ClaimVerdict> claims = Claims(plan, before, after, runs.Matrix);
        ImmutableArray<OrderClaim> required = Required(plan, after);
        OrderConstraints constraints = OrderConstraints.From(required);
        ImmutableArray<OrderConflict> conflicts = wrong.IsEmpty ? [] : constraints.SinglePriorityConflicts();
        ImmutableArray<FixCandidate> fixes = wrong.IsEmpty || !constraints.Contradictions().IsEmpty
            ? []
            : KernelCheck.Repair(after, runs.Matrix, constraints, runs.Held, conflicts, cancellationToken);
        TraceExcerpt excerpt = TraceExcerpt.Make(after, runs.Matrix, wrong.FirstOrDefault() ?? outcome.Repaired.FirstOrDefault(), Shown(plan, after, required));
        return new Verdict(
            Result(claims, wrong), CheckBasis.Kernel, outcome.Reference, after.Name, claims, [], conflicts, wrong, [], excerpt.Short, excerpt.Full, fixes, [], [.. fit.Notes, .. Ties(before, after)],
            runs.Matrix.Rows.Length, ["check", excerpt.Row, "--profile", fit.BaseName!, "--patch", "FILE"])
        {
            Patch = outcome,
        };
    }

    // Calls that depend on each other are shown, on the chain or not.
    private static CheckPlan Shown(CheckPlan plan, KernelProfile after, ImmutableArray<OrderClaim> required)
    {
        IEnumerable<string> calls = after.DependsOn.SelectMany(pair => (string[])[pair.Setup, pair.Dependent, pair.UndoDependent, pair.UndoSetup]).Select(LoaderActionNames.KernelFunction);
        return plan with { Claims = required, Callbacks = [.. plan.Callbacks, .. calls.Select(name => new PlannedCallback(name, null))] };
    }

    private static Verdict NotRun(CheckPlan plan, PatchOutcome outcome, PatchFit fit) => new(
        outcome.Effect == PatchEffect.NotPlaced ? VerdictResult.NeedsInformation : VerdictResult.NotOrdering,
        plan.Basis, null, null, [], [], [], [], [], [], [], [], [], fit.Notes, 0, [])
    {
        Patch = outcome,
    };

    // Equals run in the order of registration (N11), which no diff shows.
    private static IEnumerable<string> Ties(KernelProfile before, KernelProfile after) =>
        from block in after.ModuleChain.Except(before.ModuleChain)
        from other in after.ModuleChain
        where other != block && other.PriorityValue == block.PriorityValue && other.Actions?.Keys.Intersect(block.Actions?.Keys ?? [], StringComparer.Ordinal).Any() == true
        select $"{block.Callback} and {other.Callback} have the same priority and run in the order of registration; {after.ModuleChain.First(b => b == block || b == other).Callback} was taken to be registered first";

    // That the walk is another follows from the blocks that change.
    private static ImmutableArray<string> Changes(KernelProfile before, KernelProfile after)
    {
        ImmutableArray<ProfileChange> all = ProfileComparison.Between(before, after);
        return [.. all.Where(c => c.Kind != ProfileChangeKind.Block || after.ModuleChain.Concat(before.ModuleChain).Any(b => b.Callback == c.Where)).DefaultIfEmpty(all.FirstOrDefault()).OfType<ProfileChange>().Select(Sentence)];
    }

    private static string Sentence(ProfileChange change) => LoaderActionNames.InKernelWords(
        change.Kind == ProfileChangeKind.Step ? $"{change.Where}: {change.Text}" : $"{change.Where} {change.Text}");

    private static VerdictResult Result(ImmutableArray<ClaimVerdict> claims, ImmutableArray<BrokenInvariant> wrong)
    {
        if (claims.Any(c => c is { Claim.Kind: ClaimKind.Observed, Holds: false }))
        {
            return VerdictResult.Contradicted;
        }

        return wrong.IsEmpty ? VerdictResult.NotReproduced : VerdictResult.Reproduced;
    }

    /// <summary>What is said to run so runs on the base; what must or would run so has to on the kernel with the patch.</summary>
    private static ImmutableArray<ClaimVerdict> Claims(CheckPlan plan, KernelProfile before, KernelProfile after, ScenarioMatrix matrix)
    {
        if (plan.Claims.IsEmpty)
        {
            return [];
        }

        KernelOrders old = KernelOrders.Observe(before, matrix);
        KernelOrders now = KernelOrders.Observe(after, matrix);
        return
        [
            .. ClaimJudge.Judge(plan.Claims.Where(c => c.Kind == ClaimKind.Observed), old.Of, before.Name),
            .. ClaimJudge.Judge(plan.Claims.Where(c => c.Kind != ClaimKind.Observed).Select(c => c with { Kind = ClaimKind.Required }), now.Of, after.Name)
                .Select(v => v with { Claim = plan.Claims.First(c => c.Kind != ClaimKind.Observed && c.Line == v.Claim.Line && c.Event == v.Claim.Event && c.Sequence == v.Claim.Sequence) }),
        ];
    }

    /// <summary>The orders that the mail requires, and those that follow from what depends on what.</summary>
    private static ImmutableArray<OrderClaim> Required(CheckPlan plan, KernelProfile patched)
    {
        IEnumerable<OrderClaim> stated = plan.Claims.Where(c => c.Kind == ClaimKind.Required && c.Sequence.All(name => patched.ModuleChain.Any(b => b.Callback == name)));
        IEnumerable<OrderClaim?> derived = patched.DependsOn.SelectMany(pair => (OrderClaim?[])
        [
            Order(patched, "load", "COMING", pair.Setup, pair.Dependent),
            Order(patched, "unload", "GOING", pair.UndoDependent, pair.UndoSetup),
        ]);
        return [.. stated.Concat(derived.OfType<OrderClaim>()).DistinctBy(c => (c.Event, string.Join('\n', c.Sequence)))];
    }

    private static OrderClaim? Order(KernelProfile profile, string onEvent, string state, string first, string later)
    {
        string? one = CallbackOf(profile, state, first);
        string? other = CallbackOf(profile, state, later);
        return one is null || other is null || one == other ? null : new OrderClaim(onEvent, ClaimKind.Required, [one, other], 0);
    }

    private static string? CallbackOf(KernelProfile profile, string state, string action) =>
        profile.ModuleChain.FirstOrDefault(b => BuiltInBlock.Split(b.Actions?.GetValueOrDefault(state) ?? "").Any(a => Same(a, action)))?.Callback;

    // klp_cleanup_module_patches_limited() is what klp_module_going() does.
    private static bool Same(string one, string other) => one == other || (one == "klp.cleanup_module_patches_limited" && other == "klp.module_going");
}
