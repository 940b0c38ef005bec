using System.Collections.Immutable;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Checks;

/// <summary>The trace that shows a break: short enough to read in a mail, and whole.</summary>
/// <param name="Row">The row that was run.</param>
/// <param name="Short">Commands and log up to the step that broke, with the calls of the callbacks that the mail is about.</param>
/// <param name="Full">Every event of the run.</param>
internal sealed record TraceExcerpt(string Row, ImmutableArray<string> Short, ImmutableArray<string> Full)
{
    private const int ShortLines = 24;

    public static TraceExcerpt Make(KernelProfile profile, ScenarioMatrix matrix, BrokenInvariant? broken, CheckPlan plan)
    {
        MatrixRow row = matrix.Rows.FirstOrDefault(r => r.Name == broken?.Scenario, matrix.Rows[0]);
        MatrixRunner.RunRow(profile, matrix, row, out EmulatedKernel kernel);
        HashSet<string> named = [.. plan.Callbacks.Select(c => c.Name), .. plan.Claims.SelectMany(c => c.Sequence)];
        List<string> lines = [];
        foreach (TraceEvent happened in kernel.Trace.Events)
        {
            bool pastBreak = happened is CommandStarted && broken is not null && lines.Contains("# " + broken.Step, StringComparer.Ordinal);
            if (pastBreak)
            {
                break;
            }

            lines.AddRange(Lines(happened, named));
        }

        return new TraceExcerpt(row.Name, [.. lines.TakeLast(ShortLines)], [.. kernel.Trace.Events.Select(TraceText.Of).OfType<string>()]);
    }

    private static IEnumerable<string> Lines(TraceEvent happened, HashSet<string> named) => happened switch
    {
        NotifierCalled called when named.Contains(called.Callback) && called.Subject == "target" && called.Action != "LIVE" =>
            [$"{called.Chain} {called.Action}: {called.Callback} [priority {PriorityText.Format(called.Priority)}]"],
        KernelFunctionEntered entered when named.Contains(entered.Function) && entered.Module == "target" => [$"{entered.Function} {entered.Detail}"],
        _ => TranscriptWriter.Lines([happened]),
    };
}
