using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>A line of a log, table or list that names callbacks in a place of its own.</summary>
/// <param name="Key">The words in front of the first name, without numbers, marks and ordinals: lines of one form have the same.</param>
/// <param name="Names">The names, in order.</param>
/// <param name="Indent">Blanks in front.</param>
/// <param name="Number">The number and colon that it begins with, or null.</param>
internal sealed partial record RowLine(string Key, List<NameToken> Names, TextSpan Span, int Indent, int? Number)
{
    private const int MaxLine = 200;
    private const int MaxWords = 5;

    // All that a line holds which only draws, or is an address: blanks, rules, arrows, hexadecimal digits.
    private static readonly SearchValues<char> s_drawn = SearchValues.Create(
        "|+=*:.vV^-\u2193\u25020123456789abcdefx \t\r\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000");

    /// <summary>Whether a line can be a row; cheap.</summary>
    public static bool MayBe(ReadOnlySpan<char> line) => line.Length <= MaxLine && line.Contains('_');

    /// <summary>Reads a line; null when it is running text, code, or names nothing.</summary>
    public static RowLine? Of(ReadOnlySpan<char> line, TextSpan span)
    {
        if (!MayBe(line) || (line.ContainsAny("{}=") && line.TrimEnd().EndsWith(";")))
        {
            return null;
        }

        string text = line.ToString();
        List<NameToken> names = [.. NameReader.Read(text).Where(token => IsName(token) && !IsCaller(text, token))];
        // "a_load: notifier b called": who prints the line is no name of it.
        int from = 0;
        while (names.Count > 1 && names[0].End < text.Length && text[names[0].End] == ':')
        {
            from = names[0].End + 1;
            names.RemoveAt(0);
        }

        if (names.Count == 0)
        {
            return null;
        }

        // What stands in front of the last colon says who prints, or when, unless it says that something is called.
        string front = text[from..names[0].Start];
        bool labelled = front.Contains(':', StringComparison.Ordinal) && !SaysCall(front) && Label().IsMatch(front);
        front = labelled ? Label().Replace(front, "") : front;
        string key = string.Join(' ', Word().Matches(front).Select(match => match.Value.ToLowerInvariant()).Where(word => !IsOrdinal(word)));
        string rest = text[names[^1].End..];
        bool cells = names.Zip(names.Skip(1)).All(pair => Gap().IsMatch(text.AsSpan(pair.First.End, pair.Second.Start - pair.First.End)));
        bool set = cells && (rest.Trim().Length == 0 || Mark().IsMatch(rest) || ((labelled || key.Length > 0) && Word().Count(rest) <= MaxWords && !rest.TrimEnd().EndsWith('.')));
        return set && key.Count(' ') < MaxWords && (key.Length > 0 || !Offset().IsMatch(rest)) ? new RowLine(key, names, span, line.IndexOfAnyExcept(' ', '\t'), NumberOf(text)) : null;
    }

    /// <summary>Whether a line only draws: rules of a table, arrows from line to line, bare addresses.</summary>
    public static bool IsDrawing(ReadOnlySpan<char> line) => !line.ContainsAnyExcept(s_drawn) && !line.IsWhiteSpace() && Drawing().IsMatch(line);

    /// <summary>Whether a line holds the value of another member of what is dumped.</summary>
    public static bool IsMember(ReadOnlySpan<char> line) => line.Contains(" = ", StringComparison.Ordinal) && Member().IsMatch(line);

    private static bool IsName(NameToken token) =>
        token.IsIdentifier && token.Name.AsSpan().Trim('_').Contains('_') && !token.Name.AsSpan().ContainsAny('.', '>') && !NonCallbacks.Contains(token.Name) && (!token.IsConstant || CallbackSpelling.IsCertain(token.Name));

    /// <summary>Whether the words of a line say that what it names is called.</summary>
    public static bool SaysCall(string words) => CallWord().IsMatch(words);

    // "a <-b" of a trace: b is who called.
    private static bool IsCaller(string text, NameToken token) => text.AsSpan(0, token.Start).EndsWith("<-");

    private static int? NumberOf(string text) => text.Contains(':', StringComparison.Ordinal) && Numbered().Match(text) is { Success: true } match && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool IsOrdinal(string word) =>
        word is "first" or "second" or "third" or "fourth" or "fifth" or "then" or "next" or "finally" or "last" or "lastly" or "and" or "the" or "st" or "nd" or "rd" or "th" or "x" or "v" or "t";

    [GeneratedRegex(@"(?<!\w)[A-Za-z_]{1,40}(?!\w)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Word();

    // "[  301.1] foo-nic 0001:01:00.0: ", "ip-812   [002] .....   90.112801: ".
    [GeneratedRegex(@"^(\s{0,8}\[ {0,8}\d{1,9}\.\d{1,9}\].{0,80}|.{0,80}(\d|\]|\w-\w{1,20}[^:]{0,40})):\s+(?=\S|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(calling|called|call|enter|entering|entered|invoking|running|run|notifier_call)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex CallWord();

    [GeneratedRegex(@"^[\s+*]{0,20}(?<number>-?\d{1,10}):\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*([|]|\s{2,})\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"^['""`*]?(\s{0,3}[,;|(\[<>@+:=-]|\s{2,})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\s+[\w.]{2,30} = [\w<>-]{1,40},?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Member();

    // A frame of a call trace.
    [GeneratedRegex(@"^\+0x[0-9a-f]{1,8}/", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Offset();

    [GeneratedRegex(@"^[\s|+=*:.v^V\u2193\u2502-]{1,200}$|^\s{0,20}(0x)?[0-9a-f]{8,16}:?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Drawing();
}
