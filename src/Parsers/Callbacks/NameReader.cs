using System.Globalization;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Finds words that can be names in a sentence. Every sentence about order is read by it, so it is written out: as a pattern it was a tenth of all
/// that reading a mail costs.</summary>
internal static class NameReader
{
    private const int MaxTokens = 400;
    private const int MaxWord = 81;
    private const int MaxMember = 61;
    private const int MaxMembers = 3;
    private const int MaxArguments = 80;

    /// <summary>All words of a sentence that are shaped like a name, in order. Paths, file names, options and types are left out.</summary>
    public static List<NameToken> Read(string sentence)
    {
        List<NameToken> tokens = [];
        for (int i = 0; i < sentence.Length && tokens.Count < MaxTokens; i++)
        {
            if (!StartsWord(sentence[i]) || (i > 0 && ((sentence[i - 1] == '.' && !EndsAcpiPath(sentence, i) && !IsMethod(sentence, i)) || IsWordSign(sentence[i - 1]))))
            {
                continue;
            }

            int end = EndOfName(sentence, i);
            int close = EndOfArguments(sentence, i, end);
            bool isCall = close > end || sentence.AsSpan(0, i).EndsWith(" ->");
            if (isCall || !(IsFileName(sentence.AsSpan(i, end - i)) || IsPartOfOther(sentence, i, end)))
            {
                tokens.Add(new NameToken(sentence[i..end], i, close, isCall));
            }

            i = (isCall ? close : end) - 1;
        }

        return tokens;
    }

    // Behind the brackets of a call, "()" or arguments as code has them, "(&dev->work)"; what else stands in brackets is a remark.
    private static int EndOfArguments(string sentence, int start, int end)
    {
        ReadOnlySpan<char> rest = sentence.AsSpan(end, Math.Min(MaxArguments, sentence.Length - end));
        if (rest.StartsWith("()"))
        {
            return end + 2;
        }

        int close = rest.StartsWith("(") && sentence.AsSpan(start, end - start).Contains('_') ? rest.IndexOf(')') : -1;
        ReadOnlySpan<char> arguments = close > 1 ? rest[1..close] : default;
        bool isCode = (arguments.StartsWith("&") || arguments.IndexOf("->") > 0) && !arguments.Contains('(') && (arguments.Contains(',') || !arguments.Contains(' '));
        return isCode ? end + close + 1 : end;
    }

    // "\_SB.PCI0._INI": the method is the name.
    private static bool EndsAcpiPath(string sentence, int method) =>
        method >= 2 && (char.IsAsciiLetterUpper(sentence[method - 2]) || char.IsAsciiDigit(sentence[method - 2]) || sentence[method - 2] is '_' or '\\')
        && NameToken.IsAcpiMethod(sentence.AsSpan(method, EndOfWord(sentence, method, MaxWord) - method));

    // "The .remove() callback": a member that is called, named without what holds it.
    private static bool IsMethod(string sentence, int name) =>
        (name == 1 || sentence[name - 2] is ' ' or '(' or '\'' or '"' or '`' or '*') && sentence.AsSpan(EndOfWord(sentence, name, MaxWord)).StartsWith("()");

    // A word, and up to three members of it behind "->" or ".".
    private static int EndOfName(string sentence, int start)
    {
        int end = EndOfWord(sentence, start, MaxWord);
        for (int members = 0; members < MaxMembers; members++)
        {
            ReadOnlySpan<char> rest = sentence.AsSpan(end);
            int from = end + (rest.StartsWith("->") ? 2 : rest.StartsWith(".") ? 1 : 0);
            if (from == end || from == sentence.Length || !(char.IsAsciiLetterLower(sentence[from]) || sentence[from] == '_'))
            {
                break;
            }

            int stop = EndOfWord(sentence, from, MaxMember);
            if (stop < sentence.Length && IsWordSign(sentence[stop]))
            {
                break;
            }

            end = stop;
        }

        return end;
    }

    private static int EndOfWord(string sentence, int start, int max)
    {
        int end = start + 1;
        while (end < sentence.Length && end - start < max && IsWordSign(sentence[end]))
        {
            end++;
        }

        return end;
    }

    private static bool StartsWord(char sign) => char.IsAsciiLetter(sign) || sign == '_';

    // What \w of a pattern stands for.
    private static bool IsWordSign(char sign) => char.IsAscii(sign)
        ? char.IsAsciiLetterOrDigit(sign) || sign == '_'
        : char.IsLetter(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    private static bool IsFileName(ReadOnlySpan<char> name) =>
        name[(name.LastIndexOf('.') + 1)..] is var ending && ending.Length < name.Length
        && ending is "ko" or "c" or "h" or "o" or "s" or "S" or "dts" or "dtsi" or "py" or "sh" or "txt" or "rst" or "yaml";

    private static bool IsPartOfOther(string sentence, int start, int end)
    {
        char before = start > 0 ? sentence[start - 1] : ' ';
        char after = end < sentence.Length ? sentence[end] : ' ';
        if (before is '/' or '@' or '%' or '$' or '#' || (before == '-' && !(start > 1 && sentence[start - 2] is ' ' or '-')) || after is '@' or '%')
        {
            return true;
        }

        bool fileEnding = after == '.' && end + 1 < sentence.Length && char.IsAsciiLetterOrDigit(sentence[end + 1]);
        return fileEnding || (after == '/' && end + 1 < sentence.Length && sentence[end + 1] is not ' ') || IsTypeName(sentence, start);
    }

    private static bool IsTypeName(string sentence, int start)
    {
        ReadOnlySpan<char> before = sentence.AsSpan(0, start).TrimEnd(' ');
        return before.EndsWith("struct", StringComparison.Ordinal) || before.EndsWith("enum", StringComparison.Ordinal);
    }
}
