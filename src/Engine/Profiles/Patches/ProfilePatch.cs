using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>A patch of the kernel as far as it can be an edit of a profile: blocks of the module chain, and functions of the loader and of callbacks.</summary>
public sealed record ProfilePatch(ImmutableArray<BlockHunk> Blocks, ImmutableArray<FunctionHunk> Functions);

/// <summary>A block before and after; null on the side on which it is not.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="IsModule">Whether the patch shows that it stands on the module chain.</param>
public sealed record BlockHunk(string File, string Name, BlockSide? Before, BlockSide? After, bool IsModule);

/// <summary>One side of a block.</summary>
/// <param name="Callback">Null where the patch does not show it.</param>
/// <param name="Written">The priority as written; null for none.</param>
/// <param name="Priority">Null when it is a name that nothing defines.</param>
public sealed record BlockSide(string? Callback, string? Written, int? Priority);

/// <summary>The part of a function that one hunk shows.</summary>
/// <param name="Function">Empty when not known; it may be a label in the function.</param>
/// <param name="Before">Null for a new function.</param>
/// <param name="After">Null for one that goes.</param>
public sealed record FunctionHunk(string File, string Function, CodePiece? Before, CodePiece? After)
{
    /// <summary>The function to which the lines below the hunk belong after the patch; null when they stay in this one.</summary>
    public string? MovesTo { get; init; }
}

/// <summary>One side of a function.</summary>
/// <param name="IsWhole">Whether all of it is shown.</param>
public sealed record CodePiece(bool IsWhole, ImmutableArray<CodeStatement> Statements);

/// <summary>Kinds of statements.</summary>
public enum CodeKind
{
    /// <summary>A function is called.</summary>
    Call,

    /// <summary>The module chain is called; <see cref="CodeStatement.Name"/> as in the step <c>chain</c>.</summary>
    Chain,

    /// <summary>The state of the module is set.</summary>
    SetState,

    /// <summary>The module's exit function is called.</summary>
    Exit,

    /// <summary>A label.</summary>
    Label,

    /// <summary><c>goto</c>.</summary>
    Goto,

    /// <summary><c>return</c>; <see cref="CodeStatement.Name"/> is the expression.</summary>
    Return,
}

/// <summary>A statement.</summary>
/// <param name="Name">Function, state, label, expression; for a chain its states, <c>?</c> for one that is no constant.</param>
public sealed record CodeStatement(CodeKind Kind, string Name)
{
    /// <summary>Module states under which it runs; default for all.</summary>
    public ImmutableArray<string> States { get; init; }

    /// <summary>Module states that a call is given.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What runs when its result is an error; default when the result is not looked at.</summary>
    public ImmutableArray<CodeStatement> OnError { get; init; }

    /// <summary>A condition under which it stands that is neither about the state nor about an error.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether its result is what its function returns.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Whether a call is given the module.</summary>
    public bool IsForModule { get; init; }
}

/// <summary>What came of applying a patch to a profile.</summary>
/// <param name="Profile">The profile with all that could be applied.</param>
/// <param name="Unplaced">Edits that have no place in this kernel, one sentence each; a patch with any of these does not fit the kernel.</param>
/// <param name="Notes">What the patch does that the emulator does not model.</param>
public sealed record PatchedProfile(KernelProfile Profile, ImmutableArray<string> Unplaced, ImmutableArray<string> Notes)
{
    /// <summary>Whether the whole patch has its place.</summary>
    public bool Applies => Unplaced.IsEmpty;
}
