using BenchmarkDotNet.Attributes;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;

namespace TriageBot.Benchmarks;

/// <summary>From the bytes of a founding-style report to the verdict with all fixes tried, in a warm process.</summary>
[MemoryDiagnoser]
public class TriageBenchmarks
{
    private Judge _judge = null!;

    [GlobalSetup]
    public void Setup()
    {
        _judge = new Judge(new BuiltInMailParser(), new ScenarioPlanner(new BuiltInProfileCatalog()), new BuiltInChecker());

        // A mail that is no longer understood would be very fast.
        if (_judge.Run(FoundingMail.Bytes, CancellationToken.None).Verdict is not { Result: VerdictResult.Reproduced, Fixes.Length: 4 })
        {
            throw new InvalidOperationException("the founding-style mail is not reproduced with four kinds of fixes");
        }
    }

    [Benchmark]
    public int Triage() => _judge.Run(FoundingMail.Bytes, CancellationToken.None).Verdict.RowsRun;
}
