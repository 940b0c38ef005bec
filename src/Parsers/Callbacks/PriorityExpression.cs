using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Callbacks;

/// <summary>What came of reading a priority.</summary>
internal enum PriorityReading
{
    /// <summary>No priority stands there.</summary>
    None,

    /// <summary>A value was read.</summary>
    Value,

    /// <summary>A name that this program does not know, alone or in a sum.</summary>
    Name,

    /// <summary>The value does not fit a signed 32-bit int.</summary>
    OutOfRange,
}

/// <summary>Reads <c>INT_MIN+1</c>, <c>INT_MAX - 1</c>, <c>0x7fffffff</c>, <c>-INT_MAX</c>, <c>200</c>, <c>(SOME_PRIO + 2)</c>.</summary>
/// <remarks>Source: <c>include/linux/notifier.h</c>: <c>int priority</c>; limits of <c>int</c> from <c>include/vdso/limits.h</c>.</remarks>
internal static partial class PriorityExpression
{
    private static readonly FrozenDictionary<string, long> Constants = new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["INT_MAX"] = int.MaxValue,
        ["INT_MIN"] = int.MinValue,
        ["S32_MAX"] = int.MaxValue,
        ["S32_MIN"] = int.MinValue,
        ["SHRT_MAX"] = short.MaxValue,
        ["SHRT_MIN"] = short.MinValue,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the expression at the start of the text.</summary>
    /// <param name="text">Blanks in front are passed over.</param>
    /// <param name="written">The expression as written, without outer brackets.</param>
    /// <param name="value">Its value, or null when it holds an unknown name or does not fit.</param>
    /// <param name="start">Where it begins.</param>
    public static PriorityReading Read(string text, int start, out string written, out int? value, out int at)
    {
        written = "";
        value = null;
        at = start;
        Match match = Expression().Match(text, start);
        if (!match.Success)
        {
            return PriorityReading.None;
        }

        Group inner = match.Groups["sum"];
        written = inner.Value;
        at = inner.Index;
        return Evaluate(written, out value);
    }

    private static PriorityReading Evaluate(string sum, out int? value)
    {
        value = null;
        long total = 0;
        foreach (Match term in Term().Matches(sum))
        {
            string word = term.Groups["word"].Value;
            if (!TryTerm(word, out long amount))
            {
                return char.IsAsciiDigit(word[0]) ? PriorityReading.OutOfRange : PriorityReading.Name;
            }

            total += term.Groups["sign"].Value.Contains('-', StringComparison.Ordinal) ? -amount : amount;
        }

        if (total is < int.MinValue or > int.MaxValue)
        {
            return PriorityReading.OutOfRange;
        }

        value = (int)total;
        return PriorityReading.Value;
    }

    private static bool TryTerm(string word, out long amount)
    {
        if (Constants.TryGetValue(word, out amount))
        {
            return true;
        }

        return word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? TryHex(word.AsSpan(2), out amount)
            : long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out amount) && amount <= 1L << 40;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out long amount) =>
        long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out amount) && amount is >= 0 and <= 1L << 40;

    [GeneratedRegex(@"\G[ \t]*[(]?[ \t]*(?<sum>[-+]?[ \t]?(0[xX][0-9a-fA-F]{1,16}|\d{1,19}|[A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z]{2,}PRIO[A-Z]*)(?![\w.%/]*[A-Za-z0-9_%])([ \t]?[-+][ \t]?(0[xX][0-9a-fA-F]{1,16}|\d{1,19}|[A-Z][A-Z0-9]*_[A-Z0-9_]*)(?!\w)){0,4})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?<sign>[-+]?)[ \t]?(?<word>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Term();
}
