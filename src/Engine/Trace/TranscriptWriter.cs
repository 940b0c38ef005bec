namespace TriageBot.Engine.Trace;

/// <summary>Renders a trace as a transcript: commands and what the kernel logged, without time stamps.</summary>
/// <remarks>The form is that of recorded transcripts; <c>docs/transcripts.md</c> describes it.</remarks>
public static class TranscriptWriter
{
    /// <summary>The lines that a console would show for the events, in order.</summary>
    public static IEnumerable<string> Lines(IEnumerable<TraceEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Select(Line).OfType<string>();
    }

    private static string? Line(TraceEvent happened) => happened switch
    {
        CommandStarted started => "# " + started.Command,
        CommandPrinted printed => printed.Text,
        KernelLogged logged => logged.Text,
        KernelWarned warned => $"WARN {warned.File} {warned.Function}",
        _ => null,
    };
}
