using System.Diagnostics;
using System.Text;

namespace TriageBot.Bot.Scan;

/// <summary>Reads blobs through one <c>git cat-file --batch</c>.</summary>
internal sealed class GitBlobReader : IDisposable
{
    // git answers while it is still being asked; so many questions ahead keep it busy and can never fill both pipes.
    private const int Ahead = 64;

    private readonly Process _process;
    private readonly Stream _output;

    /// <summary>Starts git on a repository.</summary>
    public GitBlobReader(string repository)
    {
        _process = GitProcess.Start(repository, ["cat-file", "--batch"], input: true);
        _output = new BufferedStream(_process.StandardOutput.BaseStream, 1 << 16);
    }

    /// <summary>Reads the blob at a path in each commit, in order; null where there is none.</summary>
    public IEnumerable<(string Commit, byte[]? Blob)> Read(IReadOnlyList<string> commits, string path, CancellationToken cancellationToken)
    {
        int asked = 0;
        for (int answered = 0; answered < commits.Count; answered++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (asked - answered < Ahead / 2)
            {
                for (; asked < commits.Count && asked - answered < Ahead; asked++)
                {
                    _process.StandardInput.Write(commits[asked] + ":" + path + "\n");
                }

                _process.StandardInput.Flush();
            }

            yield return (commits[answered], ReadAnswer());
        }
    }

    /// <summary>Ends git.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(1_000))
            {
                _process.Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        catch (IOException)
        {
            // Its pipe is closed: it has ended by itself.
        }

        _output.Dispose();
        _process.Dispose();
    }

    private byte[]? ReadAnswer()
    {
        string header = ReadLine();
        if (header.EndsWith(" missing", StringComparison.Ordinal) || header.EndsWith(" ambiguous", StringComparison.Ordinal))
        {
            return null;
        }

        int blank = header.LastIndexOf(' ');
        if (blank < 0 || !int.TryParse(header.AsSpan(blank + 1), out int size))
        {
            throw new IOException("git cat-file gave an answer that is none: " + header);
        }

        byte[] blob = new byte[size];
        _output.ReadExactly(blob);
        _output.ReadByte();
        return header.Contains(" blob ", StringComparison.Ordinal) ? blob : null;
    }

    private string ReadLine()
    {
        StringBuilder line = new(80);
        for (int next = _output.ReadByte(); next != '\n'; next = _output.ReadByte())
        {
            if (next < 0)
            {
                throw new IOException("git cat-file ended before it had answered.");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }
}
