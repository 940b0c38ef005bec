using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Explore;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;

namespace TriageBot.Benchmarks;

/// <summary>All interleavings of a module's load with the function tracer that is being switched on.</summary>
[MemoryDiagnoser]
public class RaceBenchmarks
{
    private KernelProfile _profile = null!;

    /// <summary>The kernel that has the race, and one that has not and is explored to the end.</summary>
    [Params("livepatching-b56b36e", "v6.1")]
    public string Profile { get; set; } = "v6.1";

    [GlobalSetup]
    public void Setup() => _profile = KernelProfileCatalog.Get(Profile);

    [Benchmark]
    public int Explore() => InsmodRace.Explore(_profile, new BuiltInModules().Find("target")!).Explored;
}
