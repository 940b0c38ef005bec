namespace TriageBot.Engine.Ftrace;

/// <summary>The trace buffer: what tracers wrote, oldest first, without task, CPU and time.</summary>
public sealed class TraceBuffer
{
    /// <summary>A real buffer overwrites its oldest entries; this one holds more than any transcript writes.</summary>
    private const int Capacity = 65_536;

    private readonly Queue<string> _lines = new();

    /// <summary><c>tracing_on</c>.</summary>
    public bool On { get; set; } = true;

    /// <summary>The lines.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Adds a line when tracing is on.</summary>
    public void Write(string line)
    {
        if (!On)
        {
            return;
        }

        if (_lines.Count == Capacity)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(line);
    }

    /// <summary>Drops all lines.</summary>
    public void Clear() => _lines.Clear();
}
