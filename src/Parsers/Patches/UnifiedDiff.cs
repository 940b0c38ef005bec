using System.Buffers;
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
internal sealed record DiffHunk(string Function, ImmutableArray<DiffLine> Lines);

/// <summary>The changes of one file.</summary>
/// <param name="Path">Without <c>a/</c> and <c>b/</c>; the new path where both are there.</param>
internal sealed record DiffFile(string Path, ImmutableArray<DiffHunk> Hunks);

/// <summary>Reads the diff lines of a mail into files and hunks.</summary>
internal static class UnifiedDiff
{
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
        private string _function = "";
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
                _function = header.Function;
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

            char sign = line.IsEmpty ? ' ' : line[0] is '\t' ? ' ' : line[0];
            if (sign is '+' or '-' or ' ')
            {
                _lines.Add(new DiffLine(sign, line.IsEmpty || line[0] == '\t' ? line.ToString() : line[1..].ToString(), number));
                _oldLeft -= sign == '+' || _oldLeft == int.MaxValue ? 0 : 1;
                _newLeft -= sign == '-' || _newLeft == int.MaxValue ? 0 : 1;
            }

            return true;
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
            int tab = text.IndexOf('\t');
            ReadOnlySpan<char> path = (tab < 0 ? text : text[..tab]).Trim();
            if (path is "/dev/null")
            {
                return "";
            }

            int slash = path.IndexOf('/');
            return slash > 0 ? path[(slash + 1)..].ToString() : path.ToString();
        }

        private void CloseHunk()
        {
            if (_lines.Count > 0)
            {
                _hunks.Add(new DiffHunk(_function, _lines.DrainToImmutable()));
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
