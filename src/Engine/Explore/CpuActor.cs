using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Explore;

/// <summary>CPUs as actors.</summary>
public static class CpuActor
{
    /// <summary>A CPU that calls a function once; each instruction, and each function of the host, is a step.</summary>
    /// <param name="returned">Told rax when the function has returned.</param>
    /// <remarks>A step reads an instruction's bytes and runs it, so that a CPU never holds half an instruction; <see cref="TornFetch"/> does.</remarks>
    public static RaceActor Calls(string name, X64Interpreter interpreter, GuestMemory memory, VirtualCpu cpu, GuestAddress function, Action<ulong> returned)
    {
        ArgumentNullException.ThrowIfNull(interpreter);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(returned);
        return new RaceActor(name, Steps());

        IEnumerable<ActorStep> Steps()
        {
            // Nothing is mapped at address 0, so only the return leads there.
            GuestAddress stack = cpu.StackTop - 64;
            memory.WriteUInt64(stack, GuestAddress.Null.Value);
            cpu.State[X64Register.Rsp] = stack.Value;
            cpu.State.Rip = function;
            while (cpu.State.Rip != GuestAddress.Null)
            {
                string at = cpu.State.Rip.ToString();
                interpreter.Step(cpu);
                yield return new ActorStep("runs " + at);
            }

            returned(cpu.State[X64Register.Rax]);
        }
    }

    /// <summary>A CPU that reads the first byte of an instruction and then the others, as one may that prefetches; a serialisation makes it begin again.</summary>
    /// <param name="length">Length of the instruction, in bytes.</param>
    /// <param name="serializations">How often all CPUs were serialised so far.</param>
    /// <param name="fetched">Told the bytes that the CPU would decode.</param>
    /// <remarks>What the inter-processor interrupts between the phases of a patch are for (facts X31, X32).</remarks>
    public static RaceActor TornFetch(string name, GuestMemory memory, GuestAddress site, int length, Func<int> serializations, Action<byte[]> fetched)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(serializations);
        ArgumentNullException.ThrowIfNull(fetched);
        return new RaceActor(name, Steps());

        IEnumerable<ActorStep> Steps()
        {
            byte[] bytes = new byte[length];
            int before;
            do
            {
                before = serializations();
                bytes[0] = memory.ReadByte(site);
                yield return new ActorStep("reads the first byte");
                memory.Read(site + 1, bytes.AsSpan(1));
            }
            while (before != serializations());

            fetched(bytes);
        }
    }
}
