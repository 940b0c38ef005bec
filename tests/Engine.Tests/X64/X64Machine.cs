using Iced.Intel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.X64;

/// <summary>Memory with code, data and a stack, and one CPU.</summary>
internal sealed class X64Machine
{
    public static readonly GuestAddress Code = new(0xffffffffa0000000);
    public static readonly GuestAddress Data = new(0xffffffffa0010000);
    public static readonly GuestAddress Stack = new(0xffffc90000000000);

    public X64Machine()
    {
        Memory.Map(Code, 0x2000, PagePermissions.Read | PagePermissions.Execute);
        Memory.Map(Data, 0x2000, PagePermissions.Read | PagePermissions.Write);
        Memory.Map(Stack, 0x2000, PagePermissions.Read | PagePermissions.Write);
        Interpreter = new X64Interpreter(Memory, Host);
        Cpu = new VirtualCpu(0, Stack + 0x2000);
        Cpu.State.Rip = Code;
    }

    public GuestMemory Memory { get; } = new();

    public HostFunctionTable Host { get; } = new();

    public X64Interpreter Interpreter { get; }

    public VirtualCpu Cpu { get; }

    public X64State State => Cpu.State;

    public ulong this[X64Register register]
    {
        get => State[register];
        set => State[register] = value;
    }

    /// <summary>Assembles code at an address; returns the address behind it.</summary>
    public GuestAddress Assemble(Action<Assembler> write, GuestAddress? at = null)
    {
        GuestAddress start = at ?? Code;
        Assembler code = new(64);
        write(code);
        using MemoryStream bytes = new();
        code.Assemble(new StreamCodeWriter(bytes), start.Value);
        Memory.Poke(start, bytes.ToArray());
        return start + bytes.Length;
    }

    /// <summary>Assembles code at the start and steps until rip is behind it.</summary>
    public void Run(Action<Assembler> write)
    {
        GuestAddress end = Assemble(write);
        State.Rip = Code;
        for (int i = 0; State.Rip != end; i++)
        {
            Assert.True(i < 10_000, "The code does not come to its end.");
            Interpreter.Step(Cpu);
        }
    }

    /// <summary>Runs raw bytes as one instruction.</summary>
    public void RunBytes(params byte[] bytes)
    {
        Memory.Poke(Code, bytes);
        State.Rip = Code;
        Interpreter.Step(Cpu);
    }
}
