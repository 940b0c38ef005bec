namespace TriageBot.Engine.Trace;

/// <summary>The kernel log: lines, warnings, and things that print once a boot.</summary>
public sealed class KernelLog(TraceLog trace)
{
    private readonly HashSet<string> _once = new(StringComparer.Ordinal);

    /// <summary>Prints a line. Ends of lines inside the text start new lines; an empty last line is dropped.</summary>
    public void Print(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            trace.Append(new KernelLogged(trace.NextTick, line));
        }
    }

    /// <summary>Prints a line unless the same key printed before.</summary>
    public void PrintOnce(string key, string text)
    {
        if (_once.Add(key))
        {
            Print(text);
        }
    }

    /// <summary><c>WARN_ON()</c>.</summary>
    public void Warn(string file, string function) => trace.Append(new KernelWarned(trace.NextTick, file, function));

    /// <summary><c>WARN_ON_ONCE()</c>: silent after the first time at this site.</summary>
    /// <param name="site">Tells sites of one function apart.</param>
    public void WarnOnce(string file, string function, string site = "")
    {
        if (_once.Add($"WARN {file} {function} {site}"))
        {
            Warn(file, function);
        }
    }
}
