using System.Collections.Immutable;

namespace TriageBot.Engine.Modules;

/// <summary>What an observing module does besides its code: blocks on the module chain, probes on the loader, listings.</summary>
/// <remarks>Parameters are named, so that the command line of <c>insmod</c> chooses.</remarks>
/// <param name="Prefix">Printed before every line, e.g. <c>observer: </c>.</param>
/// <param name="ModuleFilterParameter">Parameter that holds a prefix: only modules whose name begins with it are reported.</param>
/// <param name="NotifyParameter">Bool parameter that switches the blocks; null for always.</param>
/// <param name="Callback">Kernel symbol under which the blocks' common callback is listed.</param>
/// <param name="RefuseParameter">Int parameter: index of the block that refuses COMING with <see cref="RefuseErrno"/>.</param>
/// <param name="StopParameter">Int parameter: index of the block that answers COMING with NOTIFY_STOP.</param>
/// <param name="TargetParameter">Parameter that holds the name of the module to refuse or stop.</param>
/// <param name="ProbeParameter">Bool parameter that switches the probes.</param>
/// <param name="ListParameter">Bool parameter that switches the listing of the chain before and after registration.</param>
/// <param name="BytesParameter">Bool parameter that switches printing the text of a function at every line.</param>
/// <param name="BytesFunctionParameter">Parameter that names that function.</param>
public sealed record ObserverDefinition(
    string Prefix,
    string? ModuleFilterParameter,
    string? NotifyParameter,
    string Callback,
    ImmutableArray<ObserverBlock> Blocks,
    string? RefuseParameter,
    int RefuseErrno,
    string? StopParameter,
    string? TargetParameter,
    string? ProbeParameter,
    ImmutableArray<string> Probes,
    string? ListParameter,
    string? BytesParameter,
    string? BytesFunctionParameter);

/// <summary>One block of an observer, in the order of registration.</summary>
/// <param name="Priority">Its priority.</param>
/// <param name="Silent">Registered and answering, and not printing.</param>
public sealed record ObserverBlock(string Name, int Priority, bool Silent = false);
