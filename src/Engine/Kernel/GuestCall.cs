using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>One call of a host function by guest code, by the System V ABI.</summary>
internal readonly struct GuestCall(GuestMemory memory, VirtualCpu cpu)
{
    private const int MaxString = 1024;
    private static readonly X64Register[] s_order =
        [X64Register.Rdi, X64Register.Rsi, X64Register.Rdx, X64Register.Rcx, X64Register.R8, X64Register.R9];

    /// <summary>Who calls.</summary>
    public VirtualCpu Cpu { get; } = cpu;

    /// <summary>An argument, from 0; those behind the sixth are on the stack.</summary>
    public ulong this[int index] => index < s_order.Length
        ? Cpu.State[s_order[index]]
        : memory.ReadUInt64(new GuestAddress(Cpu.State[X64Register.Rsp]) + (8L * (index - s_order.Length + 1)));

    /// <summary>An argument that is a pointer.</summary>
    public GuestAddress Pointer(int index) => new(this[index]);

    /// <summary>An argument that is a string; <c>(null)</c> for a null pointer.</summary>
    public string Text(int index) => TextAt(this[index]);

    /// <summary>The string at an address; <c>(null)</c> for a null pointer.</summary>
    public string TextAt(ulong address) => address == 0 ? "(null)" : memory.ReadCString(new GuestAddress(address), MaxString);

    /// <summary>Sets the result.</summary>
    public void Return(long value) => Cpu.State[X64Register.Rax] = unchecked((ulong)value);

    /// <summary>Sets the result.</summary>
    public void Return(GuestAddress value) => Cpu.State[X64Register.Rax] = value.Value;
}
