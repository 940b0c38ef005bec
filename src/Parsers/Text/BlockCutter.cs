using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Text;

/// <summary>Finds paragraphs and list items among the own lines. Many mails have no blank lines between them, so a line break
/// counts as the end of a paragraph when the next word would have fitted on the line.</summary>
internal static partial class BlockCutter
{
    private const int MaxBlockChars = 4_000;
    private const int Slack = 8;

    /// <summary>Cuts blocks and copies their text into <paramref name="masked"/>, line breaks as blanks.</summary>
    public static ImmutableArray<Block> Cut(BodyLayout layout, Span<char> masked)
    {
        ImmutableArray<Block>.Builder blocks = ImmutableArray.CreateBuilder<Block>();
        SourceText body = layout.Body;
        int width = 0;
        bool blankBefore = true;
        Block? open = null;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            if (layout[line] != LineRole.Own)
            {
                Close(blocks, ref open);
                blankBefore = true;
                width = 0;
                continue;
            }

            width = width == 0 ? ParagraphWidth(layout, line) : width;
            TextSpan span = body.LineSpan(line);
            body.Slice(span).CopyTo(masked[span.Start..]);
            masked.Slice(span.Start, span.Length).Replace('\t', ' ');
            Block start = StartOf(body, span, line, blankBefore);
            bool continues = open is { IsLog: false } && !start.IsItem && !start.IsLog && span.End - open.Start <= MaxBlockChars
                && !EndsHard(body.Line(line - 1), body.Slice(span), width);
            if (continues && open is not null)
            {
                open = open with { End = span.End };
            }
            else
            {
                Close(blocks, ref open);
                open = start;
            }

            blankBefore = false;
        }

        Close(blocks, ref open);
        return blocks.DrainToImmutable();
    }

    private static void Close(ImmutableArray<Block>.Builder blocks, ref Block? open)
    {
        if (open is not null)
        {
            blocks.Add(open);
            open = null;
        }
    }

    private static Block StartOf(SourceText body, TextSpan span, int line, bool blankBefore)
    {
        ReadOnlySpan<char> text = body.Slice(span);
        int indent = Math.Max(0, text.IndexOfAnyExcept(' ', '\t'));
        if (!MayBeMarked(text[indent..]))
        {
            return new Block(span.Start, span.End, line, "", span.Start + indent, blankBefore, indent, IsLogged(text[indent..]));
        }

        foreach (ValueMatch match in Marker().EnumerateMatches(text[..Math.Min(text.Length, 40)]))
        {
            string marker = text.Slice(match.Index, match.Length).Trim().ToString();
            return new Block(span.Start, span.End, line, marker, span.Start + match.Index + match.Length, blankBefore, indent);
        }

        return new Block(span.Start, span.End, line, "", span.Start + indent, blankBefore, indent, IsLogged(text[indent..]));
    }

    // "[   12.345678] klp: ...": dmesg's time since boot.
    private static bool IsLogged(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith('['))
        {
            return false;
        }

        ReadOnlySpan<char> digits = text[1..].TrimStart(' ');
        int dot = digits.IndexOfAnyExceptInRange('0', '9');
        return dot > 0 && digits[dot] == '.' && digits[(dot + 1)..].IndexOfAnyExceptInRange('0', '9') is > 2 and int end && digits[dot + 1 + end] == ']';
    }

    // "Observed order: a, b" above "Required order: b, a": each line is a statement of its own.
    private static bool IsLabelled(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(": ");
        return colon is > 2 and < 60 && (char.IsUpper(text[0]) || text[..colon].IndexOf(' ') < 0);
    }

    // Rows of a table: bars, or columns with a gap between words.
    private static bool IsTabular(ReadOnlySpan<char> text)
    {
        int gap = text.IndexOf("   ");
        return text.StartsWith("|") || (gap > 0 && text[gap - 1] is not ('.' or '!' or '?' or ':'));
    }

    // A look at two characters saves the pattern on nearly every line.
    private static bool MayBeMarked(ReadOnlySpan<char> text) => text.Length > 1 && text[0] switch
    {
        '-' or '*' or '+' or '\u2022' or '\u2023' or '\u00b7' => text[1] is ' ' or '\t',
        'S' or 's' => text[1] is '.' or ')' || text[1..].StartsWith("tep ", StringComparison.Ordinal),
        '(' => true,
        char first => char.IsDigit(first) || (char.IsAsciiLetter(first) && text[1] is '.' or ')'),
    };

    // Line lengths of one paragraph; a few lines tell the width, and looking at no more keeps the cost linear.
    private static int ParagraphWidth(BodyLayout layout, int first)
    {
        int width = 60;
        for (int line = first; line <= Math.Min(layout.LineCount, first + 12) && layout[line] == LineRole.Own; line++)
        {
            width = Math.Max(width, Math.Min(80, layout.Body.LineSpan(line).Length));
        }

        return width;
    }

    private static bool EndsHard(ReadOnlySpan<char> previous, ReadOnlySpan<char> line, int width)
    {
        ReadOnlySpan<char> before = previous.TrimEnd();
        ReadOnlySpan<char> text = line.TrimStart();
        if (before.EndsWith(":") && before.Length < width)
        {
            return true;
        }

        if (before.EndsWith("->") || before.EndsWith("=>"))
        {
            return false;
        }

        if (IsTabular(text) || IsTabular(previous.Trim()))
        {
            return true;
        }

        if (IsLabelled(text) && IsLabelled(previous.TrimStart()))
        {
            return true;
        }

        int blank = text.IndexOfAny(' ', '\t');
        int word = blank < 0 ? text.Length : blank;
        bool hard = before.Length + 1 + word < width - Slack;
        char last = before.IsEmpty ? ' ' : before[^1];
        return hard && (char.IsUpper(text[0]) || last is '.' or '!' or '?' or ':' or ';' or '-' || (text.IndexOf(' ') < 0 && LoneName().IsMatch(text)));
    }

    [GeneratedRegex(@"^[ \t]*((\d{1,3}|[a-z])[.)]|\((\d{1,3}|[a-z])\)|[-*+\u2022\u2023\u00b7]|\d{1,2}(st|nd|rd|th)[:,.]?|[Ss]tep \d{1,2}[:.)])[ \t]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^[A-Za-z_]\w{0,80}(\(\))?,?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LoneName();
}
