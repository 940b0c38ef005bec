using TriageBot.Engine.Machine;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Livepatch;

/// <summary>A function was put on or taken off the stack of its original.</summary>
/// <param name="Patch">Name of the patch's module.</param>
/// <param name="Object">Name of the object.</param>
/// <param name="Function">Name of the original.</param>
/// <param name="Patched">True when it was put on.</param>
public sealed record KlpFunctionChanged(long Tick, string Patch, string Object, string Function, bool Patched) : TraceEvent(Tick);

/// <summary>The handler sent a call to a replacement.</summary>
/// <param name="Site">Call site of the original.</param>
/// <param name="Target">Start of the replacement.</param>
public sealed record KlpRedirected(long Tick, GuestAddress Site, GuestAddress Target) : TraceEvent(Tick);

/// <summary>A patch began or ended to act on a module that comes or goes: set-up and tear-down for invariant I7.</summary>
public sealed record KlpObjectChanged(long Tick, string Patch, string Module, long LoadId, bool Patched) : TraceEvent(Tick);
