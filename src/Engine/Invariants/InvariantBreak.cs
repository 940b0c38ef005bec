namespace TriageBot.Engine.Invariants;

/// <summary>An invariant that did not hold after a command.</summary>
/// <param name="Id">I1 to I8.</param>
/// <param name="Step">The command, as in a transcript.</param>
/// <param name="Detail">One sentence: which thing, and what was found instead.</param>
public sealed record InvariantBreak(string Id, string Step, string Detail);
