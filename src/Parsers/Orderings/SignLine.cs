using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>One sign of a <see cref="SignLine"/> and where it stands in the shape.</summary>
/// <param name="Group">Index of the group of names, or -1.</param>
internal readonly record struct Token(char Sign, int Start, int End, int Group);

/// <summary>A shaped sentence as a line of signs, one for each word or name that matters for the order, without adverbs, articles, remarks and the phrases
/// that only say at which event something happens. Rules look at this line, so they hold whatever words are chosen.</summary>
internal sealed partial class SignLine
{
    // "i.e." keeps its last dot, the last word of a sentence does not.
    private const int MaxAbbreviation = 4;

    // "n't".
    private const int NotLength = 3;

    private SignLine(ImmutableArray<Token> tokens)
    {
        Tokens = tokens;
        Text = string.Create(tokens.Length, tokens, (line, signs) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = signs[i].Sign;
            }
        });
    }

    /// <summary>The signs.</summary>
    public string Text { get; }

    /// <summary>What each sign stands for.</summary>
    public ImmutableArray<Token> Tokens { get; }

    /// <summary>Reads a shape.</summary>
    public static SignLine Of(Shape shape)
    {
        SignLine line = new([.. Cut(shape)]);
        line = line.Without(Alias());
        line = line.Without(Remark());
        line = line.Without(Description());
        line = line.Without(Noun());
        line = line.Without(EventPhrase());
        line = line.Without(Noun());
        line = line.Without(Insertion());
        line = line.Without(Contrast());
        return line.Without(Noun());
    }

    // Only the group "out" of a match goes; without such a group the whole match does.
    private SignLine Without(Regex pattern)
    {
        bool[]? gone = null;
        foreach (Match match in pattern.Matches(Text))
        {
            gone ??= new bool[Text.Length];
            foreach (Capture capture in match.Groups["out"].Captures)
            {
                gone.AsSpan(capture.Index, capture.Length).Fill(true);
            }
        }

        return gone is null ? this : new SignLine([.. Tokens.Where((_, i) => !gone[i])]);
    }

    private static List<Token> Cut(Shape shape)
    {
        List<Token> tokens = [];
        string text = shape.Text;
        int group = 0;
        for (int at = 0; at < text.Length;)
        {
            if (group < shape.Groups.Length && at == shape.Groups[group].Start)
            {
                tokens.Add(new Token(Lexicon.Name, at, shape.Groups[group].End, group));
                at = shape.Groups[group++].End;
            }
            else if (IsWord(text[at]) && (text[at] != '.' || (at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]))))
            {
                (char sign, int end) = Word(text, at);
                if (sign == 'A' && Duration().Match(text, at) is { Success: true } duration && duration.Index == at)
                {
                    (sign, end) = ('K', at + duration.Length);
                }

                if (sign == 'n' && VerbOfContraction(text.AsSpan(at, end - at)) is char verb and not Lexicon.Dropped)
                {
                    tokens.Add(new Token(verb, at, end - NotLength, -1));
                    at = end - NotLength;
                }

                if (sign != Lexicon.Dropped)
                {
                    tokens.Add(new Token(sign, at, end, -1));
                }

                at = end;
            }
            else
            {
                if (Mark(text, at) is char sign and not Lexicon.Dropped)
                {
                    tokens.Add(new Token(sign, at, at + 1, -1));
                }

                at++;
            }
        }

        for (int i = 0; i + 1 < tokens.Count; i++)
        {
            // "Since that gets called after a", "and that is before b": a pronoun, and no word that joins.
            bool isPronoun = tokens[i].Sign == 'k' && text.AsSpan(tokens[i].Start, tokens[i].End - tokens[i].Start).Equals("that", StringComparison.OrdinalIgnoreCase)
                && (i == 0 || tokens[i - 1].Sign is 'c' or 'k' or ';') && tokens[i + 1].Sign is 'b' or 'h' or 'M' or 'r' or 'w';
            tokens[i] = isPronoun ? tokens[i] with { Sign = 'I' } : tokens[i];
        }

        return tokens;
    }

    // "Hasn't" is a verb and a denial.
    private static char VerbOfContraction(ReadOnlySpan<char> word) =>
        !word.EndsWith("n't", StringComparison.OrdinalIgnoreCase) || !Lexicon.TryFind(word[..^NotLength], out char sign) || sign is not ('b' or 'h') ? Lexicon.Dropped : sign;

    // The longest phrase of the table that begins here.
    private static (char Sign, int End) Word(string text, int start)
    {
        Span<int> ends = stackalloc int[Lexicon.MaxWords];
        int words = 0;
        int at = start;
        while (words < Lexicon.MaxWords && at < text.Length && IsWord(text[at]))
        {
            while (at < text.Length && IsWord(text[at]))
            {
                at++;
            }

            bool stop = text[at - 1] == '.' && (at - start > MaxAbbreviation || !Lexicon.TryFind(text.AsSpan(start, at - start), out _));
            ends[words++] = stop ? at - 1 : at;
            at += at < text.Length && text[at] == ' ' ? 1 : 0;
        }

        for (int i = words - 1; i >= 0; i--)
        {
            if (Lexicon.TryFind(text.AsSpan(start, ends[i] - start), out char sign))
            {
                return (sign, ends[i]);
            }
        }

        return (IsConstant(text.AsSpan(start, ends[0] - start)) ? 'e' : Lexicon.Other, ends[0]);
    }

    // An event as the kernel spells it, NETDEV_UP.
    private static bool IsConstant(ReadOnlySpan<char> word) =>
        word.Length > 3 && word.Contains('_') && word.IndexOfAnyExceptInRange('0', '_') < 0;

    private static bool IsWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '\'' or '-' or '_' or '.' or '/';

    private static char Mark(string text, int at) => text[at] switch
    {
        ',' or '(' or ')' or '?' => text[at],
        ';' or ':' => ';',
        '&' => 'c',
        _ => Lexicon.Dropped,
    };

    // "After 3 seconds b is called": later.
    [GeneratedRegex(@"\Gafter (about |around |some |at most |at least )?((\d[\d.]*|a few|a couple of|some|several|one|two|three) ?(milli|micro|nano)?(s|ms|us|ns|secs?|seconds?|minutes?|jiff(y|ies)|ticks?|hours?)|a while|some time|a short (time|delay|while)|a delay|a timeout)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Duration();

    // "a (b)", "the watchdog notifier (a)": the words in front of the bracket say what the name in it is.
    [GeneratedRegex(@"N(?<out>\(N\))|(?<=^|[^xgep])(?<out>[xge][xgep]{0,6}\()N(?<out>\))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Alias();

    [GeneratedRegex(@"(?<out>\((?!a?[BA][^()]?N\))[^()]{0,40}\))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Remark();

    // "the callback of the battery, which is a, ...", "the clock handler, i.e. a, ...", "one of them, a, ...".
    [GeneratedRegex(@"(?<=^|[^xgep])(?<out>[xge][xgep]{0,8}r?,?(a|Rb))N(?<out>,)?|(?<out>(gp)?I,)N(?<out>,)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Description();

    // "the notifier a", "the a callback".
    [GeneratedRegex(@"(?<out>g{1,3}|I)N|N(?<out>g{1,3})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Noun();

    // "on the die chain", "at reboot time", "when a module is loaded", "when the machine goes down".
    [GeneratedRegex(@"(?<out>p[xg]{0,3}[eg]+(?![A-Z]))|(?<out>Wg{1,2}[bvhr]{1,2}e)|(?<out>Wg{1,2}r[xe])|(?<out>We+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex EventPhrase();

    // "runs after, rather than before, a", "before a instead of after it".
    [GeneratedRegex(@"(?<out>,?X[rdvb]{0,2}[BAKE],?)(?!I)(?=[^N;]{0,3}$|N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Contrast();

    // "a, which is slow, runs": what is said of a name between commas.
    [GeneratedRegex(@"N(?<out>,R[^,;N?KEBA]{1,16},)|N(?<out>,R[^,;?BAUTW]{1,16},)(?=[BA])|(?<out>,)(?=,)|(?<out>,[xp]{1,4},)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Insertion();
}
