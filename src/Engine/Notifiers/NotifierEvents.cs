using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Notifiers;

/// <summary>A chain called one of its blocks.</summary>
/// <param name="Chain">Name of the chain head.</param>
/// <param name="Callback">Kernel symbol of the callback.</param>
/// <param name="Priority">Priority of the block at that moment.</param>
/// <param name="Action">Action value as the chain's users name it.</param>
/// <param name="Subject">What the walk is about, e.g. a module's name.</param>
/// <param name="Block">The block; two blocks may share a callback.</param>
/// <param name="Rollback">True in the second walk of a robust call.</param>
public sealed record NotifierCalled(
    long Tick, string Chain, string Callback, int Priority, string Action, string Subject, NotifyResult Result, NotifierBlock Block, bool Rollback)
    : TraceEvent(Tick);

/// <summary>What a second registration of one block does, by era.</summary>
/// <remarks>Fact N52.</remarks>
public enum DoubleRegistration
{
    /// <summary>No test: the block points to itself and the next walk never ends.</summary>
    SelfLoop,

    /// <summary>A warning, and the self-loop all the same.</summary>
    WarnAndLoop,

    /// <summary>A warning; the chain is left alone; success is returned.</summary>
    WarnOnly,

    /// <summary>A warning; the chain is left alone; <c>-EEXIST</c>.</summary>
    Refused,
}

/// <summary>A walk that does not end. On a real kernel this is a hang.</summary>
public sealed class NotifierLoopException(string chain, string callback)
    : Exception($"the walk of {chain} does not end: {callback} points to itself")
{
}
