namespace TriageBot.Parsers.Text;

/// <summary>The author's own lines as they stand, everything else blank; as long as the body, so positions are the same.</summary>
/// <param name="layout">The lines and their roles.</param>
internal sealed class OwnText(BodyLayout layout)
{
    private string? _text;

    /// <summary>The lines and their roles.</summary>
    public BodyLayout Layout => layout;

    /// <summary>The body.</summary>
    public SourceText Body => Layout.Body;

    /// <summary>Own lines with line breaks, the rest as blanks.</summary>
    public string Text => _text ??= string.Create(layout.Body.Text.Length, layout, Mask);

    /// <summary>Own text in front of a position on one line, at most <paramref name="max"/> characters and not over a blank line.</summary>
    public string Before(int position, int max)
    {
        int from = Math.Max(0, position - max);
        string window = Text[from..position];
        int gap = window.LastIndexOf("\n\n", StringComparison.Ordinal);
        return (gap < 0 ? window : window[(gap + 2)..]).Replace('\n', ' ');
    }

    /// <summary>Own text from a position on, line breaks kept, at most <paramref name="max"/> characters and not over a blank line.</summary>
    public string After(int position, int max)
    {
        string window = Text.Substring(position, Math.Min(max, Text.Length - position));
        int gap = window.IndexOf("\n\n", StringComparison.Ordinal);
        return gap < 0 ? window : window[..gap];
    }

    /// <summary>The own line that holds a position.</summary>
    public string LineAt(int position)
    {
        TextSpan span = Body.LineSpan(Body.LineOf(position));
        return Text.Substring(span.Start, span.Length);
    }

    private static void Mask(Span<char> text, BodyLayout layout)
    {
        layout.Body.Text.CopyTo(text);
        for (int line = 1; line <= layout.LineCount; line++)
        {
            if (layout[line] != LineRole.Own)
            {
                TextSpan span = layout.Body.LineSpan(line);
                text.Slice(span.Start, span.Length).Fill(' ');
            }
        }
    }
}
