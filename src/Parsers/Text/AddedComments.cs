using System.Buffers;
using System.Text;

namespace TriageBot.Parsers.Text;

/// <summary>The comments that the diffs of a mail add, as a text of their own: without marks, each block a paragraph.</summary>
internal sealed class AddedComments
{
    private readonly List<int> _lines;

    private AddedComments(SourceText text, List<int> lines)
    {
        Text = text;
        _lines = lines;
    }

    /// <summary>The words.</summary>
    public SourceText Text { get; }

    /// <summary>The line of the mail that a line of the text was.</summary>
    public int LineOfMail(int line) => _lines[Math.Clamp(line - 1, 0, _lines.Count - 1)];

    /// <summary>Reads the added lines, or returns null when they hold no comment with one of the words.</summary>
    public static AddedComments? Of(BodyLayout layout, SearchValues<string> words)
    {
        StringBuilder text = new();
        List<int> lines = [];
        bool inside = false;
        bool worthy = false;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            ReadOnlySpan<char> row = layout.Body.Line(line);
            ReadOnlySpan<char> comment = layout[line] == LineRole.Diff && row is ['+', .. var added] ? Comment(added.Trim(), ref inside) : default;
            inside &= !comment.IsEmpty || row is ['+', ..];
            if (comment.IsEmpty && (lines.Count == 0 || text[^1] == '\n' && (text.Length < 2 || text[^2] == '\n')))
            {
                continue;
            }

            worthy |= comment.ContainsAny(words);
            text.Append(comment).Append('\n');
            lines.Add(line);
        }

        return worthy ? new AddedComments(new SourceText(text.ToString()), lines) : null;
    }

    // What a line of code holds of a comment; empty when nothing.
    private static ReadOnlySpan<char> Comment(ReadOnlySpan<char> code, ref bool inside)
    {
        int start = inside ? 0 : code.IndexOf("/*");
        if (start < 0)
        {
            int slashes = code.IndexOf("// ");
            return slashes < 0 ? default : code[(slashes + 3)..];
        }

        ReadOnlySpan<char> comment = inside ? code : code[(start + 2)..];
        int end = comment.IndexOf("*/");
        inside = end < 0;
        return (end < 0 ? comment : comment[..end]).Trim(" \t*");
    }
}
