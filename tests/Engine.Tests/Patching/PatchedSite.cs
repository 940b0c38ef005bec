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

    public PatchedSite(Func<GuestMemory, ICodePatcher> create, PagePermissions text = PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute)
    {
        Memory.Map(Text, 0x4000, text);
        Memory.Map(Stack, 0x1000, PagePermissions.Read | PagePermissions.Write);
        HostFunctionTable host = new();
        host.Bind(Old, "old", _ => Called.Add("old"));
        host.Bind(New, "new", _ => Called.Add("new"));
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
}
