namespace TriageBot.Engine.Code;

/// <summary>What a function's body touches.</summary>
internal sealed class CFootprint
{
    private readonly HashSet<string> _locals;

    private CFootprint(CFunction function)
    {
        _locals = new HashSet<string>(function.Parameters.Select(p => p.Name), StringComparer.Ordinal);
        Visit(function.Body);
    }

    /// <summary>Symbols that are called.</summary>
    public HashSet<string> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that are used as values.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>True when nothing but scalar locals is written, no address is taken and there is no way back.</summary>
    public bool IsQuiet { get; private set; } = true;

    public static CFootprint Of(CFunction function) => new(function);

    private void Visit(CStatement? statement)
    {
        switch (statement)
        {
            case CBlock block:
                foreach (CStatement inner in block.Statements)
                {
                    Visit(inner);
                }

                break;
            case CEvaluate evaluate:
                Visit(evaluate.Value);
                break;
            case CDeclare declare:
                foreach (CVariable variable in declare.Variables)
                {
                    Declare(variable);
                }

                break;
            case CReturn result:
                Visit(result.Value);
                break;
            case CIf choice:
                Visit(choice.Condition);
                Visit(choice.Then);
                Visit(choice.Else);
                break;
            case CLoop loop:
                IsQuiet = false;
                Visit(loop.Start);
                Visit(loop.Condition);
                Visit(loop.Step);
                Visit(loop.Body);
                break;
            case CSwitch choice:
                Visit(choice.Value);
                Visit(choice.Body);
                break;
            case CLabeled labeled:
                IsQuiet = false;
                Visit(labeled.Statement);
                break;
            default:
                break;
        }
    }

    private void Declare(CVariable variable)
    {
        if (variable.Static)
        {
            IsQuiet = false;
        }
        else
        {
            _locals.Add(variable.Name);
        }

        Visit(variable.Value);
        foreach (CExpression element in variable.Elements)
        {
            Visit(element);
        }
    }

    private void Visit(CExpression? expression)
    {
        switch (expression)
        {
            case CName name:
                Names.Add(name.Name);
                break;
            case CUnary unary:
                IsQuiet &= unary.Operator != "&";
                Visit(unary.Operand);
                break;
            case CCast cast:
                Visit(cast.Operand);
                break;
            case CBinary binary:
                Visit(binary.Left);
                Visit(binary.Right);
                break;
            case CAssign assign:
                IsQuiet &= assign.Target is CName target && _locals.Contains(target.Name);
                Visit(assign.Target);
                Visit(assign.Value);
                break;
            case CConditional choice:
                Visit(choice.Condition);
                Visit(choice.Yes);
                Visit(choice.No);
                break;
            case CCall call when !CPrinting.Vanishes(call.Function):
                Calls.Add(CPrinting.SymbolOf(call.Function));
                foreach (CExpression argument in call.Arguments)
                {
                    Visit(argument);
                }

                break;
            default:
                break;
        }
    }
}
