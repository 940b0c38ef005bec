using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Benchmarks;

/// <summary>What a step costs: a boot, one command on a kernel that runs, and the check of all invariants behind it. Watch Allocated.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private const int Rounds = 50;

    private KernelProfile _profile = null!;
    private BuiltInModules _modules = null!;

    [GlobalSetup]
    public void Setup()
    {
        _profile = KernelProfileCatalog.Get("v6.1");
        _modules = new BuiltInModules();
    }

    [Benchmark]
    public object Boot() => new EmulatedKernel(_profile);

    /// <summary>Half of these are loads, half are unloads; a patch is applied each time.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Rounds)]
    public int LoadAndUnload() => Run(Rounds, check: false, "insmod target.ko", "rmmod target");

    /// <summary>A write that calls the patched function: the guest runs through ftrace and livepatch.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Rounds)]
    public int Call() => Run(Rounds, check: false, "echo 5 > /sys/module/target/parameters/call", "echo 6 > /sys/module/target/parameters/call");

    /// <summary>The same with all invariants checked behind each command.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Rounds)]
    public int CallAndCheck() => Run(Rounds, check: true, "echo 5 > /sys/module/target/parameters/call", "echo 6 > /sys/module/target/parameters/call");

    private int Run(int rounds, bool check, string first, string second)
    {
        EmulatedKernel kernel = new(_profile);
        InvariantMonitor monitor = new(kernel);
        KernelShell shell = new(kernel, _modules);
        shell.Run("insmod patch.ko");
        if (first[0] == 'e')
        {
            shell.Run("insmod target.ko");
        }

        for (int i = 0; i < rounds; i++)
        {
            foreach (string command in (string[])[first, second])
            {
                shell.Run(command);
                if (check)
                {
                    monitor.AfterCommand();
                }
            }
        }

        return kernel.Trace.Events.Count;
    }
}
