using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Text;

/// <summary>The comments of which the diffs of a mail add a line, as a text of their own: without marks, each comment a paragraph. What is said of "this function", or
/// of nothing ("must be called before b()"), is said of the function that is defined below the comment.</summary>
internal sealed partial class AddedComments
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _lines = [];
    private readonly BodyLayout _layout;
    private int _start;
    private bool _inside;
    private bool _isAdded;

    private AddedComments(BodyLayout layout)
    {
        _layout = layout;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            Read(line);
        }

        End("");
        Text = new SourceText(_text.ToString());
    }

    /// <summary>The words.</summary>
    public SourceText Text { get; }

    /// <summary>Reads the diffs, or returns null when no comment holds one of the words.</summary>
    public static AddedComments? Of(BodyLayout layout, SearchValues<string> words) =>
        new AddedComments(layout) is var comments && comments.Text.Text.AsSpan().ContainsAny(words) ? comments : null;

    /// <summary>The line of the mail that a line of the text was.</summary>
    public int LineOfMail(int line) => _lines[Math.Clamp(line - 1, 0, _lines.Count - 1)];

    /// <summary>Whether the patch adds a line of the text.</summary>
    public bool IsAdded(int line) => _layout.Body.Line(LineOfMail(line)) is ['+', ..];

    private void Read(int line)
    {
        ReadOnlySpan<char> row = _layout.Body.Line(line);
        if (_layout[line] != LineRole.Diff || row is not ['+' or ' ', ..])
        {
            _inside &= _layout[line] == LineRole.Diff && row is ['-', ..];
            if (!_inside)
            {
                End("");
            }

            return;
        }

        bool wasInside = _inside;
        ReadOnlySpan<char> comment = Comment(row[1..].Trim());
        if (comment.IsEmpty && !_inside && !wasInside)
        {
            End(_text.Length == _start ? "" : Definition().Match(row[1..].ToString()).Groups["name"].Value);
            return;
        }

        _isAdded |= row[0] == '+' && !comment.IsEmpty;
        _text.Append(comment).Append('\n');
        _lines.Add(line);
    }

    // A comment is over: it stays when the patch adds something of it.
    private void End(string function)
    {
        _inside = false;
        if (_text.Length == _start)
        {
            return;
        }

        if (_isAdded)
        {
            string comment = _text.ToString(_start, _text.Length - _start);
            _text.Length = _start;
            _text.Append(function.Length == 0 ? comment : ThisFunction().Replace(comment, match => $"{match.Groups["lead"].Value}{function}() {match.Groups["verb"].Value}", 1)).Append('\n');
            _lines.Add(_lines[^1]);
        }
        else
        {
            int lines = _text.ToString(_start, _text.Length - _start).AsSpan().Count('\n');
            _lines.RemoveRange(_lines.Count - lines, lines);
            _text.Length = _start;
        }

        _start = _text.Length;
        _isAdded = false;
    }

    // What a line of code holds of a comment; empty when nothing.
    private ReadOnlySpan<char> Comment(ReadOnlySpan<char> code)
    {
        int start = _inside ? 0 : code.IndexOf("/*");
        if (start < 0)
        {
            return code.StartsWith("// ") ? code[3..] : default;
        }

        ReadOnlySpan<char> comment = _inside ? code : code[(start + 2)..];
        int end = comment.IndexOf("*/");
        _inside = end < 0;
        return (end < 0 ? comment : comment[..end]).Trim(" \t*");
    }

    [GeneratedRegex(@"^(static |inline |int |void |bool |__\w+ |asmlinkage |noinline |notrace |extern |unsigned |long |u32 |u64 |\w+ \*){1,6}(__\w+ ){0,2}(?<name>[a-z_]\w{2,60})\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Definition();

    // Without a subject only where a comment or a sentence begins: a line that begins with "is called" goes on with the one above.
    [GeneratedRegex(@"(?<lead>)\bthis function (?<verb>is|must|should|has|needs|runs|gets)\b|(?<lead>^\s*(note: )?)(this )?(?<verb>must (be|run)|should (be|run)|has to be|needs to be|is|gets|runs)\b|(?<lead>(?<=\.)\s+)(?<verb>(?-i:Must|Should|Has|Needs) (be|run|to be))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ThisFunction();
}
