using System.Globalization;

namespace TriageBot.Engine.Profiles;

/// <summary>Priorities as profiles and scenarios write them: a number, or <c>INT_MIN</c>/<c>INT_MAX</c> with an offset.</summary>
public static class PriorityText
{
    /// <summary>Parses <c>5</c>, <c>-1</c>, <c>0x7fffffff</c>, <c>INT_MAX - 1</c>, <c>INT_MIN+1</c>, <c>-INT_MAX</c>.</summary>
    /// <exception cref="FormatException">The text is none of these, or does not fit an <c>int</c>.</exception>
    public static int Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new FormatException($"'{text}' is no priority: write a number, INT_MIN or INT_MAX, with + or - a number");
    }

    /// <summary>As <see cref="Parse"/>, with null for text that is no priority.</summary>
    public static int? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string packed = text.Replace(" ", "", StringComparison.Ordinal);
        int operatorAt = packed.IndexOfAny(['+', '-'], Math.Min(1, packed.Length));
        long? left = Term(operatorAt > 0 ? packed[..operatorAt] : packed);
        long? right = operatorAt > 0 ? Term(packed[(operatorAt + 1)..]) : 0;
        long? value = operatorAt > 0 && packed[operatorAt] == '-' ? left - right : left + right;
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    /// <summary>The value as kernel people write it: extremes by name, the rest as numbers.</summary>
    public static string Format(int value) => value switch
    {
        int.MaxValue => "INT_MAX",
        int.MinValue => "INT_MIN",
        > int.MaxValue - 16 => $"INT_MAX - {int.MaxValue - value}",
        < int.MinValue + 16 => $"INT_MIN + {(long)value - int.MinValue}",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static long? Term(string term)
    {
        bool negative = term.StartsWith('-');
        string body = negative ? term[1..] : term;
        long? value = body switch
        {
            "INT_MAX" => int.MaxValue,
            "INT_MIN" => int.MinValue,
            _ when body.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(body.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) => hex,
            _ when long.TryParse(body, NumberStyles.None, CultureInfo.InvariantCulture, out long plain) => plain,
            _ => null,
        };
        return negative ? -value : value;
    }
}
