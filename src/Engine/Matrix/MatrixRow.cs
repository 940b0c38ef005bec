using System.Collections.Immutable;

namespace TriageBot.Engine.Matrix;

/// <summary>One scenario of the matrix: a name and the commands that it runs on a freshly booted kernel.</summary>
/// <param name="Name">E.g. <c>patch-then-target/unload/third-stops-between</c>; usable on the command line.</param>
/// <param name="Commands">As in a transcript, without <c># </c>.</param>
/// <param name="Features">What the row exercises, e.g. <c>third-stops</c>: known breaks name these.</param>
public sealed record MatrixRow(string Name, ImmutableArray<string> Commands, ImmutableHashSet<string> Features);

/// <summary>Where a third user of the chain stands relative to the pair that is judged.</summary>
/// <param name="Name">E.g. <c>between</c>.</param>
/// <param name="Priority">Priority of its block; it is registered after all built-in ones.</param>
public sealed record ThirdPosition(string Name, int Priority);
