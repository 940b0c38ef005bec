using BenchmarkDotNet.Attributes;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Benchmarks;

/// <summary>Cost of one emulated instruction in a loop that stays in the decoded cache. Allocated must be 0; a million over Mean in
/// nanoseconds is instructions per millisecond.</summary>
[MemoryDiagnoser]
public class InterpreterBenchmarks
{
    private const int Rounds = 1000;

    private static readonly GuestAddress Code = new(0xffffffffa0000000);
    private static readonly GuestAddress Data = new(0xffffc90000000000);

    private X64Interpreter _interpreter = null!;
    private VirtualCpu _cpu = null!;

    /// <summary>What the loop does besides counting.</summary>
    [Params("registers", "memory", "calls")]
    public string Body { get; set; } = "registers";

    [GlobalSetup]
    public void Setup()
    {
        GuestMemory memory = new();
        memory.Map(Code, 0x1000, PagePermissions.Read | PagePermissions.Execute);
        memory.Map(Data, 0x2000, PagePermissions.Read | PagePermissions.Write);

        // top: three instructions; dec ecx; jnz top. The function that is called is one ret, 0x100 above.
        byte[] body = Body switch
        {
            "registers" => [0x48, 0x01, 0xc8, 0x48, 0x31, 0xd0, 0x83, 0xe0, 0x7f],
            "memory" => [0x48, 0x8b, 0x03, 0x48, 0x01, 0xc8, 0x48, 0x89, 0x03],
            _ => [0xe8, 0xfb, 0x00, 0x00, 0x00, 0x90],
        };
        memory.Poke(Code, [.. body, 0xff, 0xc9, 0x75, (byte)-(body.Length + 4)]);
        memory.Poke(Code + 0x100, [0xc3]);
        _interpreter = new X64Interpreter(memory, new HostFunctionTable());
        _cpu = new VirtualCpu(0, Data + 0x2000);
        _cpu.State[X64Register.Rbx] = Data.Value;
    }

    [Benchmark(OperationsPerInvoke = Rounds * 5)]
    public ulong Step()
    {
        _cpu.State.Rip = Code;
        _cpu.State[X64Register.Rcx] = Rounds;
        for (int i = 0; i < Rounds * 5; i++)
        {
            _interpreter.Step(_cpu);
        }

        return _cpu.State[X64Register.Rax];
    }
}
