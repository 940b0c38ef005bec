using System.Collections.Immutable;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Patching;

/// <summary>Why a site was not changed.</summary>
/// <remarks>Fact X20.</remarks>
public enum PatchError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The site cannot be read: <c>-EFAULT</c>.</summary>
    Faulted,

    /// <summary>The site holds other bytes than expected: <c>-EINVAL</c>.</summary>
    Differs,

    /// <summary>The site cannot be written: <c>-EPERM</c>.</summary>
    NotWritable,
}

/// <summary>How a change of text went.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Site">The site that failed; meaningless without error.</param>
/// <param name="Expected">Bytes that the site should have held; empty without error.</param>
/// <param name="Actual">Bytes that it held; empty without error or when they could not be read.</param>
public readonly record struct PatchResult(
    PatchError Error, GuestAddress Site, ImmutableArray<byte> Expected, ImmutableArray<byte> Actual)
{
    /// <summary>Success.</summary>
    public static PatchResult Done { get; } = new(PatchError.None, default, [], []);

    /// <summary>True without error.</summary>
    public bool Ok => Error == PatchError.None;

    /// <summary>The negative errno that the kernel's function returns; 0 without error.</summary>
    public int Errno => Error switch
    {
        PatchError.Faulted => -14,
        PatchError.Differs => -22,
        PatchError.NotWritable => -1,
        _ => 0,
    };
}

/// <summary>The kinds of step that a change of text is made of.</summary>
public enum PatchPhase
{
    /// <summary>A direct write to text that nobody executes yet.</summary>
    Early,

    /// <summary>The first byte of a site becomes <c>cc</c>.</summary>
    Int3,

    /// <summary>The bytes behind the first become the new ones.</summary>
    Tail,

    /// <summary>The first byte becomes the new one.</summary>
    FirstByte,

    /// <summary>Every CPU serialises (<c>IPI</c>, <c>sync_core()</c>).</summary>
    Sync,

    /// <summary>A failed change is taken back (4.x only).</summary>
    Undo,
}

/// <summary>One step of a change, already done.</summary>
/// <param name="Phase">What it did.</param>
/// <param name="Site">The site; <see cref="GuestAddress.Null"/> for <see cref="PatchPhase.Sync"/>.</param>
/// <param name="Error">Why it failed; nothing was then written.</param>
public readonly record struct PatchStep(PatchPhase Phase, GuestAddress Site, PatchError Error = PatchError.None);

/// <summary>Text was written, or all CPUs were synchronised.</summary>
/// <param name="Site">First byte of the instruction; <see cref="GuestAddress.Null"/> for <see cref="PatchPhase.Sync"/>.</param>
/// <param name="Phase">The step.</param>
/// <param name="Before">The whole instruction before the step; empty for a synchronisation.</param>
/// <param name="After">The whole instruction after the step; empty for a synchronisation.</param>
public sealed record TextPoked(GuestAddress Site, PatchPhase Phase, ImmutableArray<byte> Before, ImmutableArray<byte> After);
