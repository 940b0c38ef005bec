using System.Collections.Immutable;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Transcripts;

/// <summary>Runs the commands of a transcript on a freshly booted kernel.</summary>
public static class TranscriptRunner
{
    /// <summary>Commands of a transcript: its lines that begin with <c># </c>.</summary>
    public static IEnumerable<string> Commands(IEnumerable<string> lines) =>
        lines.Where(l => l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[2..]);

    /// <summary>The whole transcript that the emulator makes of the commands of another.</summary>
    public static ImmutableArray<string> Replay(KernelProfile profile, IModuleLibrary modules, IEnumerable<string> lines, CancellationToken cancellationToken = default) =>
        Replay(profile, modules, lines, BootSchedule.Usual, out _, cancellationToken);

    /// <summary>The same under a schedule, with the number of loads that it was about.</summary>
    internal static ImmutableArray<string> Replay(
        KernelProfile profile, IModuleLibrary modules, IEnumerable<string> lines, BootSchedule schedule, out long loads, CancellationToken cancellationToken)
    {
        EmulatedKernel kernel = new(profile, schedule);
        KernelShell shell = new(kernel, modules);
        foreach (string command in Commands(lines))
        {
            cancellationToken.ThrowIfCancellationRequested();
            shell.Run(command);
        }

        loads = kernel.Loader.Loads;
        return [.. TranscriptWriter.Lines(kernel.Trace.Events)];
    }
}
