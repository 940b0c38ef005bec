using System.Globalization;
using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Checks;

/// <summary>Every event of a trace as one line, for the whole trace that goes with a verdict.</summary>
internal static class TraceText
{
    public static string? Of(TraceEvent happened)
    {
        string? text = happened switch
        {
            NotifierCalled c => $"{c.Chain}: {c.Callback} prio {c.Priority} {c.Action} {c.Subject} -> {c.Result}{(c.Rollback ? " (roll-back)" : "")}",
            ModuleStateChanged s => $"{s.Module}: state {s.State.Name()}",
            ModuleFreed f => $"{f.Module}: memory freed",
            KernelFunctionEntered e => $"{e.Function}{(e.Detail.StartsWith('(') ? "" : " ")}{e.Detail} {e.Module}",
            RecordChanged r => $"record {r.Function}: flags {r.Flags:x8}, {r.Why}",
            RecordsReleased r => $"records of {r.Module} released",
            FtraceKilled => "ftrace is dead",
            KlpFunctionChanged k => $"livepatch {k.Patch}: {k.Function} of {k.Object} {(k.Patched ? "on" : "off")} the stack",
            KlpRedirected k => $"livepatch redirects {k.Site} to {k.Target}",
            KlpObjectChanged k => $"livepatch {k.Patch}: {k.Module} {(k.Patched ? "applied" : "reverted")}",
            _ => TranscriptWriter.Lines([happened]).FirstOrDefault(),
        };
        return text is null ? null : string.Create(CultureInfo.InvariantCulture, $"{happened.Tick,5} {text}");
    }
}
