namespace TriageBot.Engine.Code;

/// <summary>Which functions of a unit are cold: those that, before any conditional branch or return, call <c>_printk</c> or a cold function.</summary>
/// <remarks>GCC puts such functions into <c>.text.unlikely</c>, since <c>_printk</c> is declared <c>__cold</c>.</remarks>
internal sealed class CColdness(IReadOnlyDictionary<string, CFunction> functions)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    private enum Walk
    {
        GoesOn,
        Ends,
        Cold,
    }

    public bool IsCold(string function)
    {
        if (function == CPrinting.Symbol)
        {
            return true;
        }

        if (_known.TryGetValue(function, out bool cold))
        {
            return cold;
        }

        // A cycle of calls is not cold for its own sake.
        _known[function] = false;
        cold = functions.TryGetValue(function, out CFunction? definition)
            && ((definition.Attributes & CAttributes.Cold) != 0 || (definition.Body is not null && In(definition.Body) == Walk.Cold));
        _known[function] = cold;
        return cold;
    }

    private Walk In(CStatement statement)
    {
        switch (statement)
        {
            case CBlock block:
                return First(block.Statements.Select(s => (Func<Walk>)(() => In(s))));
            case CEvaluate evaluate:
                return In(evaluate.Value);
            case CDeclare declare:
                return First(declare.Variables.Where(v => v.Value is not null && !v.Static).Select(v => (Func<Walk>)(() => In(v.Value!))));
            case CReturn { Value: { } value }:
                return In(value) == Walk.Cold ? Walk.Cold : Walk.Ends;
            case CIf choice:
                return In(choice.Condition) == Walk.Cold ? Walk.Cold : Walk.Ends;
            case CLoop { TestsLast: true } loop:
                return In(loop.Body) == Walk.Cold ? Walk.Cold : Walk.Ends;
            case CLoop loop:
                return First([() => loop.Start is null ? Walk.GoesOn : In(loop.Start), () => loop.Condition is null ? In(loop.Body) : In(loop.Condition), () => Walk.Ends]);
            default:
                return Walk.Ends;
        }
    }

    private Walk In(CExpression expression)
    {
        switch (expression)
        {
            case CCall call when CPrinting.Vanishes(call.Function):
                return Walk.GoesOn;
            case CCall call:
                Walk before = First(call.Arguments.Select(a => (Func<Walk>)(() => In(a))));
                return before == Walk.GoesOn && IsCold(CPrinting.SymbolOf(call.Function)) ? Walk.Cold : before;
            case CUnary unary:
                return In(unary.Operand);
            case CCast cast:
                return In(cast.Operand);
            case CBinary { Operator: "&&" or "||" } choice:
                return In(choice.Left) == Walk.Cold ? Walk.Cold : Walk.Ends;
            case CConditional choice:
                return In(choice.Condition) == Walk.Cold ? Walk.Cold : Walk.Ends;
            case CBinary binary:
                return First([() => In(binary.Left), () => In(binary.Right)]);
            case CAssign assign:
                return First([() => In(assign.Value), () => In(assign.Target)]);
            default:
                return Walk.GoesOn;
        }
    }

    private static Walk First(IEnumerable<Func<Walk>> parts)
    {
        foreach (Func<Walk> part in parts)
        {
            Walk walk = part();
            if (walk != Walk.GoesOn)
            {
                return walk;
            }
        }

        return Walk.GoesOn;
    }
}
