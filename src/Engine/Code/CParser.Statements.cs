using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <content>Statements.</content>
internal sealed partial class CParser
{
    private CBlock Block()
    {
        CToken start = Current;
        Expect("{");
        ImmutableArray<CStatement>.Builder statements = ImmutableArray.CreateBuilder<CStatement>();
        while (!Is("}") && Current.Kind != CTokenKind.End)
        {
            statements.Add(Statement());
        }

        Expect("}");
        return new CBlock(start.Line, start.Column, statements.ToImmutable());
    }

    private CStatement Statement()
    {
        CToken start = Current;
        if (!Enter())
        {
            return new CBlock(start.Line, start.Column, []);
        }

        CStatement statement = StatementBody(start);
        _depth--;
        return statement;
    }

    private CStatement StatementBody(CToken start)
    {
        if (Is("{"))
        {
            return Block();
        }

        if (Accept(";"))
        {
            return new CBlock(start.Line, start.Column, []);
        }

        if (AtType() && start.Text != "extern")
        {
            return Declaration();
        }

        if (start.Kind == CTokenKind.Name && Keyword(start) is { } statement)
        {
            return statement;
        }

        CExpression value = Expression();
        Expect(";");
        return new CEvaluate(start.Line, start.Column, value);
    }

    /// <summary>A statement that begins with a keyword or a label; null when it is none.</summary>
    private CStatement? Keyword(CToken start)
    {
        switch (start.Text)
        {
            case "if":
                return If();
            case "while" or "do" or "for":
                return Loop();
            case "return":
                return Return();
            case "break" or "continue":
                _at++;
                Expect(";");
                return new CJump(start.Line, start.Column, start.Text == "continue");
            case "switch":
                return Switch();
            case "goto":
                _at++;
                CToken target = ExpectName();
                Expect(";");
                return new CGoto(start.Line, start.Column, target.Text);
            case "case" or "default":
                return Case();
            case "asm" or "__asm__":
                Fail(start, "Assembler is not supported here.");
                return null;
            case var name when tokens[_at + 1] is { Kind: CTokenKind.Punctuation, Text: ":" }:
                _at += 2;
                return new CLabeled(start.Line, start.Column, name, Is("}") ? new CBlock(start.Line, start.Column, []) : Statement());
            default:
                return null;
        }
    }

    private CDeclare Declaration()
    {
        CToken start = Current;
        CSpecifiers? specifiers = Specifiers();
        if (specifiers is null)
        {
            Fail(start, "A type is expected here.");
            return new CDeclare(start.Line, start.Column, []);
        }

        ImmutableArray<CVariable>.Builder variables = ImmutableArray.CreateBuilder<CVariable>();
        do
        {
            (CToken name, CType type) = Declarator(specifiers);
            variables.Add(Variable(specifiers, name, type));
        }
        while (Accept(","));
        Expect(";");
        return new CDeclare(start.Line, start.Column, variables.ToImmutable());
    }

    private CIf If()
    {
        CToken start = Current;
        _at++;
        Expect("(");
        CExpression condition = Expression();
        Expect(")");
        CStatement then = Statement();
        CStatement? otherwise = Accept("else") ? Statement() : null;
        return new CIf(start.Line, start.Column, condition, then, otherwise);
    }

    private CLoop Loop()
    {
        CToken start = tokens[_at++];
        if (start.Text == "do")
        {
            CStatement repeated = Statement();
            Expect("while");
            Expect("(");
            CExpression last = Expression();
            Expect(")");
            Expect(";");
            return new CLoop(start.Line, start.Column, null, last, null, repeated, TestsLast: true);
        }

        Expect("(");
        if (start.Text == "while")
        {
            CExpression condition = Expression();
            Expect(")");
            return new CLoop(start.Line, start.Column, null, condition, null, Statement(), TestsLast: false);
        }

        CStatement first = AtType() ? Declaration() : FirstOfFor();
        CExpression? test = Is(";") ? null : Expression();
        Expect(";");
        CExpression? step = Is(")") ? null : Expression();
        Expect(")");
        return new CLoop(start.Line, start.Column, first, test, step, Statement(), TestsLast: false);
    }

    private CSwitch Switch()
    {
        CToken start = tokens[_at++];
        Expect("(");
        CExpression value = Expression();
        Expect(")");
        return new CSwitch(start.Line, start.Column, value, Block());
    }

    private CCase Case()
    {
        CToken start = tokens[_at++];
        CExpression? value = start.Text == "case" ? Conditional() : null;
        Expect(":");
        return new CCase(start.Line, start.Column, value);
    }

    private CStatement FirstOfFor()
    {
        CToken start = Current;
        if (Accept(";"))
        {
            return new CBlock(start.Line, start.Column, []);
        }

        CExpression value = Expression();
        Expect(";");
        return new CEvaluate(start.Line, start.Column, value);
    }

    private CReturn Return()
    {
        CToken start = Current;
        _at++;
        CExpression? value = Is(";") ? null : Expression();
        Expect(";");
        return new CReturn(start.Line, start.Column, value);
    }
}
