namespace TriageBot.Parsers.Text;

/// <summary>Tells the lines of unified diffs from text, line by line, with hunk counts where they are right and by shape where they are not.</summary>
internal sealed class DiffLocator
{
    private const int MaxOddLines = 2;

    private static readonly string[] HeaderWords =
    [
        "--- ", "+++ ", "index ", "new file mode", "deleted file mode", "old mode", "new mode", "similarity index", "dissimilarity index",
        "rename ", "copy ", "Binary files", "GIT binary patch", "=====", "mode ",
    ];

    private State _state;
    private int _oldLeft;
    private int _newLeft;
    private int _odd;
    private bool _counted;

    private enum State
    {
        Outside,
        Header,
        Hunk,
        Binary,
    }

    /// <summary>Whether the line belongs to a diff.</summary>
    /// <param name="next">The line behind it, empty at the end.</param>
    public bool Takes(ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        if (_state == State.Hunk && TakesHunkLine(line))
        {
            return true;
        }

        if (_state == State.Binary && TakesBinaryLine(line, next))
        {
            return true;
        }

        if (StartsFile(line, next))
        {
            _state = State.Header;
            return true;
        }

        if (_state == State.Outside)
        {
            return false;
        }

        if (HunkHeader.TryRead(line, out HunkHeader hunk))
        {
            _state = State.Hunk;
            _counted = hunk.Counted;
            _oldLeft = hunk.OldCount;
            _newLeft = hunk.NewCount;
            _odd = 0;
            return true;
        }

        if (_state == State.Header && IsFileHeader(line))
        {
            _state = line.StartsWith("GIT binary patch", StringComparison.Ordinal) ? State.Binary : State.Header;
            return true;
        }

        _state = State.Outside;
        return false;
    }

    private static bool StartsFile(ReadOnlySpan<char> line, ReadOnlySpan<char> next) =>
        line.StartsWith("diff --git ", StringComparison.Ordinal)
        || line.StartsWith("diff -", StringComparison.Ordinal)
        || (line.StartsWith("Index: ", StringComparison.Ordinal) && next.StartsWith("=====", StringComparison.Ordinal))
        || (line.StartsWith("--- ", StringComparison.Ordinal) && next.StartsWith("+++ ", StringComparison.Ordinal));

    private static bool IsFileHeader(ReadOnlySpan<char> line)
    {
        foreach (string word in HeaderWords)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Base 85 in two blocks, the new and the old content, each with a length in front and an empty line behind.
    private static bool TakesBinaryLine(ReadOnlySpan<char> line, ReadOnlySpan<char> next) =>
        line.IsEmpty
            ? next.StartsWith("literal ", StringComparison.Ordinal) || next.StartsWith("delta ", StringComparison.Ordinal)
            : !line.Contains(' ') || line.StartsWith("literal ", StringComparison.Ordinal) || line.StartsWith("delta ", StringComparison.Ordinal);

    private bool TakesHunkLine(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("\\ No newline", StringComparison.Ordinal))
        {
            return true;
        }

        if (_counted && _oldLeft <= 0 && _newLeft <= 0)
        {
            return false;
        }

        char first = line.IsEmpty ? ' ' : line[0];
        if (first is not (' ' or '+' or '-' or '\t'))
        {
            // A mail program wrapped a line of the hunk: its second half counts for nothing.
            return _counted && !line.StartsWith("diff ", StringComparison.Ordinal) && !line.StartsWith("@@", StringComparison.Ordinal)
                && ++_odd <= MaxOddLines;
        }

        if (!_counted && line.IsEmpty)
        {
            return false;
        }

        _odd = 0;
        _oldLeft -= first == '+' ? 0 : 1;
        _newLeft -= first == '-' ? 0 : 1;
        return true;
    }
}
