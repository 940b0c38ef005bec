using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace TriageBot.Bot.Intake;

/// <summary>Reads blobs through <c>git cat-file --batch</c>. A damaged object ends git; then the object is passed over and git started again.</summary>
internal sealed class GitBlobReader(string repository) : IDisposable
{
    private const int HeaderMax = 256;

    // Asked and not answered. The pipes bound it: git reads no further questions while nobody takes its answers.
    private readonly ConcurrentQueue<InboxEntry> _asked = new();
    private Process? _process;
    private Stream? _answers;
    private Thread? _asking;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _allAsked;
    private volatile bool _stopped;

    /// <summary>The blob of each entry, in order; null where there is none that can be read.</summary>
    public IEnumerable<(InboxEntry Entry, byte[]? Blob)> Read(IEnumerable<InboxEntry> entries, CancellationToken cancellationToken)
    {
        using IEnumerator<InboxEntry> source = entries.GetEnumerator();
        Queue<InboxEntry> again = [];
        try
        {
            while (true)
            {
                Start(source, again);
                while (TryRead(out byte[]? blob) && _asked.TryDequeue(out InboxEntry entry))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return (entry, blob);
                }

                // Without an answer left, git has answered all or has ended on the object that it was asked for first.
                Stop();
                _failure?.Throw();
                if (!_asked.TryDequeue(out InboxEntry culprit))
                {
                    break;
                }

                yield return (culprit, null);
                again = new Queue<InboxEntry>(_asked);
                _asked.Clear();
            }
        }
        finally
        {
            // Whoever stops listening early leaves a thread that asks; it must be gone before what it asks from is.
            _stopped = true;
            Stop();
        }
    }

    /// <summary>Ends git, when it still runs.</summary>
    public void Dispose() => Stop();

    private void Start(IEnumerator<InboxEntry> source, Queue<InboxEntry> again)
    {
        _process = GitProcess.Start(repository, ["cat-file", "--batch", "--buffer"], input: true);
        _answers = new BufferedStream(_process.StandardOutput.BaseStream, 1 << 16);
        StreamWriter questions = _process.StandardInput;
        _asking = new Thread(() => Ask(source, again, questions)) { IsBackground = true, Name = "git cat-file questions" };
        _asking.Start();
    }

    private void Ask(IEnumerator<InboxEntry> source, Queue<InboxEntry> again, StreamWriter questions)
    {
        try
        {
            using QuestionPipe pipe = new(questions);
            while (!_stopped && (again.TryDequeue(out InboxEntry entry) || Next(source, out entry)))
            {
                _asked.Enqueue(entry);
                if (!pipe.TryAsk(entry.Blob.Length == 0 ? "-" : entry.Blob))
                {
                    break;
                }
            }
        }
        catch (IOException error)
        {
            // The list of commits failed; whoever reads the blobs hears of it.
            _failure = ExceptionDispatchInfo.Capture(error);
        }

        // git has ended early: what was not asked yet is asked of the next one.
        foreach (InboxEntry entry in again)
        {
            _asked.Enqueue(entry);
        }
    }

    private bool Next(IEnumerator<InboxEntry> source, out InboxEntry entry)
    {
        bool more = !_allAsked && source.MoveNext();
        _allAsked = !more;
        entry = more ? source.Current : default;
        return more;
    }

    private void Stop()
    {
        if (_process is not null)
        {
            GitProcess.End(_process);
            _asking?.Join();
            _answers?.Dispose();
            _process.Dispose();
            _process = null;
        }
    }

    // Whether git answered; the blob is null when it has none to give.
    private bool TryRead(out byte[]? blob)
    {
        blob = null;
        try
        {
            (int size, bool isBlob) = ReadHeader();
            if (size < 0)
            {
                return true;
            }

            if (isBlob && size <= SourceMessage.MaxBytes)
            {
                blob = new byte[size];
                _answers!.ReadExactly(blob);
            }
            else
            {
                PassOver(size);
            }

            return _answers!.ReadByte() == '\n';
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    // "<id> blob <size>", or "<id> missing": then the size is -1.
    private (int Size, bool IsBlob) ReadHeader()
    {
        Span<byte> line = stackalloc byte[HeaderMax];
        int length = 0;
        int next = _answers!.ReadByte();
        for (; next is >= 0 and not '\n' && length < HeaderMax; next = _answers.ReadByte())
        {
            line[length++] = (byte)next;
        }

        if (next != '\n')
        {
            throw new EndOfStreamException();
        }

        string[] words = Encoding.ASCII.GetString(line[..length]).Split(' ');
        return words is [_, string kind, string given] && int.TryParse(given, out int size) ? (size, kind.Equals("blob", StringComparison.Ordinal)) : (-1, false);
    }

    private void PassOver(int size)
    {
        byte[] room = new byte[1 << 16];
        for (int left = size; left > 0; left -= room.Length)
        {
            _answers!.ReadExactly(room, 0, Math.Min(left, room.Length));
        }
    }

    /// <summary>Where git takes questions; it may go away at any time.</summary>
    private sealed class QuestionPipe(StreamWriter writer) : IDisposable
    {
        public bool TryAsk(string question)
        {
            try
            {
                writer.Write(question);
                writer.Write('\n');
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            try
            {
                writer.Dispose();
            }
            catch (IOException)
            {
                // git has ended before it was told that this was all.
            }
        }
    }
}
