namespace TriageBot.Engine.Code;

/// <content>The types of expressions.</content>
internal sealed partial class CFunctionCompiler
{
    private readonly Dictionary<CExpression, CType> _types = new(ReferenceEqualityComparer.Instance);

    /// <summary>The type of an expression's value. Errors are reported the first time.</summary>
    private CType TypeOf(CExpression expression)
    {
        if (!_types.TryGetValue(expression, out CType? type))
        {
            type = FindType(expression);
            _types.Add(expression, type);
        }

        return type;
    }

    private CType FindType(CExpression expression)
    {
        switch (expression)
        {
            case CNumber number:
                return number.Type;
            case CText:
                return CType.PointerTo(CType.Char);
            case CCast cast:
                return cast.Type;
            case CSizeOf:
                return CType.ULong;
            case CCall call:
                return ResultOf(call);
            case CUnary { Operator: "!" }:
                return CType.Int;
            case CUnary { Operator: "-" or "~" } unary:
                return Integer(unary.Operand).Promoted();
            case CUnary { Operator: "&" } unary:
                return CType.PointerTo(ObjectType(unary.Operand));
            case CAssign assign:
                return ObjectType(assign.Target);
            case CBinary binary:
                return BinaryType(binary);
            case CConditional choice:
                return ChoiceType(choice);
            case CName name when FindLocal(name.Name) is null && !unit.Variables.ContainsKey(name.Name) && unit.Functions.ContainsKey(name.Name):
                return CType.PointerTo(CType.Void);
            default:
                return ObjectType(expression).Decayed();
        }
    }

    /// <summary>The type of a place in memory, where an array is still an array.</summary>
    private CType ObjectType(CExpression expression)
    {
        switch (expression)
        {
            case CSlotTarget slot:
                return slot.Type;
            case CName name when FindLocal(name.Name) is { } local:
                return local.Type;
            case CName name when unit.Variables.TryGetValue(name.Name, out CVariable? variable):
                return variable.Type;
            case CName name when unit.Functions.ContainsKey(name.Name):
                return CType.Void;
            case CName { Name: "THIS_MODULE" }:
                return CType.PointerTo(CType.Opaque);
            case CName { Name: "__func__" }:
                return CType.ArrayOf(CType.Char, function.Name.Length + 1);
            case CName name when CConstants.Find(name.Name) is { } constant:
                return constant.Type;
            case CName name:
                Error(name, $"'{name.Name}' is not declared.");
                return CType.Int;
            case CUnary { Operator: "*" } unary:
                CType pointer = TypeOf(unary.Operand);
                if (pointer is not { Kind: CTypeKind.Pointer, Target.IsScalar: true })
                {
                    Error(unary, "Only a pointer to a number or to a pointer can be followed.");
                    return CType.Int;
                }

                return pointer.Target!;
            case CText text:
                return CType.ArrayOf(CType.Char, text.Value.Length + 1);
            default:
                return TypeOf(expression);
        }
    }

    private CType Integer(CExpression expression)
    {
        CType type = TypeOf(expression);
        if (!type.IsInteger)
        {
            Error(expression, "A number is needed here.");
            return CType.Int;
        }

        return type;
    }

    private CType ResultOf(CCall call)
    {
        if (CPrinting.Vanishes(call.Function))
        {
            return CType.Void;
        }

        if (FindLocal(call.Function) is not null || unit.Variables.ContainsKey(call.Function))
        {
            Error(call, $"'{call.Function}' is no function.");
            return CType.Int;
        }

        return unit.Functions.TryGetValue(call.Function, out CFunction? callee) ? callee.Result : CType.Int;
    }

    private CType BinaryType(CBinary binary)
    {
        if (binary.Operator == ",")
        {
            return TypeOf(binary.Right);
        }

        CType left = TypeOf(binary.Left);
        CType right = TypeOf(binary.Right);
        bool compares = binary.Operator is "&&" or "||" or "==" or "!=" or "<" or ">" or "<=" or ">=";
        if (!left.IsScalar || !right.IsScalar)
        {
            Error(binary, $"'{binary.Operator}' needs values.");
            return CType.Int;
        }

        if (compares)
        {
            return CType.Int;
        }

        if (left.IsPointer || right.IsPointer)
        {
            return PointerType(binary, left, right);
        }

        return binary.Operator is "<<" or ">>" ? left.Promoted() : CType.Common(left, right);
    }

    private CType PointerType(CBinary binary, CType left, CType right)
    {
        bool known = (left.IsPointer ? left : right).Target!.Kind != CTypeKind.Opaque;
        switch (binary.Operator)
        {
            case "+" when known && left.IsPointer != right.IsPointer:
                return left.IsPointer ? left : right;
            case "-" when known && left.IsPointer && !right.IsPointer:
                return left;
            case "-" when known && left.IsPointer && left == right:
                return CType.Long;
            default:
                Error(binary, $"'{binary.Operator}' does not go with these pointers.");
                return CType.Int;
        }
    }

    private CType ChoiceType(CConditional choice)
    {
        CType yes = TypeOf(choice.Yes);
        CType no = TypeOf(choice.No);
        if (yes.IsInteger && no.IsInteger)
        {
            return CType.Common(yes, no);
        }

        if (yes.Kind == CTypeKind.Void || no.Kind == CTypeKind.Void)
        {
            return CType.Void;
        }

        return yes.IsPointer ? yes : no;
    }
}
