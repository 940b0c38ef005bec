using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>A chain with the trace that it writes to.</summary>
internal sealed class TestChain
{
    public static readonly ChainAction Up = new(1, "UP");
    public static readonly ChainAction Down = new(2, "DOWN");

    public TestChain(ChainKind kind, DoubleRegistration era) => Chain = new NotifierChain("a_chain", kind, Trace, era);

    public TestChain(ChainKind kind, params NotifierBlock[] blocks)
        : this(kind, DoubleRegistration.Refused)
    {
        foreach (NotifierBlock block in blocks)
        {
            Chain.Register(block);
        }
    }

    public TestChain(params NotifierBlock[] blocks)
        : this(ChainKind.Blocking, blocks)
    {
    }

    public TraceLog Trace { get; } = new();

    public NotifierChain Chain { get; }

    /// <summary>What was called, as <c>callback ACTION</c>.</summary>
    public IEnumerable<string> Calls => Trace.Events.OfType<NotifierCalled>().Select(c => $"{c.Callback} {c.Action}");

    public IEnumerable<string> Order => Chain.Blocks.Select(b => b.Callback);

    public static NotifierBlock Block(string name, int priority = 0, NotifyResult? up = null, NotifyResult? down = null) =>
        new(name, priority, (action, _) => (action == Up.Value ? up : down) ?? NotifyResult.Ok);
}
