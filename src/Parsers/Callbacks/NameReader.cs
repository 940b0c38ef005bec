using System.Buffers;
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
    private const int MaxBraces = 60;
    private const int MaxEndings = 4;

    private static readonly SearchValues<char> s_argument = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&->.*");

    /// <summary>All words of a sentence that are shaped like a name, in order. Paths, file names, options and types are left out.</summary>
    public static List<NameToken> Read(string sentence)
    {
        List<NameToken> tokens = [];
        for (int i = 0; i < sentence.Length && tokens.Count < MaxTokens; i++)
        {
            if (!StartsWord(sentence[i]) || (i > 0 && ((sentence[i - 1] == '.' && !EndsAcpiPath(sentence, i) && !IsMethod(sentence, i) && !IsNumbered(sentence, i)) || IsWordSign(sentence[i - 1]))))
            {
                continue;
            }

            int end = EndOfName(sentence, i);
            int braces = AddBraces(sentence, i, end, tokens);
            if (braces > end)
            {
                i = braces - 1;
                continue;
            }

            int close = EndOfArguments(sentence, i, end);
            bool isCall = close > end || sentence.AsSpan(0, i) is var front && (front.EndsWith(" ->") || front.EndsWith("`."));
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

        int close = rest.StartsWith("(") ? rest.IndexOf(')') : -1;
        ReadOnlySpan<char> arguments = close > 1 ? rest[1..close] : default;
        if (arguments.EndsWith("...") || (arguments.Length > 1 && !arguments.SequenceEqual("es") && AreArguments(arguments)) || (arguments.Length == 1 && char.IsAsciiDigit(arguments[0])))
        {
            return end + close + 1;
        }

        bool isCode = sentence.AsSpan(start, end - start).Contains('_') && (arguments.StartsWith("&") || arguments.IndexOf("->") > 0) && !arguments.Contains('(') && (arguments.Contains(',') || !arguments.Contains(' '));
        return isCode ? end + close + 1 : end;
    }

    // "(adapter, false)": single words with commas between them, none of which can be a callback.
    private static bool AreArguments(ReadOnlySpan<char> arguments)
    {
        foreach (Range range in arguments.Split(','))
        {
            ReadOnlySpan<char> word = arguments[range].TrimStart(' ');
            if (word.IsEmpty || word.ContainsAnyExcept(s_argument))
            {
                return false;
            }
        }

        return true;
    }

    // "\_SB.PCI0._INI": the method is the name.
    private static bool EndsAcpiPath(string sentence, int method) =>
        method >= 2 && (char.IsAsciiLetterUpper(sentence[method - 2]) || char.IsAsciiDigit(sentence[method - 2]) || sentence[method - 2] is '_' or '\\')
        && NameToken.IsAcpiMethod(sentence.AsSpan(method, EndOfWord(sentence, method, MaxWord) - method));

    // "The .remove() callback", "`.prepare`", ".ndo_stop": a member that is called, named without what holds it, and no line of an initialiser.
    private static bool IsMethod(string sentence, int name)
    {
        if (!(name == 1 || sentence[name - 2] is ' ' or '(' or '\'' or '"' or '`' or '*'))
        {
            return false;
        }

        int end = EndOfWord(sentence, name, MaxWord);
        ReadOnlySpan<char> rest = sentence.AsSpan(end);
        bool isQuoted = name >= 2 && sentence[name - 2] is '`' or '\'' or '"' && rest.StartsWith(sentence.AsSpan(name - 2, 1));
        return rest.StartsWith("()") || isQuoted || (sentence.AsSpan(name, end - name).Contains('_') && !rest.TrimStart(" \t").StartsWith("="));
    }

    // "2.setup_foo() before b()".
    private static bool IsNumbered(string sentence, int name) =>
        name >= 2 && char.IsAsciiDigit(sentence[name - 2]) && (name == 2 || sentence[name - 3] == ' ') && sentence.AsSpan(EndOfWord(sentence, name, MaxWord)).StartsWith("()");

    // "kernel_{shutdown,restart}_prepare()": several names with one beginning. All stand where it stands; the others behind it, without a width of their own.
    private static int AddBraces(string sentence, int start, int end, List<NameToken> tokens)
    {
        if (end == sentence.Length || sentence[end] != '{' || sentence[end - 1] != '_')
        {
            return end;
        }

        ReadOnlySpan<char> rest = sentence.AsSpan(end, Math.Min(MaxBraces, sentence.Length - end));
        int close = rest.IndexOf('}');
        string[] endings = close > 0 ? rest[1..close].ToString().Split(',', StringSplitOptions.TrimEntries) : [];
        if (endings.Length is < 2 or > MaxEndings || !Array.TrueForAll(endings, ending => ending.Length > 0 && ending.All(IsWordSign)))
        {
            return end;
        }

        int from = end + close + 1;
        int stop = from < sentence.Length && IsWordSign(sentence[from]) ? EndOfWord(sentence, from, MaxWord) : from;
        bool isCall = sentence.AsSpan(stop).StartsWith("()");
        int behind = isCall ? stop + 2 : stop;
        foreach (string ending in endings)
        {
            tokens.Add(new NameToken(string.Concat(sentence.AsSpan(start, end - start), ending, sentence.AsSpan(from, stop - from)), tokens is [.., { End: int last }] && last == behind ? behind : start, behind, isCall));
        }

        return behind;
    }

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
