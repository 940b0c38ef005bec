using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches;

/// <summary>What a patch does to the blocks of the module chain, to their handlers and to the functions of the module loader, as far as its diff shows it.</summary>
/// <remarks>Nothing here says what the kernel looks like around the hunks: a reader finds the <see cref="PatchedFunction.Before"/> of each in a kernel that it knows.</remarks>
/// <param name="Blocks">Notifier blocks that come, go or change.</param>
/// <param name="Functions">Pieces of functions, one a hunk and function, in the order of the mail.</param>
public sealed record KernelPatch(ImmutableArray<PatchedBlock> Blocks, ImmutableArray<PatchedFunction> Functions);

/// <summary>A notifier block before and after the patch.</summary>
/// <param name="File">Path without <c>a/</c> and <c>b/</c>.</param>
/// <param name="Name">Of the variable.</param>
/// <param name="Before">Null for a block that is new.</param>
/// <param name="After">Null for a block that goes.</param>
/// <param name="IsModule">Whether the diff shows that it is registered on the module chain.</param>
/// <param name="Line">Line of the mail, from 1.</param>
public sealed record PatchedBlock(string File, string Name, BlockShape? Before, BlockShape? After, bool IsModule, int Line);

/// <summary>One side of a block.</summary>
/// <param name="Callback">Null where the diff does not show it.</param>
/// <param name="PriorityText">As written; null for none, which is 0.</param>
/// <param name="Priority">Its value; names that the patch itself defines are resolved. Null for any other name.</param>
public sealed record BlockShape(string? Callback, string? PriorityText, int? Priority);

/// <summary>The part of a function that one hunk shows.</summary>
/// <param name="File">Path without <c>a/</c> and <c>b/</c>.</param>
/// <param name="Name">A system call begins with <c>sys_</c>. Empty when the hunk does not say which function it is in; a label of that function where the header of the hunk names one.</param>
/// <param name="Before">Null when the function is new.</param>
/// <param name="After">Null when the function goes.</param>
/// <param name="Line">First line of the mail, from 1.</param>
public sealed record PatchedFunction(string File, string Name, FunctionPiece? Before, FunctionPiece? After, int Line)
{
    /// <summary>The function to which the lines below the hunk belong after the patch, where they belong to this one before it; null when they stay.</summary>
    public string? MovesTo { get; init; }
}

/// <summary>What one side of a hunk shows of a function.</summary>
/// <param name="IsWhole">Whether it is shown from its first line to its last.</param>
public sealed record FunctionPiece(bool IsWhole, ImmutableArray<KernelStatement> Statements);

/// <summary>Kinds of statements that can take part in an order.</summary>
public enum KernelStatementKind
{
    /// <summary>A function is called.</summary>
    Call,

    /// <summary>The module chain is called.</summary>
    Chain,

    /// <summary>The state of the module is set.</summary>
    SetState,

    /// <summary><c>mod->exit()</c>.</summary>
    Exit,

    /// <summary>A label.</summary>
    Label,

    /// <summary><c>goto</c>.</summary>
    Goto,

    /// <summary><c>return</c>.</summary>
    Return,
}

/// <summary>A statement, flat: what stands under a condition that is no error check says so.</summary>
/// <param name="Name">Function, label or state; for a chain <c>COMING</c>, <c>COMING robust GOING</c>, with <c>reverse</c> behind it, and <c>?</c> for a state that is
/// no constant; for a return its expression.</param>
/// <param name="Line">Line of the mail, from 1.</param>
public sealed record KernelStatement(KernelStatementKind Kind, string Name, int Line)
{
    /// <summary>Module states (<c>COMING</c>, <c>LIVE</c>, <c>GOING</c>) under which it runs; null when the code does not ask.</summary>
    public ImmutableArray<string>? States { get; init; }

    /// <summary>Module states among the arguments of a call.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What runs when its result is an error; null when the result is not looked at.</summary>
    public ImmutableArray<KernelStatement>? OnError { get; init; }

    /// <summary>A condition about neither state nor error under which it stands, as written; null for none.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether its result is what the function returns.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Whether a call is given the module.</summary>
    public bool IsForModule { get; init; }
}
