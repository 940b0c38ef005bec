namespace TriageBot.Engine.Code;

/// <summary>Arithmetic on constants, with the types of C.</summary>
internal static class CArithmetic
{
    /// <summary>The result of an operator; null when it divides by zero or is not for constants.</summary>
    public static (long Value, CType Type)? Evaluate(string operation, (long Value, CType Type) left, (long Value, CType Type) right)
    {
        if (operation is "&&" or "||")
        {
            bool holds = operation == "&&" ? left.Value != 0 && right.Value != 0 : left.Value != 0 || right.Value != 0;
            return (holds ? 1 : 0, CType.Int);
        }

        if (!left.Type.IsInteger || !right.Type.IsInteger)
        {
            return null;
        }

        bool shifts = operation is "<<" or ">>";
        CType type = shifts ? left.Type.Promoted() : CType.Common(left.Type, right.Type);
        long a = type.Wrap(left.Value);
        long b = shifts ? right.Value : type.Wrap(right.Value);
        if (Compare(operation, a, b, type.Unsigned) is { } comparison)
        {
            return (comparison ? 1 : 0, CType.Int);
        }

        long? result = Compute(operation, a, b, type);
        return result is null ? null : (type.Wrap(result.Value), type);
    }

    private static bool? Compare(string operation, long a, long b, bool isUnsigned)
    {
        int order = isUnsigned ? unchecked((ulong)a).CompareTo(unchecked((ulong)b)) : a.CompareTo(b);
        return operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            _ => null,
        };
    }

    private static long? Compute(string operation, long a, long b, CType type)
    {
        unchecked
        {
            int count = (int)b & ((type.Size * 8) - 1);
            return operation switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "&" => a & b,
                "|" => a | b,
                "^" => a ^ b,
                "<<" => a << count,
                ">>" => type.Unsigned ? (long)((ulong)a >> count) : a >> count,
                "/" or "%" => Divide(operation, a, b, type),
                _ => null,
            };
        }
    }

    private static long? Divide(string operation, long a, long b, CType type)
    {
        // The one quotient that does not fit is left to run time, where it faults.
        if (b == 0 || (!type.Unsigned && b == -1 && a == (type.Size == 8 ? long.MinValue : int.MinValue)))
        {
            return null;
        }

        if (type.Unsigned)
        {
            return unchecked((long)(operation == "/" ? (ulong)a / (ulong)b : (ulong)a % (ulong)b));
        }

        return operation == "/" ? a / b : a % b;
    }
}
