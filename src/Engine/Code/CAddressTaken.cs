namespace TriageBot.Engine.Code;

/// <summary>Whether a function has a local array, or a local whose address is taken: then no call of it can be a sibling call, since the
/// callee might use its frame.</summary>
internal static class CAddressTaken
{
    public static bool AnyIn(CFunction function)
    {
        HashSet<string> locals = new(function.Parameters.Select(p => p.Name), StringComparer.Ordinal);
        bool arrays = Collect(function.Body!, locals);
        return arrays || In(function.Body!, locals);
    }

    /// <summary>Adds the names of locals; true when one is an array.</summary>
    private static bool Collect(CStatement? statement, HashSet<string> locals)
    {
        bool arrays = false;
        switch (statement)
        {
            case CBlock block:
                foreach (CStatement inner in block.Statements)
                {
                    arrays |= Collect(inner, locals);
                }

                return arrays;
            case CDeclare declare:
                CVariable[] automatic = [.. declare.Variables.Where(v => !v.Static)];
                locals.UnionWith(automatic.Select(v => v.Name));
                return automatic.Any(v => v.Type.Kind == CTypeKind.Array);
            case CIf choice:
                return Collect(choice.Then, locals) | Collect(choice.Else, locals);
            case CLoop loop:
                return Collect(loop.Start, locals) | Collect(loop.Body, locals);
            case CSwitch choice:
                return Collect(choice.Body, locals);
            case CLabeled labeled:
                return Collect(labeled.Statement, locals);
            default:
                return false;
        }
    }

    private static bool In(CStatement? statement, HashSet<string> locals) => statement switch
    {
        CBlock block => block.Statements.Any(s => In(s, locals)),
        CDeclare declare => declare.Variables.Any(v => In(v.Value, locals)),
        CEvaluate evaluate => In(evaluate.Value, locals),
        CIf choice => In(choice.Condition, locals) || In(choice.Then, locals) || In(choice.Else, locals),
        CLoop loop => In(loop.Start, locals) || In(loop.Condition, locals) || In(loop.Step, locals) || In(loop.Body, locals),
        CReturn result => In(result.Value, locals),
        CSwitch choice => In(choice.Value, locals) || In(choice.Body, locals),
        CLabeled labeled => In(labeled.Statement, locals),
        _ => false,
    };

    private static bool In(CExpression? expression, HashSet<string> locals) => expression switch
    {
        CUnary { Operator: "&", Operand: CName name } => locals.Contains(name.Name),
        CUnary unary => In(unary.Operand, locals),
        CBinary binary => In(binary.Left, locals) || In(binary.Right, locals),
        CAssign assign => In(assign.Target, locals) || In(assign.Value, locals),
        CConditional choice => In(choice.Condition, locals) || In(choice.Yes, locals) || In(choice.No, locals),
        CCall call => call.Arguments.Any(a => In(a, locals)),
        CCast cast => In(cast.Operand, locals),
        _ => false,
    };
}
