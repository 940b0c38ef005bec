using System.Collections.Immutable;

namespace TriageBot.Parsers.Text;

/// <summary>The decoded text of a mail, with its lines. Every span of a fact lies inside it.</summary>
/// <remarks>Line ends are <c>\n</c>; <c>\r\n</c> and <c>\r</c> were turned into <c>\n</c> when the text was made. Lines are numbered from 1.</remarks>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;

    /// <summary>Takes text whose line ends are normalised to <c>\n</c>.</summary>
    public SourceText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        ImmutableArray<int>.Builder starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (int i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0 && i + 1 < text.Length; i = text.IndexOf('\n', i + 1))
        {
            starts.Add(i + 1);
        }

        _lineStarts = starts.DrainToImmutable();
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Number of lines; an empty text has one, which is empty.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>Span of a line (1-based) without its line end.</summary>
    public TextSpan LineSpan(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] - 1 : Text.Length;
        if (end > start && Text[end - 1] == '\n')
        {
            end--;
        }

        return new TextSpan(start, end - start);
    }

    /// <summary>A line (1-based) without its line end.</summary>
    public ReadOnlySpan<char> Line(int line) => Slice(LineSpan(line));

    /// <summary>The text of a span.</summary>
    public ReadOnlySpan<char> Slice(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>Line number (1-based) of a position.</summary>
    public int LineOf(int position)
    {
        int index = _lineStarts.BinarySearch(position);
        return index >= 0 ? index + 1 : ~index;
    }
}
