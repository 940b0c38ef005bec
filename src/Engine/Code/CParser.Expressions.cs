using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace TriageBot.Engine.Code;

/// <content>Expressions.</content>
internal sealed partial class CParser
{
    private static readonly FrozenDictionary<string, int> Precedence = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["||"] = 1,
        ["&&"] = 2,
        ["|"] = 3,
        ["^"] = 4,
        ["&"] = 5,
        ["=="] = 6,
        ["!="] = 6,
        ["<"] = 7,
        [">"] = 7,
        ["<="] = 7,
        [">="] = 7,
        ["<<"] = 8,
        [">>"] = 8,
        ["+"] = 9,
        ["-"] = 9,
        ["*"] = 10,
        ["/"] = 10,
        ["%"] = 10,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private CExpression Expression()
    {
        CExpression value = Assignment();
        while (Is(","))
        {
            CToken at = tokens[_at++];
            value = Bounded(new CBinary(at.Line, at.Column, ",", value, Assignment()));
        }

        return value;
    }

    private CExpression Assignment()
    {
        CToken start = Current;
        if (!Enter())
        {
            return new CNumber(start.Line, start.Column, 0, CType.Int);
        }

        CExpression value = Conditional();
        CToken at = Current;
        if (at.Kind == CTokenKind.Punctuation
            && at.Text is "=" or "+=" or "-=" or "*=" or "/=" or "%=" or "&=" or "|=" or "^=" or "<<=" or ">>=")
        {
            _at++;
            string? operation = at.Text == "=" ? null : at.Text[..^1];
            value = Bounded(new CAssign(at.Line, at.Column, operation, value, Assignment()));
        }

        _depth--;
        return value;
    }

    private CExpression Conditional()
    {
        CExpression condition = Binary(1);
        if (!Is("?"))
        {
            return condition;
        }

        CToken at = tokens[_at++];
        if (!Enter())
        {
            return condition;
        }

        // GCC's a ?: b is not supported: the colon must not follow at once.
        CExpression yes = Expression();
        Expect(":");
        CExpression no = Conditional();
        _depth--;
        return Bounded(new CConditional(at.Line, at.Column, condition, yes, no));
    }

    private CExpression Binary(int lowest)
    {
        CExpression left = Unary();
        while (Current.Kind == CTokenKind.Punctuation
            && Precedence.TryGetValue(Current.Text, out int precedence) && precedence >= lowest)
        {
            CToken at = tokens[_at++];
            left = Bounded(new CBinary(at.Line, at.Column, at.Text, left, Binary(precedence + 1)));
        }

        return left;
    }

    private CExpression Unary()
    {
        CToken start = Current;
        if (!Enter())
        {
            return new CNumber(start.Line, start.Column, 0, CType.Int);
        }

        CExpression value = UnaryBody(start);
        _depth--;
        return value;
    }

    private CExpression UnaryBody(CToken start)
    {
        if (start.Kind == CTokenKind.Punctuation)
        {
            switch (start.Text)
            {
                case "+":
                    _at++;
                    return Unary();
                case "-" or "~" or "!" or "&" or "*":
                    _at++;
                    return Bounded(new CUnary(start.Line, start.Column, start.Text, Unary()));
                case "++" or "--":
                    _at++;
                    return Bounded(new CAssign(start.Line, start.Column, start.Text[..1], Unary(), One(start)));
                case "(" when TypeFollows():
                    _at++;
                    CType type = TypeName();
                    Expect(")");
                    return Bounded(new CCast(start.Line, start.Column, type, Unary()));
                default:
                    break;
            }
        }
        else if (start is { Kind: CTokenKind.Name, Text: "sizeof" })
        {
            return SizeOf(start);
        }

        return Postfix();
    }

    private static CNumber One(CToken at) => new(at.Line, at.Column, 1, CType.Int);

    /// <summary>True when the parenthesis here opens a cast or the type of sizeof.</summary>
    private bool TypeFollows()
    {
        if (!Is("("))
        {
            return false;
        }

        _at++;
        bool isType = AtType();
        _at--;
        return isType;
    }

    private CType TypeName()
    {
        CType type = Specifiers()?.Type ?? CType.Int;
        return Pointers(type);
    }

    private CSizeOf SizeOf(CToken start)
    {
        _at++;
        if (!TypeFollows())
        {
            return Bounded(new CSizeOf(start.Line, start.Column, null, Unary()));
        }

        _at++;
        CType type = TypeName();
        Expect(")");
        return new CSizeOf(start.Line, start.Column, type, null);
    }

    private CExpression Postfix()
    {
        CExpression value = Primary();
        while (true)
        {
            CToken at = Current;
            if (Accept("["))
            {
                CExpression index = Expression();
                Expect("]");
                CBinary place = new(at.Line, at.Column, "+", value, index);
                value = Bounded(new CUnary(at.Line, at.Column, "*", place));
            }
            else if (Is("++") || Is("--"))
            {
                _at++;
                value = Bounded(new CAssign(at.Line, at.Column, at.Text[..1], value, One(at), YieldsOld: true));
            }
            else
            {
                if (Is("->") || Is("."))
                {
                    Fail(at, "The members of a structure are not known here.");
                }

                return value;
            }
        }
    }

    private CExpression Primary()
    {
        CToken token = Current;
        switch (token.Kind)
        {
            case CTokenKind.Number:
                _at++;
                return new CNumber(token.Line, token.Column, token.Value, token.Type!);
            case CTokenKind.Text:
                return Text(token);
            case CTokenKind.Name when IsLevelMark(token.Text):
                return Text(token);
            case CTokenKind.Name:
                _at++;
                return Is("(") ? Call(token) : new CName(token.Line, token.Column, token.Text);
            default:
                if (Accept("("))
                {
                    CExpression value = Expression();
                    Expect(")");
                    return value;
                }

                Fail(token, $"A value is expected here, not '{token.Text}'.");
                return new CNumber(token.Line, token.Column, 0, CType.Int);
        }
    }

    private static bool IsLevelMark(string name) => name is "KERN_EMERG" or "KERN_ALERT" or "KERN_CRIT" or "KERN_ERR" or "KERN_WARNING"
        or "KERN_NOTICE" or "KERN_INFO" or "KERN_DEBUG" or "KERN_CONT" or "KERN_DEFAULT";

    /// <summary>Adjacent literals become one. The level marks of printk are empty: the log of the emulated kernel shows no levels.</summary>
    private CText Text(CToken start)
    {
        StringBuilder text = new();
        while (Current.Kind == CTokenKind.Text || (Current.Kind == CTokenKind.Name && IsLevelMark(Current.Text)))
        {
            text.Append(Current.Kind == CTokenKind.Text ? Current.Text : "");
            _at++;
        }

        return new CText(start.Line, start.Column, text.ToString());
    }

    private CCall Call(CToken name)
    {
        Expect("(");
        ImmutableArray<CExpression>.Builder arguments = ImmutableArray.CreateBuilder<CExpression>();
        if (!Is(")"))
        {
            do
            {
                arguments.Add(Assignment());
            }
            while (Accept(","));
        }

        Expect(")");
        return Bounded(new CCall(name.Line, name.Column, name.Text, arguments.ToImmutable()));
    }
}
