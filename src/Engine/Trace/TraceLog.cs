namespace TriageBot.Engine.Trace;

/// <summary>Everything that happened, in order. One log belongs to one emulated kernel and is not thread-safe.</summary>
public sealed class TraceLog
{
    private readonly List<TraceEvent> _events = [];

    /// <summary>All events so far, oldest first.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>The tick that the next event takes.</summary>
    public long NextTick => _events.Count + 1;

    /// <summary>Told of every event right after it was appended; for observers inside the emulated kernel.</summary>
    public Action<TraceEvent>? Appended { get; set; }

    /// <summary>Appends an event.</summary>
    public void Append(TraceEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _events.Add(happened);
        Appended?.Invoke(happened);
    }
}
