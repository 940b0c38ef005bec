using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>The emulated machine as the kernel's subsystems see it.</summary>
/// <param name="Memory">Guest memory.</param>
/// <param name="Host">Kernel functions that the host implements.</param>
/// <param name="Interpreter">Runs guest code.</param>
/// <param name="Cpu">The CPU that runs system calls.</param>
/// <param name="Symbols">kallsyms.</param>
/// <param name="Space">Module memory.</param>
public sealed record GuestMachine(
    GuestMemory Memory, HostFunctionTable Host, X64Interpreter Interpreter, VirtualCpu Cpu, KernelSymbolTable Symbols, ModuleSpace Space);
