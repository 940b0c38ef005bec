using System.Collections.Immutable;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Scenarios;

/// <summary>What a scenario came to.</summary>
/// <param name="Expectations">Lines that were expected or forbidden, and invariants, each counted once a step.</param>
/// <param name="Failures">One sentence for each that did not hold.</param>
/// <param name="Transcript">The whole transcript.</param>
public sealed record ScenarioVerdict(int Expectations, ImmutableArray<string> Failures, ImmutableArray<string> Transcript);

/// <summary>Runs scenarios.</summary>
public static class ScenarioRunner
{
    /// <summary>Runs the steps on a freshly booted kernel.</summary>
    /// <param name="modules">Asked for modules that the scenario does not define itself.</param>
    public static ScenarioVerdict Run(Scenario scenario, KernelProfile profile, IModuleLibrary modules, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        EmulatedKernel kernel = new(profile);
        InvariantMonitor monitor = new(kernel);
        KernelShell shell = new(kernel, new OwnModules(scenario.Modules, modules));
        ImmutableArray<string>.Builder failures = ImmutableArray.CreateBuilder<string>();
        int expectations = 0;
        foreach (ScenarioStep step in scenario.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int before = kernel.Trace.Events.Count;
            shell.Run(step.Command);
            if (shell.Oops is null)
            {
                monitor.AfterCommand();
            }

            List<string> printed = [.. TranscriptWriter.Lines(kernel.Trace.Events.Skip(before + 1))];
            expectations += step.Expect.Length + step.Without.Length + 1;
            Judge(step, printed, failures);
        }

        failures.AddRange(monitor.Breaks.Where(b => !scenario.MayBreak.Contains(b.Id)).Select(b => $"after '{b.Step}': {b.Id} is broken: {b.Detail}"));
        return new ScenarioVerdict(expectations, failures.ToImmutable(), [.. TranscriptWriter.Lines(kernel.Trace.Events)]);
    }

    private static void Judge(ScenarioStep step, List<string> printed, ImmutableArray<string>.Builder failures)
    {
        int from = 0;
        foreach (string wanted in step.Expect)
        {
            int at = printed.FindIndex(from, l => l.TrimEnd() == wanted.TrimEnd());
            if (at < 0)
            {
                failures.Add($"after '{step.Command}': '{wanted}' was not printed{(printed.Contains(wanted, StringComparer.Ordinal) ? " in this place" : "")}");
            }
            else
            {
                from = at + 1;
            }
        }

        failures.AddRange(step.Without.Where(w => printed.Contains(w, StringComparer.Ordinal)).Select(w => $"after '{step.Command}': '{w}' was printed"));
    }

    private sealed class OwnModules(ImmutableArray<ModuleDefinition> own, IModuleLibrary others) : IModuleLibrary
    {
        public ModuleDefinition? Find(string name) => own.FirstOrDefault(m => m.Name == name) ?? others.Find(name);
    }
}
