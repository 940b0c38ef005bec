using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Patching;

/// <summary>Changes instructions while CPUs may be executing them. Which implementation a kernel has is data of its profile.</summary>
public interface ICodePatcher
{
    /// <summary>Told of every write to text and of every synchronisation of CPUs, after it happened.</summary>
    Action<TextPoked>? Observer { get; set; }

    /// <summary>Sites queued and not yet changed.</summary>
    int Pending { get; }

    /// <summary>Writes without breakpoints: for code that nobody can be executing yet.</summary>
    /// <remarks>Facts X21, X24, X25.</remarks>
    /// <exception cref="GuestFaultException">The site is not mapped or not writable; nothing was written.</exception>
    void WriteEarly(GuestAddress site, ReadOnlySpan<byte> bytes);

    /// <summary>Asks for a change of one instruction. The bytes in memory change at <see cref="Finish"/>, or at an earlier flush (facts X33, X34).</summary>
    /// <param name="expected">What the site must hold; as long as <paramref name="bytes"/>.</param>
    /// <param name="bytes">The new instruction, 1 to 5 bytes: int3, ret, call, jmp, jcc or a nop of 2 or 5 bytes.</param>
    /// <returns>What a check at this moment found. A site that fails it is not queued. 4.x checks at <see cref="Finish"/> only (fact X51).</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the new bytes are no such instruction (fact X38).</exception>
    PatchResult Queue(GuestAddress site, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> bytes);

    /// <summary>Changes all queued sites, running every step of <see cref="Steps"/>.</summary>
    PatchResult Finish();

    /// <summary>The same change one step at a time: each move of the enumerator does one step, so that other CPUs can run between them.
    /// Enumerate to the end; <see cref="Outcome"/> then tells how it went.</summary>
    IEnumerable<PatchStep> Steps();

    /// <summary>Result of the last change that ran to its end.</summary>
    PatchResult Outcome { get; }

    /// <summary>The breakpoint handler of the patcher, for <see cref="X64Interpreter.BreakpointHandler"/>.</summary>
    /// <returns>True when the breakpoint was the patcher's; registers, and for a call the stack, then say where to go on.</returns>
    bool HandleBreakpoint(VirtualCpu cpu, GuestMemory memory);
}
