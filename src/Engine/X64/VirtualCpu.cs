using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>One CPU: its registers and the top of its stack.</summary>
public sealed class VirtualCpu
{
    /// <summary>Creates a CPU whose stack pointer is at the top; the stack below it is mapped by the caller.</summary>
    public VirtualCpu(int index, GuestAddress stackTop)
    {
        Index = index;
        StackTop = stackTop;
        State[X64Register.Rsp] = stackTop.Value;
    }

    /// <summary>Number of the CPU from 0.</summary>
    public int Index { get; }

    /// <summary>First address above the stack.</summary>
    public GuestAddress StackTop { get; }

    /// <summary>Registers.</summary>
    public X64State State { get; } = new();

    /// <summary>Takes the CPU back to an empty stack and cleared registers, as after a fault that ended a task.</summary>
    public void Reset()
    {
        State.CopyFrom(new X64State());
        State[X64Register.Rsp] = StackTop.Value;
    }

    /// <summary>How many <see cref="X64Interpreter.Call"/> are under way on this CPU.</summary>
    internal int CallDepth { get; set; }
}
