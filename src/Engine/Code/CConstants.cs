using System.Collections.Frozen;

namespace TriageBot.Engine.Code;

/// <summary>Named constants, and the value of constant expressions.</summary>
/// <param name="scope">Names that hide the constants; null outside functions.</param>
internal sealed class CConstants(Func<string, bool>? scope)
{
    private static readonly FrozenDictionary<string, CNumber> Named = Numbers().ToFrozenDictionary(p => p.Name, p => p.Number, StringComparer.Ordinal);

    /// <summary>The constant of that name, or null.</summary>
    public static CNumber? Find(string name) => Named.GetValueOrDefault(name);

    /// <summary>The value, wrapped to the expression's type; null when it is not constant or divides by zero.</summary>
    public long? Evaluate(CExpression expression) => Typed(expression)?.Value;

    /// <summary>Value and type, or null when the expression is not constant.</summary>
    public (long Value, CType Type)? Typed(CExpression expression)
    {
        switch (expression)
        {
            case CNumber number:
                return (number.Type.Wrap(number.Value), number.Type);
            case CName name when scope?.Invoke(name.Name) != true && Find(name.Name) is { } constant:
                return (constant.Value, constant.Type);
            case CSizeOf { Type: { Size: > 0 } type }:
                return (type.Size, CType.ULong);
            case CCast { Type: { IsScalar: true } type } cast when Typed(cast.Operand) is { } operand:
                return (type.Wrap(operand.Value), type);
            case CUnary unary when Typed(unary.Operand) is { } operand:
                return Unary(unary.Operator, operand.Value, operand.Type);
            case CConditional choice when Typed(choice.Condition) is { } condition:
                return Typed(condition.Value != 0 ? choice.Yes : choice.No);
            case CBinary binary when Typed(binary.Left) is { } left && Typed(binary.Right) is { } right:
                return CArithmetic.Evaluate(binary.Operator, left, right);
            default:
                return null;
        }
    }

    private static (long Value, CType Type)? Unary(string operation, long value, CType type)
    {
        CType promoted = type.Promoted();
        return operation switch
        {
            "-" => (promoted.Wrap(unchecked(-value)), promoted),
            "~" => (promoted.Wrap(~value), promoted),
            "!" => (value == 0 ? 1 : 0, CType.Int),
            _ => null,
        };
    }

    private static IEnumerable<(string Name, CNumber Number)> Numbers()
    {
        // Source: include/uapi/asm-generic/errno-base.h and errno.h.
        string[] errnos =
        [
            "1 EPERM", "2 ENOENT", "3 ESRCH", "4 EINTR", "5 EIO", "6 ENXIO", "7 E2BIG", "8 ENOEXEC", "9 EBADF", "10 ECHILD", "11 EAGAIN", "12 ENOMEM",
            "13 EACCES", "14 EFAULT", "15 ENOTBLK", "16 EBUSY", "17 EEXIST", "18 EXDEV", "19 ENODEV", "20 ENOTDIR", "21 EISDIR", "22 EINVAL",
            "23 ENFILE", "24 EMFILE", "25 ENOTTY", "26 ETXTBSY", "27 EFBIG", "28 ENOSPC", "29 ESPIPE", "30 EROFS", "31 EMLINK", "32 EPIPE", "33 EDOM",
            "34 ERANGE", "35 EDEADLK", "36 ENAMETOOLONG", "37 ENOLCK", "38 ENOSYS", "39 ENOTEMPTY", "61 ENODATA", "62 ETIME", "71 EPROTO",
            "75 EOVERFLOW", "84 EILSEQ", "95 EOPNOTSUPP", "110 ETIMEDOUT", "114 EALREADY", "115 EINPROGRESS", "125 ECANCELED", "524 ENOTSUPP",
            "517 EPROBE_DEFER",
        ];
        foreach (string errno in errnos)
        {
            string[] parts = errno.Split(' ');
            yield return (parts[1], new CNumber(0, 0, int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), CType.Int));
        }

        (string Name, long Value, CType Type)[] others =
        [
            ("true", 1, CType.Int), ("false", 0, CType.Int), ("NULL", 0, CType.PointerTo(CType.Void)), ("INT_MAX", int.MaxValue, CType.Int),
            ("INT_MIN", int.MinValue, CType.Int), ("UINT_MAX", uint.MaxValue, CType.UInt), ("LONG_MAX", long.MaxValue, CType.Long),
            ("LONG_MIN", long.MinValue, CType.Long), ("PAGE_SIZE", 4096, CType.ULong), ("GFP_KERNEL", 0xcc0, CType.UInt), ("GFP_ATOMIC", 0xa20, CType.UInt),
            ("NOTIFY_DONE", 0, CType.Int), ("NOTIFY_OK", 1, CType.Int), ("NOTIFY_STOP_MASK", 0x8000, CType.Int), ("NOTIFY_BAD", 0x8002, CType.Int),
            ("NOTIFY_STOP", 0x8001, CType.Int), ("MODULE_STATE_LIVE", 0, CType.UInt), ("MODULE_STATE_COMING", 1, CType.UInt),
            ("MODULE_STATE_GOING", 2, CType.UInt), ("MODULE_STATE_UNFORMED", 3, CType.UInt),
        ];
        foreach ((string name, long value, CType type) in others)
        {
            yield return (name, new CNumber(0, 0, value, type));
        }
    }
}
