using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Selftests;

/// <summary>Runs selftest scenarios, each on a freshly booted kernel.</summary>
public static partial class SelftestRunner
{
    /// <summary>What the scripts set up first (S03).</summary>
    private const string DebugQueries = "file kernel/livepatch/* +p\nfunc klp_try_switch_task -p";

    /// <summary>Runs one and compares the log (S01).</summary>
    public static TranscriptCheck Run(SelftestScenario scenario, KernelProfile profile, IModuleLibrary modules, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        EmulatedKernel kernel = new(profile);
        kernel.DynamicDebug.Execute(DebugQueries);
        kernel.Ftrace.SetEnabled(true);
        int start = kernel.Trace.Events.Count;
        kernel.Log.Print($"===== TEST: {scenario.Title} =====");
        SelftestScript script = new(kernel, modules, scenario.IsNewer);
        string? died = Steps(scenario, script, cancellationToken);
        IEnumerable<string> logged = kernel.Trace.Events.Skip(start).OfType<KernelLogged>().Select(e => e.Text).Where(IsCompared);
        return new TranscriptCheck(
            [.. scenario.Expect.Select(l => l.Replace("<PIDS>", script.SpawnedPids, StringComparison.Ordinal))],
            [.. logged, .. died is null ? ImmutableArray<string>.Empty : [died]]);
    }

    private static string? Steps(SelftestScenario scenario, SelftestScript script, CancellationToken cancellationToken)
    {
        for (int i = 0; i < scenario.Steps.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (script.Run(scenario.Steps[i]) is string problem)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"ERROR in step {i + 1}: {problem}");
                }
            }
            catch (GuestFaultException fault)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Oops in step {i + 1}: {fault.Message}");
            }
        }

        return null;
    }

    private static bool IsCompared(string line) =>
        (line.Contains("livepatch:", StringComparison.Ordinal) || line.Contains("test_klp", StringComparison.Ordinal)) && !Taint().IsMatch(line);

    [GeneratedRegex("taint(ing|s) kernel", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Taint();
}
