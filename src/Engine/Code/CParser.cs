using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>Recursive descent over the tokens. After the first error it stands at the end of the source, so that every loop stops.</summary>
internal sealed partial class CParser(List<CToken> tokens, CDiagnostics diagnostics)
{
    private readonly List<CVariable> _variables = [];
    private readonly List<CFunction> _functions = [];
    private int _at;
    private int _depth;
    private CName? _initFunction;
    private CName? _exitFunction;

    private CToken Current => tokens[_at];

    public CUnit Parse()
    {
        while (Current.Kind != CTokenKind.End)
        {
            External();
        }

        return new CUnit([.. _variables], [.. _functions], _initFunction, _exitFunction);
    }

    private bool Is(string text) => Current.Kind is CTokenKind.Punctuation or CTokenKind.Name && Current.Text == text;

    private bool Accept(string text)
    {
        if (!Is(text))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Accept(text))
        {
            Fail(Current, $"'{text}' is expected here, not '{Current.Text}'.");
        }
    }

    private CToken ExpectName()
    {
        CToken token = Current;
        if (token.Kind != CTokenKind.Name)
        {
            Fail(token, $"A name is expected here, not '{token.Text}'.");
            return token;
        }

        _at++;
        return token;
    }

    private void Fail(CToken at, string message)
    {
        if (_at < tokens.Count - 1 || at.Kind == CTokenKind.End)
        {
            if (diagnostics.IsEmpty)
            {
                diagnostics.Add(at.Line, at.Column, message);
            }

            _at = tokens.Count - 1;
        }
    }

    /// <summary>Counts one level of nesting; false, with an error, when there are too many.</summary>
    private bool Enter()
    {
        if (_depth >= MiniC.MaxNesting)
        {
            Fail(Current, $"More than {MiniC.MaxNesting} levels of nesting.");
            return false;
        }

        _depth++;
        return true;
    }

    private T Bounded<T>(T expression)
        where T : CExpression
    {
        if (expression.Depth > MiniC.MaxNesting)
        {
            Fail(Current, $"An expression of more than {MiniC.MaxNesting} levels.");
        }

        return expression;
    }

    private void External()
    {
        if (Accept(";") || FileScopeMacro())
        {
            return;
        }

        CSpecifiers? specifiers = Specifiers();
        if (specifiers is null)
        {
            Fail(Current, $"A declaration is expected here, not '{Current.Text}'.");
            return;
        }

        if (Accept(";"))
        {
            return;
        }

        do
        {
            (CToken name, CType type) = Declarator(specifiers);
            if (Is("("))
            {
                if (Function(specifiers, name, type))
                {
                    return;
                }
            }
            else
            {
                _variables.Add(Variable(specifiers, name, type));
            }
        }
        while (Accept(","));
        Expect(";");
    }

    /// <summary>module_init and module_exit; MODULE_ and EXPORT_SYMBOL lines, which add nothing to the code.</summary>
    private bool FileScopeMacro()
    {
        CToken name = Current;
        bool entry = name.Text is "module_init" or "module_exit";
        bool passed = name.Text.StartsWith("MODULE_", StringComparison.Ordinal) || name.Text.StartsWith("EXPORT_SYMBOL", StringComparison.Ordinal);
        if (name.Kind != CTokenKind.Name || !(entry || passed) || tokens[_at + 1].Text != "(")
        {
            return false;
        }

        _at += 2;
        if (entry)
        {
            CToken function = ExpectName();
            CName named = new(function.Line, function.Column, function.Text);
            _initFunction = name.Text == "module_init" ? named : _initFunction;
            _exitFunction = name.Text == "module_exit" ? named : _exitFunction;
        }
        else
        {
            while (Current.Kind is CTokenKind.Name or CTokenKind.Text or CTokenKind.Number || Is(","))
            {
                _at++;
            }
        }

        Expect(")");
        Expect(";");
        return true;
    }

    /// <summary>True when a body followed, so that the declaration is at its end.</summary>
    private bool Function(CSpecifiers specifiers, CToken name, CType result)
    {
        Expect("(");
        List<CParameter> parameters = Parameters(out bool variadic);
        specifiers = TrailingAttributes(specifiers);
        CBlock? body = Is("{") ? Block() : null;
        _functions.Add(new CFunction(
            name.Line, name.Column, name.Text, result, [.. parameters], variadic, specifiers.Static, specifiers.Attributes, body));
        return body is not null;
    }

    private CSpecifiers TrailingAttributes(CSpecifiers specifiers)
    {
        while (Current.Kind == CTokenKind.Name && AttributeNames.TryGetValue(Current.Text, out CAttributes attribute))
        {
            specifiers = specifiers with { Attributes = specifiers.Attributes | attribute };
            _at++;
        }

        return specifiers;
    }

    private List<CParameter> Parameters(out bool variadic)
    {
        variadic = false;
        List<CParameter> parameters = [];
        if (Accept(")"))
        {
            return parameters;
        }

        if (Is("void") && tokens[_at + 1].Text == ")")
        {
            _at += 2;
            return parameters;
        }

        do
        {
            if (Accept("..."))
            {
                variadic = true;
                break;
            }

            parameters.Add(Parameter());
        }
        while (Accept(","));
        Expect(")");
        return parameters;
    }

    private CParameter Parameter()
    {
        CSpecifiers? specifiers = Specifiers();
        if (specifiers is null)
        {
            Fail(Current, $"A parameter's type is expected here, not '{Current.Text}'.");
            return new CParameter("", CType.Int);
        }

        CType type = Pointers(specifiers.Type);
        string name = Current.Kind == CTokenKind.Name ? tokens[_at++].Text : "";
        if (Accept("["))
        {
            if (!Is("]"))
            {
                _ = Conditional();
            }

            Expect("]");
            type = CType.PointerTo(type);
        }

        if (type.Kind is CTypeKind.Void or CTypeKind.Opaque)
        {
            Fail(Current, "A parameter must be a number or a pointer.");
        }

        return new CParameter(name, type);
    }

    private CVariable Variable(CSpecifiers specifiers, CToken name, CType type)
    {
        if (type.Kind == CTypeKind.Void || (type.Kind == CTypeKind.Opaque && !specifiers.Extern))
        {
            Fail(name, $"'{name.Text}' has a type without size; only an extern structure can be named.");
        }

        CExpression? value = null;
        ImmutableArray<CExpression> elements = [];
        if (Accept("="))
        {
            if (Is("{"))
            {
                elements = Braces();
            }
            else
            {
                value = Assignment();
            }
        }

        if (type is { Kind: CTypeKind.Array, Length: 0 })
        {
            int length = value is CText text ? text.Value.Length + 1 : elements.Length;
            if (length == 0)
            {
                Fail(name, $"The length of '{name.Text}' is not known.");
            }

            type = CType.ArrayOf(type.Target!, length);
        }

        return new CVariable(name.Line, name.Column, name.Text, type, value, elements, specifiers.Static, specifiers.Extern);
    }

    private ImmutableArray<CExpression> Braces()
    {
        Expect("{");
        ImmutableArray<CExpression>.Builder elements = ImmutableArray.CreateBuilder<CExpression>();
        while (!Is("}") && Current.Kind != CTokenKind.End)
        {
            elements.Add(Assignment());
            if (!Accept(","))
            {
                break;
            }
        }

        Expect("}");
        return elements.ToImmutable();
    }
}
