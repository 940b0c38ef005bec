using System.Collections.Immutable;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Repair;

/// <summary>What a row broke under one candidate.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Breaks">Invariants that did not hold, each with the first step that broke it.</param>
public sealed record SubjectRow(string Row, ImmutableArray<InvariantBreak> Breaks);

/// <summary>Something that candidates can be tried on: an emulated kernel, or a chain as a mail states it.</summary>
public interface IRepairSubject
{
    /// <summary>Applies an edit and runs every row.</summary>
    ImmutableArray<SubjectRow> Run(ChainEdit edit, CancellationToken cancellationToken);

    /// <summary>Other callbacks of the chain whose order relative to those of the edit changes, one sentence each.</summary>
    ImmutableArray<string> OrderChanges(ChainEdit edit);

    /// <summary>The kernel with the edit in it; null where no kernel is run.</summary>
    KernelProfile? Edited(ChainEdit edit);

    /// <summary>The edit in C, as a sketch.</summary>
    string Sketch(ChainEdit edit);
}
