using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Finds words that can be names in a sentence.</summary>
internal static partial class NameReader
{
    private const int MaxTokens = 400;

    /// <summary>All words of a sentence that are shaped like a name, in order. Paths, file names, options and types are left out.</summary>
    public static List<NameToken> Read(string sentence)
    {
        List<NameToken> tokens = [];
        foreach (Match match in Word().Matches(sentence))
        {
            if (tokens.Count == MaxTokens)
            {
                break;
            }

            Group name = match.Groups["name"];
            bool isCall = match.Groups["call"].Success;
            if (isCall || !(FileName().IsMatch(name.Value) || IsPartOfOther(sentence, match)))
            {
                tokens.Add(new NameToken(name.Value, name.Index, match.Index + match.Length, isCall));
            }
        }

        return tokens;
    }

    private static bool IsPartOfOther(string sentence, Match match)
    {
        int start = match.Groups["name"].Index;
        int end = match.Index + match.Length;
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

    [GeneratedRegex(@"\.(ko|[chosS]|dts|dtsi|py|sh|txt|rst|yaml)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"(?<![\w.])&?(?<name>[A-Za-z_]\w{0,80}((->|\.)[a-z_]\w{0,60}(?=[^\w]|$)){0,3})(?<call>\(\))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Word();
}
