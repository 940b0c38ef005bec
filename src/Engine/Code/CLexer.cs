using System.Globalization;
using System.Text;

namespace TriageBot.Engine.Code;

internal enum CTokenKind
{
    End,
    Name,
    Number,
    Text,
    Punctuation,
}

/// <summary>One token.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Text">Name, punctuation, or contents of a string literal with one character a byte.</param>
/// <param name="Value">Value of a number.</param>
/// <param name="Type">Type of a number.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
internal readonly record struct CToken(CTokenKind Kind, string Text, long Value, CType? Type, int Line, int Column);

/// <summary>Splits source text into tokens. Comments and blanks vanish.</summary>
internal sealed class CLexer(string source, CDiagnostics diagnostics)
{
    private static readonly string[] Punctuations =
    [
        "<<=", ">>=", "...", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "->",
        "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "<", ">", "=", "?", ":", ";", ",", "(", ")", "{", "}", "[", "]", ".",
    ];

    private int _at;
    private int _line = 1;
    private int _lineStart;

    private int Column => _at - _lineStart + 1;

    /// <summary>All tokens; the last is <see cref="CTokenKind.End"/>. Ends early at the first thing that is no token.</summary>
    public List<CToken> Tokens()
    {
        List<CToken> tokens = [];
        while (SkipBlanks() && _at < source.Length)
        {
            CToken? token = Next();
            if (token is null)
            {
                break;
            }

            tokens.Add(token.Value);
        }

        tokens.Add(new CToken(CTokenKind.End, "end of source", 0, null, _line, Column));
        return tokens;
    }

    private CToken? Next()
    {
        char c = source[_at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            int start = _at;
            int column = Column;
            while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] == '_'))
            {
                _at++;
            }

            return new CToken(CTokenKind.Name, source[start.._at], 0, null, _line, column);
        }

        if (char.IsAsciiDigit(c))
        {
            return Number();
        }

        return c switch
        {
            '"' => Quoted('"'),
            '\'' => Character(),
            _ => Punctuation(),
        };
    }

    /// <summary>False when a comment does not end.</summary>
    private bool SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (source[_at] == '\n')
            {
                _line++;
                _lineStart = ++_at;
            }
            else if (char.IsWhiteSpace(source[_at]))
            {
                _at++;
            }
            else if (string.CompareOrdinal(source, _at, "//", 0, 2) == 0)
            {
                int end = source.IndexOf('\n', _at);
                _at = end < 0 ? source.Length : end;
            }
            else if (string.CompareOrdinal(source, _at, "/*", 0, 2) == 0)
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private bool SkipComment()
    {
        int end = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            diagnostics.Add(_line, Column, "This comment does not end.");
            return false;
        }

        for (; _at < end + 2; _at++)
        {
            if (source[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }

        return true;
    }

    private CToken? Punctuation()
    {
        foreach (string punctuation in Punctuations)
        {
            if (string.CompareOrdinal(source, _at, punctuation, 0, punctuation.Length) == 0)
            {
                CToken token = new(CTokenKind.Punctuation, punctuation, 0, null, _line, Column);
                _at += punctuation.Length;
                return token;
            }
        }

        return Fail(source[_at] == '#' ? "There is no preprocessor here." : "This character starts no token.");
    }

    private CToken? Number()
    {
        int column = Column;
        int start = _at;
        while (_at < source.Length && char.IsAsciiLetterOrDigit(source[_at]))
        {
            _at++;
        }

        string digits = source[start.._at].ToLowerInvariant().TrimEnd('u', 'l');
        string suffix = source[(start + digits.Length).._at].ToLowerInvariant();
        if (!TryParse(digits, out ulong value) || suffix is not ("" or "u" or "l" or "ul" or "lu" or "ll" or "ull" or "llu"))
        {
            _at = start;
            return Fail("This number cannot be read.");
        }

        bool isUnsigned = suffix.Contains('u');
        bool isLong = suffix.Contains('l') || value > uint.MaxValue || (value > int.MaxValue && !isUnsigned && digits[0] != '0');
        isUnsigned |= isLong ? value > long.MaxValue : value > int.MaxValue;
        CType type = CType.Integer(isLong ? CTypeKind.Long : CTypeKind.Int, isUnsigned);
        return new CToken(CTokenKind.Number, source[start.._at], unchecked((long)value), type, _line, column);
    }

    private static bool TryParse(string digits, out ulong value)
    {
        value = 0;
        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        if (digits.Length > 1 && digits[0] == '0')
        {
            foreach (char digit in digits)
            {
                if (digit is < '0' or > '7' || value >> 61 != 0)
                {
                    return false;
                }

                value = (value * 8) + (uint)(digit - '0');
            }

            return true;
        }

        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private CToken? Character()
    {
        CToken? quoted = Quoted('\'');
        if (quoted is null || quoted.Value.Text.Length != 1)
        {
            return quoted is null ? null : Fail("A character literal holds one character.");
        }

        return quoted.Value with { Kind = CTokenKind.Number, Value = (sbyte)quoted.Value.Text[0], Type = CType.Int };
    }

    private CToken? Quoted(char quote)
    {
        int column = Column;
        StringBuilder text = new();
        Span<byte> utf8 = stackalloc byte[4];
        for (_at++; _at < source.Length && source[_at] != '\n';)
        {
            char c = source[_at++];
            if (c == quote)
            {
                return new CToken(CTokenKind.Text, text.ToString(), 0, null, _line, column);
            }

            if (c == '\\')
            {
                if (!Escape(text))
                {
                    return Fail("This escape cannot be read.");
                }

                continue;
            }

            Rune rune = char.IsHighSurrogate(c) && _at < source.Length && char.IsLowSurrogate(source[_at])
                ? new Rune(c, source[_at++])
                : Rune.TryCreate(c, out Rune single) ? single : Rune.ReplacementChar;
            int length = rune.EncodeToUtf8(utf8);
            foreach (byte b in utf8[..length])
            {
                text.Append((char)b);
            }
        }

        return Fail("This literal does not end on its line.");
    }

    private bool Escape(StringBuilder text)
    {
        const string letters = "nrtabfv0\\'\"?e";
        const string values = "\n\r\t\a\b\f\v\0\\'\"?\e";
        if (_at >= source.Length)
        {
            return false;
        }

        char c = source[_at++];
        if (c == 'x')
        {
            int start = _at;
            while (_at < source.Length && _at < start + 2 && char.IsAsciiHexDigit(source[_at]))
            {
                _at++;
            }

            return _at > start && Append(text, Convert.ToInt32(source[start.._at], 16));
        }

        if (c is >= '0' and <= '7')
        {
            int value = c - '0';
            for (int i = 0; i < 2 && _at < source.Length && source[_at] is >= '0' and <= '7'; i++)
            {
                value = (value * 8) + (source[_at++] - '0');
            }

            return Append(text, value & 0xff);
        }

        int index = letters.IndexOf(c);
        return index >= 0 && Append(text, values[index]);
    }

    private static bool Append(StringBuilder text, int value)
    {
        text.Append((char)value);
        return true;
    }

    private CToken? Fail(string message)
    {
        diagnostics.Add(_line, Column, message);
        return null;
    }
}
