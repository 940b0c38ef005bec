using System.Collections.Immutable;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Matrix;

/// <summary>What one row did on one kernel.</summary>
/// <param name="Breaks">Invariants that did not hold, each with the first step that broke it.</param>
public sealed record RowOutcome(MatrixRow Row, ImmutableArray<InvariantBreak> Breaks);

/// <summary>Runs rows on kernels.</summary>
public static class MatrixRunner
{
    /// <summary>Runs all rows of a matrix, each on a freshly booted kernel.</summary>
    public static ImmutableArray<RowOutcome> Run(KernelProfile profile, ScenarioMatrix matrix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ImmutableArray<RowOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<RowOutcome>(matrix.Rows.Length);
        foreach (MatrixRow row in matrix.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(new RowOutcome(row, RunRow(profile, matrix, row, out _)));
        }

        return outcomes.MoveToImmutable();
    }

    /// <summary>Runs one row and hands out the kernel, for its trace.</summary>
    public static ImmutableArray<InvariantBreak> RunRow(KernelProfile profile, ScenarioMatrix matrix, MatrixRow row, out EmulatedKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(row);
        kernel = new EmulatedKernel(profile);
        InvariantMonitor monitor = new(kernel);
        KernelShell shell = new(kernel, matrix.Modules);
        foreach (string command in row.Commands)
        {
            shell.Run(command);
            if (shell.Oops is not null)
            {
                break;
            }

            monitor.AfterCommand();
        }

        return monitor.Breaks;
    }
}
