using System.Collections.Frozen;

namespace TriageBot.Engine.Code;

/// <summary>What stands before a declarator.</summary>
internal sealed record CSpecifiers(CType Type, bool Static, bool Extern, CAttributes Attributes);

/// <content>Types and declarators.</content>
internal sealed partial class CParser
{
    /// <summary>Longest array, in elements; a module's data is small.</summary>
    private const int MaxArrayLength = 1 << 16;

    private static readonly FrozenDictionary<string, CAttributes> AttributeNames = new Dictionary<string, CAttributes>(StringComparer.Ordinal)
    {
        ["__init"] = CAttributes.Init | CAttributes.Cold,
        ["__exit"] = CAttributes.Exit | CAttributes.NoTrace | CAttributes.Cold,
        ["notrace"] = CAttributes.NoTrace,
        ["__cold"] = CAttributes.Cold,
        ["noinline"] = CAttributes.None,
        ["inline"] = CAttributes.None,
        ["__always_inline"] = CAttributes.None,
        ["asmlinkage"] = CAttributes.None,
        ["const"] = CAttributes.None,
        ["volatile"] = CAttributes.None,
        ["register"] = CAttributes.None,
        ["__used"] = CAttributes.None,
        ["__maybe_unused"] = CAttributes.None,
        ["__user"] = CAttributes.None,
        ["__visible"] = CAttributes.None,
        ["__read_mostly"] = CAttributes.None,
        ["__initdata"] = CAttributes.None,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CType> TypeNames = new Dictionary<string, CType>(StringComparer.Ordinal)
    {
        ["_Bool"] = CType.Bool,
        ["bool"] = CType.Bool,
        ["u8"] = CType.Integer(CTypeKind.Char, isUnsigned: true),
        ["s8"] = CType.Char,
        ["u16"] = CType.Integer(CTypeKind.Short, isUnsigned: true),
        ["s16"] = CType.Integer(CTypeKind.Short, isUnsigned: false),
        ["u32"] = CType.UInt,
        ["s32"] = CType.Int,
        ["u64"] = CType.ULong,
        ["s64"] = CType.Long,
        ["uint"] = CType.UInt,
        ["ulong"] = CType.ULong,
        ["size_t"] = CType.ULong,
        ["ssize_t"] = CType.Long,
        ["uintptr_t"] = CType.ULong,
        ["loff_t"] = CType.Long,
        ["pid_t"] = CType.Int,
        ["gfp_t"] = CType.UInt,
        ["umode_t"] = CType.Integer(CTypeKind.Short, isUnsigned: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private bool AtType() => Current.Kind == CTokenKind.Name
        && (Current.Text is "static" or "extern" or "void" or "char" or "short" or "int" or "long" or "signed" or "unsigned" or "struct" or "union" or "enum"
            || AttributeNames.ContainsKey(Current.Text)
            || TypeNames.ContainsKey(Current.Text));

    /// <summary>Storage, attributes and type in any order; null when there is no type.</summary>
    private CSpecifiers? Specifiers()
    {
        CSpecifiers specifiers = new(CType.Int, Static: false, Extern: false, CAttributes.None);
        BaseTypeWords words = new();
        while (Current.Kind == CTokenKind.Name)
        {
            string word = Current.Text;
            if (AttributeNames.TryGetValue(word, out CAttributes attribute))
            {
                specifiers = specifiers with { Attributes = specifiers.Attributes | attribute };
            }
            else if (word is "static" or "extern")
            {
                specifiers = word == "static" ? specifiers with { Static = true } : specifiers with { Extern = true };
            }
            else if (!words.Add(word))
            {
                break;
            }

            _at++;
            if (word is "struct" or "union" or "enum")
            {
                ExpectName();
                if (Is("{"))
                {
                    Fail(Current, "The members of a structure cannot be defined here.");
                }
            }
        }

        CType? type = words.Type();
        return type is null ? null : specifiers with { Type = type };
    }

    private CType Pointers(CType type)
    {
        for (int i = 0; ; i++)
        {
            if (Accept("*"))
            {
                if (i > MiniC.MaxNesting)
                {
                    Fail(Current, $"More than {MiniC.MaxNesting} levels of nesting.");
                }

                type = CType.PointerTo(type);
            }
            else if (Current.Kind == CTokenKind.Name && AttributeNames.ContainsKey(Current.Text))
            {
                _at++;
            }
            else
            {
                return type;
            }
        }
    }

    private (CToken Name, CType Type) Declarator(CSpecifiers specifiers)
    {
        // Attributes may stand between the star and the name, too; those seen there are for the function.
        CType type = Pointers(specifiers.Type);
        if (Is("("))
        {
            Fail(Current, "Pointers to functions cannot be declared here.");
        }

        CToken name = ExpectName();
        if (!Accept("["))
        {
            return (name, type);
        }

        int length = 0;
        if (!Is("]"))
        {
            CToken at = Current;
            long? constant = new CConstants(null).Evaluate(Conditional());
            if (constant is null or <= 0 or > MaxArrayLength || type.Size == 0)
            {
                Fail(at, $"An array needs a constant length from 1 to {MaxArrayLength}.");
                constant = 1;
            }

            length = (int)constant.Value;
        }

        Expect("]");
        if (Is("["))
        {
            Fail(Current, "An array of arrays cannot be declared here.");
        }

        return (name, CType.ArrayOf(type, length));
    }

    /// <summary>The words int, unsigned, long and so on, in any order, or one other type name.</summary>
    private struct BaseTypeWords
    {
        private CTypeKind? _kind;
        private bool? _unsigned;
        private CType? _named;
        private int _longs;
        private bool _any;

        public bool Add(string word)
        {
            CTypeKind? kind = word switch
            {
                "void" => CTypeKind.Void,
                "char" => CTypeKind.Char,
                "short" => CTypeKind.Short,
                "int" => CTypeKind.Int,
                _ => null,
            };
            bool known = kind is not null || word is "long" or "signed" or "unsigned" or "struct" or "union" or "enum" || TypeNames.ContainsKey(word);
            if (!known || _named is not null)
            {
                return false;
            }

            if (kind is not null)
            {
                _kind = _kind == CTypeKind.Short ? _kind : kind;
            }
            else if (word == "long")
            {
                _longs++;
            }
            else if (word is "signed" or "unsigned")
            {
                _unsigned = word == "unsigned";
            }
            else
            {
                // A type name after other type words is the variable's own name.
                if (_any)
                {
                    return false;
                }

                _named = word switch
                {
                    "enum" => CType.UInt,
                    "struct" or "union" => CType.Opaque,
                    _ => TypeNames[word],
                };
            }

            _any = true;
            return true;
        }

        public readonly CType? Type()
        {
            if (!_any)
            {
                return null;
            }

            if (_named is not null)
            {
                return _named;
            }

            CTypeKind kind = _longs > 0 ? CTypeKind.Long : _kind ?? CTypeKind.Int;
            return kind == CTypeKind.Void ? CType.Void : CType.Integer(kind, _unsigned ?? false);
        }
    }
}
