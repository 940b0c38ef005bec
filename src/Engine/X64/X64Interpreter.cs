using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>Runs x86-64 kernel code, one instruction or one host function at a time, on any number of CPUs.</summary>
/// <remarks>Not modelled: interrupts, SSE, privileged instructions, segments but the gs base, memory order. An instruction that is
/// not modelled faults with its name. A change of memory is seen by the next instruction of every CPU.</remarks>
/// <param name="memory">Memory that all CPUs share.</param>
/// <param name="host">Kernel functions that the host implements.</param>
public sealed class X64Interpreter(GuestMemory memory, HostFunctionTable host)
{
    private const int MaxArguments = 6;

    /// <summary>Calls of host into guest that may nest, so that a runaway guest cannot exhaust the host's stack.</summary>
    private const int MaxCallDepth = 64;

    /// <summary>Return addresses of <see cref="Call"/>. Not canonical, so no page can hold them; the depth makes each its own.</summary>
    private const ulong ReturnSentinel = 0x5afe_0000_0000_0000;

    private readonly DecodedCache _cache = new(memory);
    private X64Context? _context;

    /// <summary>How far <see cref="InstructionsExecuted"/> may go before the calls under way have run too long.</summary>
    private long _limit = long.MaxValue;

    /// <summary>Called after an <c>int3</c>, with rip behind it; true when handled: rip, rsp and memory may then have changed.</summary>
    public Func<VirtualCpu, bool>? BreakpointHandler { get; set; }

    /// <summary>Told the callee's address at every near call, direct or indirect or emulated by the breakpoint handler. Not told jumps.</summary>
    public Action<VirtualCpu, GuestAddress>? CallObserver { get; set; }

    /// <summary>Instructions and host functions run so far, on all CPUs.</summary>
    public long InstructionsExecuted { get; private set; }

    /// <summary>Runs one instruction, or one host function with its return. After a fault rip is still that of the instruction.</summary>
    /// <exception cref="GuestFaultException">The instruction faulted.</exception>
    public void Step(VirtualCpu cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        GuestAddress rip = cpu.State.Rip;
        ref DecodedEntry entry = ref _cache.Slot(rip);
        if (!_cache.IsFresh(entry, rip, host.Version))
        {
            if (host.TryGet(rip, out HostFunction? function))
            {
                RunHostFunction(cpu, function);
                return;
            }

            entry = ref _cache.Decode(rip, host.Version);
        }

        // A copy: a nested call out of this instruction may put another one into the slot.
        Instruction instruction = entry.Instruction;
        X64Context context = _context ??= new X64Context(memory, this);
        context.Start(cpu, new GuestAddress(instruction.NextIP));
        entry.Handler!(context, instruction);
        cpu.State.Rip = context.Next;
        InstructionsExecuted++;
    }

    /// <summary>Calls a guest or host function and runs until it returns. Host functions may use it to call back into guest code.</summary>
    /// <param name="arguments">Up to 6, in rdi, rsi, rdx, rcx, r8, r9.</param>
    /// <param name="maxInstructions">Steps allowed, those of nested calls included: otherwise the bounds of nested loops would multiply.</param>
    /// <returns>rax. Registers are restored afterwards when nested, but for rax; else only rip and rsp are.</returns>
    /// <exception cref="GuestFaultException">The function faulted or ran too long; the CPU stays as it was at the fault.</exception>
    public ulong Call(VirtualCpu cpu, GuestAddress function, ReadOnlySpan<ulong> arguments, int maxInstructions = 1_000_000)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        if (arguments.Length > MaxArguments)
        {
            throw new ArgumentException("At most 6 arguments go in registers.", nameof(arguments));
        }

        if (cpu.CallDepth >= MaxCallDepth)
        {
            throw new GuestFaultException(GuestFaultKind.StackOverflow, function, "calls between host and guest nest too deeply.");
        }

        X64State saved = cpu.State.Clone();
        bool nested = cpu.CallDepth > 0;
        long outer = _limit;
        _limit = Math.Min(outer, InstructionsExecuted + maxInstructions);
        cpu.CallDepth++;
        try
        {
            RunUntil(cpu, Enter(cpu, function, arguments));
        }
        finally
        {
            cpu.CallDepth--;
            _limit = outer;
        }

        ulong result = cpu.State[X64Register.Rax];
        Leave(cpu, saved, nested);
        return result;
    }

    /// <summary>True for the return address of a <see cref="Call"/>.</summary>
    internal static bool IsCallEnd(GuestAddress address) => address.Value >> 48 == ReturnSentinel >> 48;

    /// <summary>Tells the observer of a call.</summary>
    internal void NotifyCall(VirtualCpu cpu, GuestAddress callee)
    {
        if (CallObserver is not null)
        {
            // The observer may itself call into the guest and so reuse the context.
            X64Context context = _context!;
            GuestAddress next = context.Next;
            CallObserver(cpu, callee);
            context.Start(cpu, next);
        }
    }

    /// <summary>Runs the breakpoint handler.</summary>
    /// <returns>Where execution goes on.</returns>
    internal GuestAddress RunBreakpoint(VirtualCpu cpu, GuestAddress behind)
    {
        GuestAddress site = behind - 1;
        ulong stack = cpu.State[X64Register.Rsp];
        cpu.State.Rip = behind;
        if (BreakpointHandler is null || !BreakpointHandler(cpu))
        {
            cpu.State.Rip = site;
            throw new GuestFaultException(GuestFaultKind.UnhandledBreakpoint, site, "nobody handles this int3.");
        }

        GuestAddress next = cpu.State.Rip;
        if (CallObserver is not null && cpu.State[X64Register.Rsp] == stack - 8)
        {
            // The handler pushed a return address: it emulated a call.
            CallObserver(cpu, next);
        }

        _context!.Start(cpu, next);
        return next;
    }

    private static void Leave(VirtualCpu cpu, X64State saved, bool nested)
    {
        if (nested)
        {
            ulong result = cpu.State[X64Register.Rax];
            cpu.State.CopyFrom(saved);
            cpu.State[X64Register.Rax] = result;
            return;
        }

        cpu.State.Rip = saved.Rip;
        cpu.State[X64Register.Rsp] = saved[X64Register.Rsp];
    }

    private GuestAddress Enter(VirtualCpu cpu, GuestAddress function, ReadOnlySpan<ulong> arguments)
    {
        ReadOnlySpan<X64Register> order =
            [X64Register.Rdi, X64Register.Rsi, X64Register.Rdx, X64Register.Rcx, X64Register.R8, X64Register.R9];
        for (int i = 0; i < arguments.Length; i++)
        {
            cpu.State[order[i]] = arguments[i];
        }

        // The ABI wants rsp on 16 bytes before the return address is pushed.
        cpu.State[X64Register.Rsp] &= ~0xfUL;
        GuestAddress sentinel = new(ReturnSentinel + ((ulong)cpu.Index << 16) + (ulong)cpu.CallDepth);
        X64Context context = _context ??= new X64Context(memory, this);
        context.Start(cpu, function);
        context.Push(sentinel.Value);
        cpu.State.Rip = function;
        return sentinel;
    }

    private void RunUntil(VirtualCpu cpu, GuestAddress sentinel)
    {
        long start = InstructionsExecuted;
        while (cpu.State.Rip != sentinel)
        {
            if (InstructionsExecuted >= _limit)
            {
                throw new GuestFaultException(
                    GuestFaultKind.BudgetExhausted, cpu.State.Rip, $"the call ran for {InstructionsExecuted - start} instructions.");
            }

            Step(cpu);
        }
    }

    private void RunHostFunction(VirtualCpu cpu, HostFunction function)
    {
        function(cpu);
        X64Context context = _context ??= new X64Context(memory, this);
        context.Start(cpu, cpu.State.Rip);
        cpu.State.Rip = new GuestAddress(context.Pop());
        InstructionsExecuted++;
    }
}
