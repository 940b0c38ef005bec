namespace TriageBot.Engine.Code;

/// <summary>Walks a function backwards. A state is true where every way on meets a cold call.</summary>
internal sealed class CColdWalk(HashSet<string> cold, CCallGraph calls)
{
    private readonly Dictionary<string, bool> _labels = new(StringComparer.Ordinal);
    private readonly Stack<bool> _breaks = [];

    public bool Before(CStatement? statement, bool after)
    {
        switch (statement)
        {
            case CBlock block:
                return block.Statements.Reverse().Aggregate(after, (state, s) => Before(s, state));
            case CEvaluate evaluate:
                return Before(evaluate.Value, after);
            case CDeclare declare:
                return declare.Variables.Where(v => !v.Static).Reverse().Aggregate(after, (state, v) => Before(v.Value, state));
            case CReturn result:
                return Before(result.Value, after: false);
            case CIf choice:
                bool both = Before(choice.Then, after) & Before(choice.Else, after);
                return Before(choice.Condition, both);
            case CLoop loop:
                return Before(loop, after);
            case CSwitch choice:
                return Before(choice, after);
            case CLabeled labeled:
                bool state = Before(labeled.Statement, after);
                _labels[labeled.Name] = state;
                return state;
            case CGoto jump:
                return _labels.GetValueOrDefault(jump.Name);
            case CJump { Continues: false } when _breaks.Count > 0:
                return _breaks.Peek();
            case CJump:
                return false;
            default:
                return after;
        }
    }

    private bool Before(CLoop loop, bool after)
    {
        _breaks.Push(after);
        bool end = loop.TestsLast ? Before(loop.Condition, after: false) : Before(loop.Step, after: false);
        bool body = Before(loop.Body, end);
        _breaks.Pop();
        if (loop.TestsLast)
        {
            return body;
        }

        bool test = loop.Condition is null ? body : Before(loop.Condition, body && after);
        return Before(loop.Start, test);
    }

    private bool Before(CSwitch choice, bool after)
    {
        _breaks.Push(after);
        bool state = after;
        bool all = true;
        bool hasDefault = false;
        foreach (CStatement statement in choice.Body.Statements.Reverse())
        {
            if (statement is CCase label)
            {
                all &= state;
                hasDefault |= label.Value is null;
            }
            else
            {
                state = Before(statement, state);
            }
        }

        _breaks.Pop();
        return Before(choice.Value, all && (hasDefault || after));
    }

    private bool Before(CExpression? expression, bool after)
    {
        switch (expression)
        {
            case CCall call:
                string symbol = CPrinting.SymbolOf(call.Function);
                bool hidden = !CPrinting.Vanishes(call.Function) && !calls.SurelyReturns(symbol);
                bool atCall = cold.Contains(symbol) || (after && !hidden);
                return call.Arguments.Reverse().Aggregate(atCall, (state, a) => Before(a, state));
            case CUnary unary:
                return Before(unary.Operand, after);
            case CCast cast:
                return Before(cast.Operand, after);
            case CBinary { Operator: "&&" or "||" } choice:
                return Before(choice.Left, Before(choice.Right, after) && after);
            case CConditional choice:
                return Before(choice.Condition, Before(choice.Yes, after) & Before(choice.No, after));
            case CBinary binary:
                return Before(binary.Left, Before(binary.Right, after));
            case CAssign assign:
                return Before(assign.Value, Before(assign.Target, after));
            default:
                return after;
        }
    }
}
