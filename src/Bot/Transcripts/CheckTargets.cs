using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Selftests;
using TriageBot.Engine.Trace;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Bot.Transcripts;

/// <summary>Checks one target of <c>check</c>; what it is, is told by its content: a file with commands, a scenario in YAML, a
/// file of the kernel's selftests, a row of the matrix, a chain.</summary>
/// <param name="profile">Kernel to run on, or null for what the target says.</param>
/// <param name="patch">What makes of that kernel the one to run on; null for the kernel as it is.</param>
/// <param name="modules">Modules that targets may load.</param>
internal sealed class CheckTargets(string? profile, Func<KernelProfile, KernelProfile>? patch, IModuleLibrary modules, string workingFolder)
{
    private const string DefaultProfile = "v6.1";

    /// <summary>What the selftests marked as newer run on.</summary>
    private const string NewestProfile = "v6.18";

    /// <summary>Checks one.</summary>
    /// <returns>One outcome, or for a file of selftests one for each scenario.</returns>
    /// <exception cref="ProgramStoppedException">It is none of these, or cannot be read.</exception>
    public IEnumerable<CheckOutcome> Check(string target, CancellationToken cancellationToken)
    {
        if (target.StartsWith(ChainText.Prefix, StringComparison.Ordinal))
        {
            return [Chain(target, cancellationToken)];
        }

        if (!File.Exists(Path.GetFullPath(target, workingFolder)) && Row(target) is CheckOutcome row)
        {
            return [row];
        }

        string text = TargetFile.Read(target, workingFolder);
        return SelftestReader.Recognizes(text) ? Selftests(target, text, cancellationToken) : [Content(target, text, cancellationToken)];
    }

    private CheckOutcome Content(string target, string text, CancellationToken cancellationToken)
    {
        string[] lines = TargetFile.Lines(text);
        return lines.Any(l => l.StartsWith("# ", StringComparison.Ordinal)) && !lines.Any(l => l.StartsWith("steps:", StringComparison.Ordinal))
            ? Transcript(target, lines, cancellationToken)
            : RunScenario(target, text, cancellationToken);
    }

    private CheckOutcome Transcript(string name, string[] lines, CancellationToken cancellationToken)
    {
        return Compared(name, TranscriptCheck.Run(Kernel(null), modules, lines, cancellationToken));
    }

    /// <summary>Those of newer kernels need files that older ones lack, so they run on the newest profile whatever <c>--profile</c> says.</summary>
    private IEnumerable<CheckOutcome> Selftests(string name, string text, CancellationToken cancellationToken)
    {
        try
        {
            KernelProfile stated = Kernel(null);
            return [.. SelftestReader.Read(text, name).Select(s => Compared(
                $"{name}: {s.Script}: {s.Title}",
                SelftestRunner.Run(s, s.IsNewer ? Patched(KernelProfileCatalog.Get(NewestProfile)) : stated, modules, cancellationToken)))];
        }
        catch (ScenarioException problem)
        {
            throw new ProgramStoppedException(problem.Message, ExitCode.WrongUse, problem);
        }
    }

    private static CheckOutcome Compared(string name, TranscriptCheck check) => new(
        check.Expected.Length, UnifiedDiff.Common(check.Expected, check.Actual), UnifiedDiff.Lines(name, check.Expected, check.Actual));

    private CheckOutcome RunScenario(string name, string text, CancellationToken cancellationToken)
    {
        try
        {
            Scenario scenario = ScenarioReader.Read(text, name);
            ScenarioVerdict verdict = ScenarioRunner.Run(scenario, Kernel(scenario.Profile), modules, cancellationToken);
            List<string> report = [.. verdict.Failures.Select(f => $"{name}: {f}")];
            return new CheckOutcome(verdict.Expectations, Math.Max(0, verdict.Expectations - report.Count), report);
        }
        catch (ScenarioException problem)
        {
            throw new ProgramStoppedException(problem.Message, ExitCode.WrongUse, problem);
        }
    }

    /// <summary>Runs a row of the scenario matrix and prints its transcript with the invariants that it broke.</summary>
    private CheckOutcome? Row(string name)
    {
        KernelProfile stated = Stated(null);
        KernelProfile kernelProfile = Patched(stated);
        ScenarioMatrix matrix = ScenarioMatrix.For(stated, kernelProfile);
        if (matrix.Rows.FirstOrDefault(r => r.Name == name) is not MatrixRow row)
        {
            return null;
        }

        IEnumerable<InvariantBreak> breaks = MatrixRunner.RunRow(kernelProfile, matrix, row, out EmulatedKernel kernel);
        List<string> broken = [.. breaks.Select(b => $"{b.Id} is broken after '{b.Step}': {b.Detail}")];
        IEnumerable<string> transcript = TranscriptWriter.Lines(kernel.Trace.Events);
        List<string> report = broken.Count > 0 ? [.. transcript, "", .. broken] : [];
        return new CheckOutcome(row.Commands.Length, row.Commands.Length - breaks.Select(b => b.Step).Distinct(StringComparer.Ordinal).Count(), report);
    }

    private static CheckOutcome Chain(string word, CancellationToken cancellationToken)
    {
        try
        {
            Verdict verdict = Checker.Check(ChainText.Parse(word, EventWords.Teardown), cancellationToken);
            int wrong = verdict.Claims.Count(c => c.Holds == false);
            List<string> report = [.. verdict.Claims.Where(c => c.Holds == false).Select(c => $"required on {c.Claim.Event}: {string.Join(", ", c.Claim.Sequence)}; {c.Evidence}")];
            return new CheckOutcome(verdict.Claims.Length, verdict.Claims.Length - wrong, report.Count > 0 ? [.. verdict.FullTrace, "", .. report] : []);
        }
        catch (FormatException problem)
        {
            throw new ProgramStoppedException(problem.Message, ExitCode.WrongUse, problem);
        }
    }

    private KernelProfile Kernel(string? stated) => Patched(Stated(stated));

    private KernelProfile Stated(string? stated) => ProfileArgument.Load(profile ?? stated ?? DefaultProfile, workingFolder);

    private KernelProfile Patched(KernelProfile stated) => patch is null ? stated : patch(stated);
}
