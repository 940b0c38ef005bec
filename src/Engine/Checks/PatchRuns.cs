using System.Collections.Immutable;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Checks;

/// <summary>The matrix on a kernel before and after a patch, and on the kernel that says what is right.</summary>
/// <param name="Held">Per row the invariants that the reference breaks too.</param>
internal sealed record PatchRuns(ScenarioMatrix Matrix, Dictionary<string, IReadOnlySet<string>> Held, PatchOutcome Outcome)
{
    public static PatchRuns Of(CheckPlan plan, KernelProfile before, KernelProfile after, CancellationToken cancellationToken)
    {
        ScenarioMatrix matrix = ScenarioMatrix.For(before, after);
        ImmutableArray<RowOutcome> onBase = MatrixRunner.Run(before, matrix, cancellationToken);
        ImmutableArray<RowOutcome> onPatched = MatrixRunner.Run(after, matrix, cancellationToken);
        string? good = plan.GoodProfile ?? before.Predecessor;
        if (good is not null && good != before.Name && KernelProfileCatalog.TryGet(good, out KernelProfile? reference))
        {
            Dictionary<string, IReadOnlySet<string>> right = Broken(MatrixRunner.Run(reference, matrix, cancellationToken));
            if (!Beyond(onBase, right).IsEmpty)
            {
                return new PatchRuns(matrix, right, Compare(onBase, onPatched, right, good));
            }
        }

        Dictionary<string, IReadOnlySet<string>> held = Broken(onBase);
        return new PatchRuns(matrix, held, Compare(onBase, onPatched, held, before.Name));
    }

    private static PatchOutcome Compare(
        ImmutableArray<RowOutcome> onBase, ImmutableArray<RowOutcome> onPatched, Dictionary<string, IReadOnlySet<string>> right, string reference)
    {
        Dictionary<string, IReadOnlySet<string>> baseBreaks = Broken(onBase);
        Dictionary<string, IReadOnlySet<string>> patchBreaks = Broken(onPatched);
        ImmutableArray<BrokenInvariant> wrong = Beyond(onPatched, right);
        ImmutableArray<BrokenInvariant> repaired = [.. Beyond(onBase, right).Where(b => !patchBreaks[b.Scenario].Contains(b.Id))];
        ImmutableArray<BrokenInvariant> remaining = [.. wrong.Where(b => baseBreaks[b.Scenario].Contains(b.Id))];
        ImmutableArray<BrokenInvariant> lost = [.. wrong.Where(b => !baseBreaks[b.Scenario].Contains(b.Id))];
        PatchEffect effect = (repaired.IsEmpty, remaining.IsEmpty && lost.IsEmpty, lost.IsEmpty) switch
        {
            (false, true, _) => PatchEffect.Repairs,
            (false, false, _) => PatchEffect.RepairsInPart,
            (true, _, false) => PatchEffect.Regresses,
            _ => PatchEffect.Keeps,
        };
        return new PatchOutcome(effect, null, reference, [], [], repaired, remaining, lost);
    }

    private static Dictionary<string, IReadOnlySet<string>> Broken(ImmutableArray<RowOutcome> outcomes) =>
        outcomes.ToDictionary(o => o.Row.Name, o => (IReadOnlySet<string>)o.Breaks.Select(b => b.Id).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static ImmutableArray<BrokenInvariant> Beyond(ImmutableArray<RowOutcome> outcomes, Dictionary<string, IReadOnlySet<string>> right) =>
        [.. outcomes.SelectMany(o => o.Breaks.Where(b => !right[o.Row.Name].Contains(b.Id)), (o, b) => new BrokenInvariant(b.Id, b.Step, o.Row.Name, b.Detail, Known: false))];
}
