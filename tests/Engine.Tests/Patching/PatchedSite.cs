using TriageBot.Engine.Explore;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tests.Patching;

/// <summary>A function with a five-byte site at its start, two functions that the site may call, and a CPU to run it.</summary>
internal sealed class PatchedSite
{
    public static readonly GuestAddress Site = new(0xffffffffa0000100);
    public static readonly GuestAddress Old = new(0xffffffff81000000);
    public static readonly GuestAddress New = new(0xffffffff81000010);

    private static readonly GuestAddress Text = new(0xffffffffa0000000);
    private static readonly GuestAddress Stack = new(0xffffc90000000000);

    private readonly X64Interpreter _interpreter;
    private readonly VirtualCpu _cpu;
    private readonly Dictionary<int, VirtualCpu> _cpus = [];
    private readonly Dictionary<int, Action<string>> _onCall = [];

    public PatchedSite(Func<GuestMemory, ICodePatcher> create, PagePermissions text = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute)
    {
        Memory.Map(Text, 0x4000, text);
        Memory.Map(Stack, 0x1000, PagePermissions.Read | PagePermissions.Write);
        HostFunctionTable host = new();
        host.Bind(Old, "old", cpu => Note(cpu, "old"));
        host.Bind(New, "new", cpu => Note(cpu, "new"));
        Patcher = create(Memory);
        _interpreter = new X64Interpreter(Memory, host) { BreakpointHandler = cpu => Patcher.HandleBreakpoint(cpu, Memory) };
        _cpu = new VirtualCpu(0, Stack + 0x1000);

        // The site, then mov eax, 42; ret.
        Memory.Poke(Site, [.. X86Nops.Nop5, 0xb8, 42, 0, 0, 0, 0xc3]);
    }

    public GuestMemory Memory { get; } = new();

    public ICodePatcher Patcher { get; }

    public List<string> Called { get; } = [];

    public static byte[] Bytes(string what) => what switch
    {
        "nop" => [.. X86Nops.Nop5],
        "old" => [.. CallEncoding.Call(Site, Old)],
        _ => [.. CallEncoding.Call(Site, New)],
    };

    /// <summary>What a CPU met that is neither the function nor what it calls; null when nothing.</summary>
    public string? LostCall { get; private set; }

    /// <summary>A CPU of its own that calls the function once, and writes down what that called.</summary>
    public RaceActor Calls(int index, List<string> called)
    {
        GuestAddress top = Stack + (index * 0x200);
        string mine = "nothing";
        VirtualCpu cpu = new(index, top);
        _cpus[index] = cpu;
        _onCall[index] = name => mine = name;
        return CpuActor.Calls($"cpu{index}", _interpreter, Memory, cpu, Site, result =>
        {
            called.Add(mine);
            LostCall ??= result == 42 ? null : $"cpu{index} returned {result}";
        });
    }

    /// <summary>Bytes of the site, and where each of these CPUs is.</summary>
    public string StateOf(params int[] cpus) =>
        Convert.ToHexString(BytesAt(Site, CallEncoding.Length)) + string.Join(' ', cpus.Select(i => _cpus.TryGetValue(i, out VirtualCpu? cpu) ? $"{cpu.State.Rip} {cpu.State[X64Register.Rsp]:x}" : "-"));

    /// <summary>Runs the function; what it called, or "nothing".</summary>
    public string RunFunction()
    {
        Called.Clear();
        ulong result = _interpreter.Call(_cpu, Site, []);
        return result == 42 ? string.Join('+', Called.DefaultIfEmpty("nothing")) : "lost";
    }

    /// <summary>Queues one change of the site and runs the function after each step of it.</summary>
    public List<(PatchPhase Phase, string Called)> RunBetweenSteps(string from, string to)
    {
        Memory.Poke(Site, Bytes(from));
        Patcher.Queue(Site, Bytes(from), Bytes(to));
        List<(PatchPhase, string)> seen = [];
        foreach (PatchStep step in Patcher.Steps())
        {
            seen.Add((step.Phase, RunFunction()));
        }

        return seen;
    }

    public byte[] BytesAt(GuestAddress address, int count)
    {
        byte[] bytes = new byte[count];
        Memory.Read(address, bytes);
        return bytes;
    }

    private void Note(VirtualCpu cpu, string name)
    {
        Called.Add(name);
        _onCall.GetValueOrDefault(cpu.Index)?.Invoke(name);
    }
}
