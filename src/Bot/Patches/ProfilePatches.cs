using System.Collections.Immutable;
using TriageBot.Engine.Profiles.Patches;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Patches;

/// <summary>What a mail's diff does, in the words of the engine.</summary>
internal static class ProfilePatches
{
    /// <summary>The edit of a profile that a patch is.</summary>
    public static ProfilePatch Of(KernelPatch patch) => new(
        [.. patch.Blocks.Select(b => new BlockHunk(b.File, b.Name, Side(b.Before), Side(b.After), b.IsModule))],
        [.. patch.Functions.Select(f => new FunctionHunk(f.File, f.Name, Piece(f.Before), Piece(f.After)) { MovesTo = f.MovesTo })]);

    private static BlockSide? Side(BlockShape? shape) => shape is null ? null : new BlockSide(shape.Callback, shape.PriorityText, shape.Priority);

    private static CodePiece? Piece(FunctionPiece? piece) => piece is null ? null : new CodePiece(piece.IsWhole, Statements(piece.Statements));

    private static ImmutableArray<CodeStatement> Statements(ImmutableArray<KernelStatement>? statements) =>
        statements is { } some ? [.. some.Select(Statement)] : default;

    private static CodeStatement Statement(KernelStatement statement) => new(Kind(statement.Kind), statement.Name)
    {
        States = statement.States ?? default,
        Arguments = statement.Arguments,
        OnError = Statements(statement.OnError),
        Condition = statement.Condition,
        IsReturned = statement.IsReturned,
        IsForModule = statement.IsForModule,
    };

    private static CodeKind Kind(KernelStatementKind kind) => kind switch
    {
        KernelStatementKind.Call => CodeKind.Call,
        KernelStatementKind.Chain => CodeKind.Chain,
        KernelStatementKind.SetState => CodeKind.SetState,
        KernelStatementKind.Exit => CodeKind.Exit,
        KernelStatementKind.Label => CodeKind.Label,
        KernelStatementKind.Goto => CodeKind.Goto,
        _ => CodeKind.Return,
    };
}
