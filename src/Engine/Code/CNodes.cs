using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>An expression. <see cref="Depth"/> bounds every recursion over it.</summary>
internal abstract record CExpression(int Line, int Column, int Depth);

internal sealed record CNumber(int Line, int Column, long Value, CType Type) : CExpression(Line, Column, 1);

/// <summary>A string literal, one character a byte, without the NUL.</summary>
internal sealed record CText(int Line, int Column, string Value) : CExpression(Line, Column, 1);

internal sealed record CName(int Line, int Column, string Name) : CExpression(Line, Column, 1);

/// <summary>Operators <c>- ~ ! &amp; *</c> before an operand.</summary>
internal sealed record CUnary(int Line, int Column, string Operator, CExpression Operand)
    : CExpression(Line, Column, Operand.Depth + 1);

internal sealed record CBinary(int Line, int Column, string Operator, CExpression Left, CExpression Right)
    : CExpression(Line, Column, Math.Max(Left.Depth, Right.Depth) + 1);

/// <summary>An assignment; the operator is null or that of a compound assignment. With <see cref="YieldsOld"/> it is a postfix step.</summary>
internal sealed record CAssign(int Line, int Column, string? Operator, CExpression Target, CExpression Value, bool YieldsOld = false)
    : CExpression(Line, Column, Math.Max(Target.Depth, Value.Depth) + 1);

internal sealed record CConditional(int Line, int Column, CExpression Condition, CExpression Yes, CExpression No)
    : CExpression(Line, Column, Math.Max(Condition.Depth, Math.Max(Yes.Depth, No.Depth)) + 1);

internal sealed record CCall(int Line, int Column, string Function, ImmutableArray<CExpression> Arguments)
    : CExpression(Line, Column, Arguments.Select(a => a.Depth).DefaultIfEmpty().Max() + 1);

internal sealed record CCast(int Line, int Column, CType Type, CExpression Operand)
    : CExpression(Line, Column, Operand.Depth + 1);

/// <summary>Size of a type or, when that is null, of an expression's type.</summary>
internal sealed record CSizeOf(int Line, int Column, CType? Type, CExpression? Operand)
    : CExpression(Line, Column, (Operand?.Depth ?? 0) + 1);

/// <summary>The value that a frame slot points at: the target of a compound assignment, whose address is computed once.</summary>
internal sealed record CSlotTarget(int Line, int Column, int Slot, CType Type) : CExpression(Line, Column, 1);

internal abstract record CStatement(int Line, int Column);

internal sealed record CBlock(int Line, int Column, ImmutableArray<CStatement> Statements) : CStatement(Line, Column);

internal sealed record CEvaluate(int Line, int Column, CExpression Value) : CStatement(Line, Column);

internal sealed record CDeclare(int Line, int Column, ImmutableArray<CVariable> Variables) : CStatement(Line, Column);

internal sealed record CIf(int Line, int Column, CExpression Condition, CStatement Then, CStatement? Else) : CStatement(Line, Column);

/// <summary>while, do and for.</summary>
internal sealed record CLoop(
    int Line, int Column, CStatement? Start, CExpression? Condition, CExpression? Step, CStatement Body, bool TestsLast)
    : CStatement(Line, Column);

internal sealed record CReturn(int Line, int Column, CExpression? Value) : CStatement(Line, Column);

/// <summary>The body holds <see cref="CCase"/> marks among its statements.</summary>
internal sealed record CSwitch(int Line, int Column, CExpression Value, CBlock Body) : CStatement(Line, Column);

/// <summary>A case label; the value is null for default.</summary>
internal sealed record CCase(int Line, int Column, CExpression? Value) : CStatement(Line, Column);

internal sealed record CGoto(int Line, int Column, string Name) : CStatement(Line, Column);

internal sealed record CLabeled(int Line, int Column, string Name, CStatement Statement) : CStatement(Line, Column);

/// <summary>break or continue.</summary>
internal sealed record CJump(int Line, int Column, bool Continues) : CStatement(Line, Column);

/// <summary>A variable. Initialisers of an array in braces are in <see cref="Elements"/>.</summary>
internal sealed record CVariable(
    int Line, int Column, string Name, CType Type, CExpression? Value, ImmutableArray<CExpression> Elements, bool Static, bool Extern);

internal sealed record CParameter(string Name, CType Type);

/// <summary>A function; the body is null for a prototype.</summary>
internal sealed record CFunction(
    int Line, int Column, string Name, CType Result, ImmutableArray<CParameter> Parameters, bool Variadic, bool Static, CAttributes Attributes, CBlock? Body);

[Flags]
internal enum CAttributes
{
    None = 0,
    Init = 1,
    Exit = 2,
    NoTrace = 4,
    Cold = 8,
}

/// <summary>A parsed source. Entry functions are what <c>module_init</c> and <c>module_exit</c> name, if they are there.</summary>
internal sealed record CUnit(
    ImmutableArray<CVariable> Variables, ImmutableArray<CFunction> Functions, CName? InitFunction, CName? ExitFunction);
