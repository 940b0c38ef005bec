using System.Collections.Immutable;

namespace TriageBot.Engine.Checks;

/// <summary>What a patch does to a kernel.</summary>
public enum PatchEffect
{
    /// <summary>It fits no kernel that was tried; nothing was run.</summary>
    NotPlaced,

    /// <summary>It changes nothing that is modelled; nothing was run.</summary>
    None,

    /// <summary>It changes the kernel, and every row goes as it went before.</summary>
    Keeps,

    /// <summary>Rows that the base lost against the kernel before it hold again, and no other row is lost.</summary>
    Repairs,

    /// <summary>Some rows hold again, others stay or become lost.</summary>
    RepairsInPart,

    /// <summary>Rows that held are lost.</summary>
    Regresses,
}

/// <summary>What came of applying a patch and running the matrix.</summary>
/// <param name="Base">Profile that the patch was applied to; null when it fits none.</param>
/// <param name="Reference">Kernel whose rows count as right: the base, or the good kernel before a base that is known to be bad; null when nothing was run.</param>
/// <param name="Changes">What the patch changes in the profile, one sentence each.</param>
/// <param name="Unplaced">Edits that have no place in the kernel that was tried first, one sentence each.</param>
/// <param name="Repaired">What the base breaks and the patched kernel does not.</param>
/// <param name="Remaining">What both break and the reference does not.</param>
/// <param name="Lost">What only the patched kernel breaks.</param>
public sealed record PatchOutcome(
    PatchEffect Effect,
    string? Base,
    string? Reference,
    ImmutableArray<string> Changes,
    ImmutableArray<string> Unplaced,
    ImmutableArray<BrokenInvariant> Repaired,
    ImmutableArray<BrokenInvariant> Remaining,
    ImmutableArray<BrokenInvariant> Lost)
{
    /// <summary>Whether the patches of a series were judged as one.</summary>
    public bool IsSeries { get; init; }
}
