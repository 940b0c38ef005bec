using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>A word or sign of C.</summary>
/// <param name="Line">Line of the mail, from 1.</param>
internal readonly record struct CWord(string Text, int Line);

/// <summary>Kinds of statements of C.</summary>
internal enum CStatementKind
{
    Expression,
    If,
    Loop,
    Switch,
    Case,
    Label,
    Goto,
    Return,
    Break,
    Block,
}

/// <summary>A statement of C as far as a hunk shows it.</summary>
/// <param name="Words">The expression, the condition, the label or the values of a case; empty for <c>default</c>.</param>
internal sealed record CStatement(CStatementKind Kind, ImmutableArray<string> Words, int Line)
{
    /// <summary>What it governs.</summary>
    public ImmutableArray<CStatement> Body { get; init; } = [];

    /// <summary>The other branch of an <c>if</c>.</summary>
    public ImmutableArray<CStatement> Else { get; init; } = [];
}
