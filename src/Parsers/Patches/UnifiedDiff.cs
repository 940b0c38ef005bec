using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>One line of a hunk.</summary>
/// <param name="Sign"><c>+</c>, <c>-</c> or blank.</param>
/// <param name="Text">Without the sign.</param>
/// <param name="Line">Line of the mail, from 1.</param>
internal readonly record struct DiffLine(char Sign, string Text, int Line);

/// <summary>One hunk.</summary>
/// <param name="Function">What its header says it is in.</param>
/// <param name="OldStart">First line in the old file, 0 when the header does not say.</param>
/// <param name="NewStart">First line in the new file, 0 when the header does not say.</param>
internal sealed record DiffHunk(string Function, int OldStart, int NewStart, ImmutableArray<DiffLine> Lines)
{
    private const int MaxWrap = 4;
    private const int MaxWrapped = 300;

    /// <summary>An added line and what is added in the lines below it, over which a call may be wrapped.</summary>
    public string Added(int index) =>
        string.Join(' ', Lines.Skip(index).Take(MaxWrap).Where(line => line.Sign == '+' && line.Text.Length < MaxWrapped).Select(line => line.Text.Trim()));
}

/// <summary>The changes of one file.</summary>
/// <param name="Path">Without <c>a/</c> and <c>b/</c>; the new path where both are there.</param>
internal sealed record DiffFile(string Path, ImmutableArray<DiffHunk> Hunks);

/// <summary>Reads the diff lines of a mail into files and hunks.</summary>
internal static class UnifiedDiff
{
    // A path that begins with one of these has no prefix to take off.
    private static readonly FrozenSet<string> TopFolders = new[]
    {
        "arch", "block", "certs", "crypto", "Documentation", "drivers", "fs", "include", "init", "io_uring", "ipc", "kernel", "lib", "mm", "net", "rust",
        "samples", "scripts", "security", "sound", "tools", "usr", "virt",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The files that a mail changes and that hold one of the words, in order.</summary>
    public static ImmutableArray<DiffFile> Read(BodyLayout layout, SearchValues<string> words)
    {
        Builder builder = new();
        int line = 1;
        while (line <= layout.LineCount)
        {
            int end = line + 1;
            if (layout[line] == LineRole.Diff)
            {
                end = EndOfFile(layout, line);
                TakeFile(layout, line, end, words, builder);
            }

            builder.Leave();
            line = end;
        }

        return builder.Finish();
    }

    // Most files of a patch hold nothing of interest; one search over the whole of a file spares looking at its lines.
    private static void TakeFile(BodyLayout layout, int from, int end, SearchValues<string> words, Builder builder)
    {
        int start = layout.Body.LineSpan(from).Start;
        if (!layout.Body.Text.AsSpan(start, layout.Body.LineSpan(end - 1).End - start).ContainsAny(words))
        {
            return;
        }

        for (int line = from; line < end; line++)
        {
            builder.Take(layout.Body.Line(line), line);
        }
    }

    private static int EndOfFile(BodyLayout layout, int line)
    {
        bool sawHunk = false;
        for (int next = line + 1; next <= layout.LineCount && layout[next] == LineRole.Diff; next++)
        {
            ReadOnlySpan<char> text = layout.Body.Line(next);
            bool path = text.StartsWith("--- ", StringComparison.Ordinal) && next < layout.LineCount && layout.Body.Line(next + 1).StartsWith("+++ ", StringComparison.Ordinal);
            if (sawHunk && (path || text.StartsWith("diff --git ", StringComparison.Ordinal) || text.StartsWith("Index: ", StringComparison.Ordinal)))
            {
                return next;
            }

            sawHunk |= text.StartsWith("@@", StringComparison.Ordinal);
        }

        int end = line;
        while (end <= layout.LineCount && layout[end] == LineRole.Diff)
        {
            end++;
        }

        return end;
    }

    private sealed class Builder
    {
        private readonly ImmutableArray<DiffFile>.Builder _files = ImmutableArray.CreateBuilder<DiffFile>();
        private readonly ImmutableArray<DiffHunk>.Builder _hunks = ImmutableArray.CreateBuilder<DiffHunk>();
        private readonly ImmutableArray<DiffLine>.Builder _lines = ImmutableArray.CreateBuilder<DiffLine>();
        private string _path = "";
        private HunkHeader _header;
        private bool _inHunk;
        private int _oldLeft;
        private int _newLeft;

        public void Take(ReadOnlySpan<char> line, int number)
        {
            if (_inHunk && (_oldLeft > 0 || _newLeft > 0) && TakeHunkLine(line, number))
            {
                return;
            }

            if (HunkHeader.TryRead(line, out HunkHeader header))
            {
                CloseHunk();
                _inHunk = true;
                _header = header;
                _oldLeft = header.Counted ? header.OldCount : int.MaxValue;
                _newLeft = header.Counted ? header.NewCount : int.MaxValue;
            }
            else
            {
                TakeHeader(line);
            }
        }

        public void Leave()
        {
            CloseFile();
            _path = "";
        }

        public ImmutableArray<DiffFile> Finish()
        {
            CloseFile();
            return _files.ToImmutable();
        }

        private bool TakeHunkLine(ReadOnlySpan<char> line, int number)
        {
            bool header = _oldLeft == int.MaxValue && (line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("diff ", StringComparison.Ordinal));
            if (header)
            {
                return false;
            }

            (char sign, int columns) = SignOf(line);
            if (sign is '+' or '-' or ' ')
            {
                _lines.Add(new DiffLine(sign, line[columns..].ToString(), number));
                _oldLeft -= sign == '+' || _oldLeft == int.MaxValue ? 0 : 1;
                _newLeft -= sign == '-' || _newLeft == int.MaxValue ? 0 : 1;
            }

            return true;
        }

        // Some mail programs eat the blank of context lines that begin with a tab. A merge has a column of signs for each parent.
        private (char Sign, int Columns) SignOf(ReadOnlySpan<char> line)
        {
            if (line.IsEmpty || line[0] == '\t')
            {
                return (' ', 0);
            }

            ReadOnlySpan<char> signs = line[..Math.Min(line.Length, Math.Max(1, _header.Parents))];
            bool shaped = signs.Length > 1 && !signs.ContainsAnyExcept('+', '-', ' ');
            return shaped ? (signs.Contains('+') ? '+' : signs.Contains('-') ? '-' : ' ', signs.Length) : (line[0], 1);
        }

        private void TakeHeader(ReadOnlySpan<char> line)
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                CloseFile();
                _path = PathOf(line[4..]);
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                string path = PathOf(line[4..]);
                _path = path.Length > 0 ? path : _path;
            }
            else if (line.StartsWith("diff ", StringComparison.Ordinal) || line.StartsWith("Index: ", StringComparison.Ordinal))
            {
                CloseFile();
            }
        }

        private static string PathOf(ReadOnlySpan<char> text)
        {
            // A date may follow; paths of the kernel hold no blanks.
            int end = text.IndexOfAny('\t', ' ');
            ReadOnlySpan<char> path = (end < 0 ? text : text[..end]).Trim();
            if (path is "/dev/null")
            {
                return "";
            }

            int slash = path.IndexOf('/');
            return slash > 0 && !TopFolders.Contains(path[..slash].ToString()) ? path[(slash + 1)..].ToString() : path.ToString();
        }

        private void CloseHunk()
        {
            if (_lines.Count > 0)
            {
                _hunks.Add(new DiffHunk(_header.Function, _header.OldStart, _header.NewStart, _lines.DrainToImmutable()));
            }

            _inHunk = false;
        }

        private void CloseFile()
        {
            CloseHunk();
            if (_hunks.Count > 0)
            {
                _files.Add(new DiffFile(_path, _hunks.DrainToImmutable()));
            }
        }
    }
}
