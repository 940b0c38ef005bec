using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>Follows a commit that is pasted as <c>git show</c> prints it: what its message says is not the author's claim.</summary>
internal sealed class CommitDump
{
    private bool _inside;

    /// <summary>Tells it that a line is not own text; a blank one does not end a dump.</summary>
    public void Leave(LineRole role) => _inside &= role == LineRole.Blank;

    /// <summary>Whether the line is inside a dumped message. The line that names the commit is not.</summary>
    public bool Takes(ReadOnlySpan<char> line, string next)
    {
        if (line.StartsWith("commit ", StringComparison.Ordinal)
            && (next.StartsWith("Author:", StringComparison.Ordinal) || next.StartsWith("Merge:", StringComparison.Ordinal)))
        {
            _inside = true;
            return false;
        }

        bool part = line.StartsWith("    ", StringComparison.Ordinal) || line.StartsWith("\t", StringComparison.Ordinal)
            || line.StartsWith("Author:", StringComparison.Ordinal) || line.StartsWith("AuthorDate:", StringComparison.Ordinal)
            || line.StartsWith("Commit:", StringComparison.Ordinal) || line.StartsWith("CommitDate:", StringComparison.Ordinal)
            || line.StartsWith("Date:", StringComparison.Ordinal) || line.StartsWith("Merge:", StringComparison.Ordinal);
        _inside &= part;
        return _inside;
    }
}
