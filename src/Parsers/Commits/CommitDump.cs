using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>Follows a commit that is pasted as <c>git show</c> prints it: what its message says is not the author's claim.</summary>
internal sealed class CommitDump
{
    // A line this long was probably wrapped by the mail program, so what follows it unindented still belongs to it.
    private const int FullLine = 45;

    private static readonly string[] HeaderWords =
        ["Author:", "AuthorDate:", "Commit:", "CommitDate:", "Committer:", "Date:", "Merge:", "Parent:", "Parents:"];

    private bool _inside;
    private int _previousLength;

    /// <summary>Tells it that a line is not own text; a blank one does not end a dump.</summary>
    public void Leave(LineRole role)
    {
        _inside &= role == LineRole.Blank;
        _previousLength = 0;
    }

    /// <summary>Whether the line is inside a dumped message. The line that names the commit is not.</summary>
    public bool Takes(ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        if (IsStart(line, next))
        {
            _inside = true;
            _previousLength = 0;
            return false;
        }

        _inside &= IsHeader(line) || IsIndented(line) || _previousLength >= FullLine;
        _previousLength = line.Length;
        return _inside;
    }

    /// <summary>The title of the commit that is dumped from a line on, or null.</summary>
    public static string? TitleAt(OwnText own, int line)
    {
        if (line >= own.Body.LineCount || !IsStart(own.Body.Line(line), own.Body.Line(line + 1)))
        {
            return null;
        }

        for (int next = line + 1; next <= Math.Min(own.Body.LineCount, line + 12); next++)
        {
            ReadOnlySpan<char> text = own.Body.Line(next);
            if (own.Layout[next] == LineRole.Own && IsIndented(text) && !IsHeader(text))
            {
                return text.Trim().ToString() + Continuation(own, next, text.Length);
            }
        }

        return null;
    }

    private static string Continuation(OwnText own, int line, int length)
    {
        bool wrapped = length >= FullLine && line < own.Body.LineCount && own.Layout[line + 1] == LineRole.Own && !IsIndented(own.Body.Line(line + 1));
        return wrapped ? " " + own.Body.Line(line + 1).Trim().ToString() : "";
    }

    private static bool IsStart(ReadOnlySpan<char> line, ReadOnlySpan<char> next) =>
        line.StartsWith("commit ", StringComparison.Ordinal)
        && (next.StartsWith("Author:", StringComparison.Ordinal) || next.StartsWith("Merge:", StringComparison.Ordinal)
            || next.StartsWith("AuthorDate:", StringComparison.Ordinal));

    private static bool IsIndented(ReadOnlySpan<char> line) =>
        line.StartsWith("   ", StringComparison.Ordinal) || line.StartsWith("\t", StringComparison.Ordinal);

    private static bool IsHeader(ReadOnlySpan<char> line)
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
}
