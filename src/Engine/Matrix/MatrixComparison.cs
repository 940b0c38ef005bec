using System.Collections.Immutable;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Matrix;

/// <summary>A row of the matrix that one kernel holds and another does not.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Lost">True when the second kernel lost it, false when it gained it.</param>
/// <param name="First">The first invariant that the losing kernel breaks and the other does not.</param>
public sealed record RowChange(string Row, bool Lost, InvariantBreak First);

/// <summary>What two kernels make of the same rows.</summary>
/// <param name="Rows">Number of rows that both kernels have.</param>
/// <param name="Changes">Rows in which they differ, in the order of the matrix; a row can be lost in one invariant and gained in another.</param>
public sealed record MatrixComparison(int Rows, ImmutableArray<RowChange> Changes)
{
    /// <summary>Runs the matrix of the second kernel (of the first, when only that has ftrace or livepatch on its chain) on both.</summary>
    public static MatrixComparison Between(KernelProfile from, KernelProfile to, CancellationToken cancellationToken = default)
    {
        ScenarioMatrix matrix = ScenarioMatrix.For(to);
        ScenarioMatrix other = ScenarioMatrix.For(from);
        matrix = other.Positions.Length > matrix.Positions.Length ? other : matrix;
        matrix = matrix.Where(r => Has(from, r) && Has(to, r));
        ImmutableArray<RowOutcome> before = MatrixRunner.Run(from, matrix, cancellationToken);
        ImmutableArray<RowOutcome> after = MatrixRunner.Run(to, matrix, cancellationToken);
        IEnumerable<RowChange?> changes = before.Zip(after).SelectMany(pair => (RowChange?[])[Change(pair.First, pair.Second, lost: true), Change(pair.Second, pair.First, lost: false)]);
        return new MatrixComparison(matrix.Rows.Length, [.. changes.OfType<RowChange>()]);
    }

    private static RowChange? Change(RowOutcome without, RowOutcome with, bool lost)
    {
        InvariantBreak? first = with.Breaks.FirstOrDefault(b => !without.Breaks.Any(o => o.Id == b.Id));
        return first is null ? null : new RowChange(with.Row.Name, lost, first);
    }

    private static bool Has(KernelProfile profile, MatrixRow row) =>
        (profile.Livepatch.Replace || !row.Features.Contains("replace")) && (profile.Livepatch.Callbacks || !row.Features.Contains("callback-refuses"));
}
