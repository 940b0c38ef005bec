namespace TriageBot.Engine.Trace;

/// <summary>One thing that the emulated kernel did.</summary>
/// <param name="Tick">Sequence number from 1; the only clock there is.</param>
public abstract record TraceEvent(long Tick);

/// <summary>A line of the kernel log, without time stamp.</summary>
public sealed record KernelLogged(long Tick, string Text) : TraceEvent(Tick);

/// <summary>A kernel warning (<c>WARN_ON</c> and its kin).</summary>
/// <param name="File">Source file, as the kernel prints it.</param>
/// <param name="Function">Function that the warning names, which is the one it was inlined into.</param>
public sealed record KernelWarned(long Tick, string File, string Function) : TraceEvent(Tick);

/// <summary>A function of the loader, ftrace or livepatch core was entered for a module.</summary>
/// <param name="Function">Kernel symbol.</param>
/// <param name="Module">Name of the module it is called for.</param>
/// <param name="Detail">What an observer would print behind the function: the module's state, or the actions of a chain call.</param>
public sealed record KernelFunctionEntered(long Tick, string Function, string Module, string Detail) : TraceEvent(Tick);

/// <summary>A command of user space began.</summary>
/// <param name="Command">As in a transcript, without <c># </c>.</param>
public sealed record CommandStarted(long Tick, string Command) : TraceEvent(Tick);

/// <summary>A line that user space printed for a command: <c>out: ...</c>, <c>rc N</c>, <c>write failed</c>, <c>sysfs: ...</c>.</summary>
public sealed record CommandPrinted(long Tick, string Text) : TraceEvent(Tick);
