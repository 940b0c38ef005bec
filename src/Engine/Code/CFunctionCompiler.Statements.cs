using Iced.Intel;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <content>Statements.</content>
internal sealed partial class CFunctionCompiler
{
    private readonly Stack<CLabel> _breaks = [];
    private readonly Stack<CLabel> _continues = [];
    private readonly Dictionary<string, (CLabel Label, CStatement First)> _labels = new(StringComparer.Ordinal);

    private void Block(CBlock block, bool isTail)
    {
        _scopes.Add(new Dictionary<string, CLocal>(StringComparer.Ordinal));
        for (int i = 0; i < block.Statements.Length; i++)
        {
            bool last = i == block.Statements.Length - 1;
            bool beforeReturn = !last && function.Result.Kind == CTypeKind.Void && block.Statements[i + 1] is CReturn;
            Statement(block.Statements[i], (last && isTail) || beforeReturn);
        }

        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private void Statement(CStatement statement, bool isTail)
    {
        switch (statement)
        {
            case CBlock block:
                Block(block, isTail);
                break;
            case CEvaluate { Value: CCall call } when isTail && CanBeSibling(call):
                Call(call, asSibling: true);
                break;
            case CEvaluate evaluate:
                Value(evaluate.Value);
                break;
            case CDeclare declare:
                foreach (CVariable variable in declare.Variables)
                {
                    Local(variable);
                }

                break;
            case CIf choice:
                If(choice, isTail);
                break;
            case CLoop loop:
                Loop(loop);
                break;
            case CReturn result:
                Return(result);
                break;
            default:
                Transfer(statement);
                break;
        }
    }

    private void Transfer(CStatement statement)
    {
        switch (statement)
        {
            case CSwitch choice:
                Switch(choice);
                break;
            case CCase label:
                Error(label, "case and default belong directly into the braces of a switch.");
                break;
            case CGoto jump:
                _code.Jump(LabelOf(jump.Name, jump));
                break;
            case CLabeled labeled:
                CLabel place = LabelOf(labeled.Name, labeled);
                if (place.Offset >= 0)
                {
                    Error(labeled, $"The label '{labeled.Name}' is there twice.");
                }

                _code.Place(place);
                Statement(labeled.Statement, isTail: false);
                break;
            case CJump { Continues: true } when _continues.Count > 0:
                _code.Jump(_continues.Peek());
                break;
            case CJump { Continues: false } when _breaks.Count > 0:
                _code.Jump(_breaks.Peek());
                break;
            case CJump jump:
                Error(jump, jump.Continues ? "continue needs a loop around it." : "break needs a loop or a switch around it.");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void If(CIf choice, bool isTail)
    {
        CLabel otherwise = new();
        CLabel end = new();
        Condition(choice.Condition);
        _code.JumpIf(4, otherwise);
        Statement(choice.Then, isTail);
        if (choice.Else is not null)
        {
            _code.Jump(end);
        }

        _code.Place(otherwise);
        if (choice.Else is not null)
        {
            Statement(choice.Else, isTail);
        }

        _code.Place(end);
    }

    private void Loop(CLoop loop)
    {
        CLabel top = new();
        CLabel next = new();
        CLabel end = new();
        _scopes.Add(new Dictionary<string, CLocal>(StringComparer.Ordinal));
        if (loop.Start is not null)
        {
            Statement(loop.Start, isTail: false);
        }

        _code.Place(top);
        if (loop is { Condition: not null, TestsLast: false })
        {
            Condition(loop.Condition);
            _code.JumpIf(4, end);
        }

        _breaks.Push(end);
        _continues.Push(next);
        Statement(loop.Body, isTail: false);
        _breaks.Pop();
        _continues.Pop();
        _code.Place(next);
        if (loop.Step is not null)
        {
            Value(loop.Step);
        }

        if (loop is { Condition: not null, TestsLast: true })
        {
            Condition(loop.Condition);
            _code.JumpIf(5, top);
        }
        else
        {
            _code.Jump(top);
        }

        _code.Place(end);
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private void Return(CReturn result)
    {
        if (result.Value is null)
        {
            if (function.Result.Kind != CTypeKind.Void)
            {
                Error(result, $"'{function.Name}' must return a value.");
            }

            Epilogue(returns: true);
            return;
        }

        if (function.Result.Kind == CTypeKind.Void && TypeOf(result.Value).Kind != CTypeKind.Void)
        {
            Error(result, $"'{function.Name}' returns no value.");
            return;
        }

        if (result.Value is CCall call && CanBeSibling(call) && TypeOf(call) == function.Result)
        {
            Call(call, asSibling: true);
            return;
        }

        if (function.Result.Kind == CTypeKind.Void)
        {
            Value(result.Value);
        }
        else
        {
            ValueAs(result.Value, function.Result);
        }

        Epilogue(returns: true);
    }

    private void Switch(CSwitch choice)
    {
        CType type = TypeOf(choice.Value).Promoted();
        if (!type.IsInteger)
        {
            Error(choice.Value, "A switch needs a number.");
            return;
        }

        CLabel end = new();
        ValueAs(choice.Value, type);
        Dictionary<CCase, CLabel> places = Cases(choice, type, end);
        _breaks.Push(end);
        _scopes.Add(new Dictionary<string, CLocal>(StringComparer.Ordinal));
        foreach (CStatement statement in choice.Body.Statements)
        {
            if (statement is CCase label)
            {
                _code.Place(places[label]);
            }
            else
            {
                Statement(statement, isTail: false);
            }
        }

        _scopes.RemoveAt(_scopes.Count - 1);
        _breaks.Pop();
        _code.Place(end);
    }

    /// <summary>Compares rax with every case and jumps to its label, or else to default, or else to the end.</summary>
    private Dictionary<CCase, CLabel> Cases(CSwitch choice, CType type, CLabel end)
    {
        CLabel? otherwise = null;
        Dictionary<CCase, CLabel> places = new(ReferenceEqualityComparer.Instance);
        HashSet<long> values = [];
        foreach (CCase label in choice.Body.Statements.OfType<CCase>())
        {
            CLabel place = new();
            places.Add(label, place);
            long? value = label.Value is null ? null : ConstantOf(label.Value);
            if (label.Value is null && otherwise is null)
            {
                otherwise = place;
            }
            else if (value is null || !values.Add(type.Wrap(value.Value)))
            {
                Error(label, label.Value is not null && value is null ? "A case needs a constant." : "This case is there twice.");
            }
            else
            {
                _code.LoadConstant(X64.X64Register.Rcx, type.Wrap(value.Value));
                _code.Emit(IcedCode.Cmp_rm64_r64, Register.RAX, Register.RCX);
                _code.JumpIf(4, place);
            }
        }

        _code.Jump(otherwise ?? end);
        return places;
    }

    private CLabel LabelOf(string name, CStatement at)
    {
        if (!_labels.TryGetValue(name, out (CLabel Label, CStatement First) known))
        {
            known = (new CLabel(), at);
            _labels.Add(name, known);
        }

        return known.Label;
    }

    private void CheckLabels()
    {
        foreach ((string name, (CLabel label, CStatement first)) in _labels)
        {
            if (label.Offset < 0)
            {
                Error(first, $"There is no label '{name}'.");
            }
        }
    }
}
