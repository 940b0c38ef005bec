namespace TriageBot.Engine.Code;

internal enum CTypeKind
{
    Void,
    Bool,
    Char,
    Short,
    Int,
    Long,
    Pointer,
    Array,

    /// <summary>A structure whose members nobody here knows; only its address can be used.</summary>
    Opaque,
}

/// <summary>A C type of the LP64 model.</summary>
internal sealed record CType(CTypeKind Kind, bool Unsigned = false, CType? Target = null, int Length = 0)
{
    public static CType Void { get; } = new(CTypeKind.Void);

    public static CType Bool { get; } = new(CTypeKind.Bool, Unsigned: true);

    public static CType Char { get; } = new(CTypeKind.Char);

    public static CType Int { get; } = new(CTypeKind.Int);

    public static CType UInt { get; } = new(CTypeKind.Int, Unsigned: true);

    public static CType Long { get; } = new(CTypeKind.Long);

    public static CType ULong { get; } = new(CTypeKind.Long, Unsigned: true);

    public static CType Opaque { get; } = new(CTypeKind.Opaque);

    public bool IsInteger => Kind is CTypeKind.Bool or CTypeKind.Char or CTypeKind.Short or CTypeKind.Int or CTypeKind.Long;

    public bool IsPointer => Kind == CTypeKind.Pointer;

    public bool IsScalar => IsInteger || IsPointer;

    /// <summary>True when a register holds the value zero-extended.</summary>
    public bool ZeroExtends => Unsigned || IsPointer;

    /// <summary>Bytes; 0 for types without size. Pointer arithmetic on void counts in bytes, as GCC does.</summary>
    public int Size => Kind switch
    {
        CTypeKind.Bool or CTypeKind.Char => 1,
        CTypeKind.Short => 2,
        CTypeKind.Int => 4,
        CTypeKind.Long or CTypeKind.Pointer => 8,
        CTypeKind.Array => Length * Target!.Size,
        _ => 0,
    };

    public int Alignment => Kind == CTypeKind.Array ? Target!.Alignment : Math.Max(Size, 1);

    public static CType Integer(CTypeKind kind, bool isUnsigned) => new(kind, isUnsigned);

    public static CType PointerTo(CType target) => new(CTypeKind.Pointer, Target: target);

    public static CType ArrayOf(CType element, int length) => new(CTypeKind.Array, Target: element, Length: length);

    /// <summary>The type of a value: an array becomes a pointer to its first element.</summary>
    public CType Decayed() => Kind == CTypeKind.Array ? PointerTo(Target!) : this;

    /// <summary>Integer promotion.</summary>
    public CType Promoted() => Kind is CTypeKind.Bool or CTypeKind.Char or CTypeKind.Short ? Int : this;

    /// <summary>The type in which two integers meet.</summary>
    public static CType Common(CType left, CType right)
    {
        CType a = left.Promoted();
        CType b = right.Promoted();
        if (a.Kind == b.Kind)
        {
            return a.Unsigned ? a : b;
        }

        return a.Kind == CTypeKind.Long ? a : b;
    }

    /// <summary>The value as the type holds it, extended to 64 bits.</summary>
    public long Wrap(long value) => unchecked(Kind switch
    {
        CTypeKind.Bool => value != 0 ? 1 : 0,
        CTypeKind.Char => Unsigned ? (byte)value : (sbyte)value,
        CTypeKind.Short => Unsigned ? (ushort)value : (short)value,
        CTypeKind.Int => Unsigned ? (uint)value : (int)value,
        _ => value,
    });
}
