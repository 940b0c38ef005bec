using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Benchmarks;

/// <summary>One row of the scenario matrix: boot, run, check the invariants. A billion over Mean in nanoseconds is rows per second.</summary>
[MemoryDiagnoser]
public class MatrixBenchmarks
{
    private KernelProfile _profile = null!;
    private ScenarioMatrix _matrix = null!;
    private int _next;

    /// <summary>The kernel; its whole matrix is run, row by row.</summary>
    [Params("ftrace-5156dca", "v4.6", "v6.1", "v6.1+split")]
    public string Profile { get; set; } = "v6.1";

    [GlobalSetup]
    public void Setup()
    {
        _profile = KernelProfileCatalog.Get(Profile);
        _matrix = ScenarioMatrix.For(_profile);
    }

    /// <summary>All rows, as a check of one kernel runs them.</summary>
    [Benchmark]
    public int Matrix() => MatrixRunner.Run(_profile, _matrix).Length;

    [Benchmark]
    public int Row()
    {
        // A prime stride visits rows of all sizes, so that a short job sees the mixture.
        _next = (_next + 211) % _matrix.Rows.Length;
        return MatrixRunner.RunRow(_profile, _matrix, _matrix.Rows[_next], out _).Length;
    }
}
