using System.Collections.Immutable;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Repair;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Checks;

/// <summary>The order in which a kernel reaches callbacks when a module comes and goes, taken from the trace of a run.</summary>
internal sealed class KernelOrders
{
    private const string Target = "target";
    private readonly Dictionary<string, ImmutableArray<string>> _byState;

    private KernelOrders(Dictionary<string, ImmutableArray<string>> byState) => _byState = byState;

    /// <summary>Loads and unloads a module and keeps what was called.</summary>
    public static KernelOrders Observe(KernelProfile profile, ScenarioMatrix matrix)
    {
        MatrixRow plain = new("load and unload", ["insmod target.ko", "rmmod target"], []);
        MatrixRunner.RunRow(profile, matrix, plain, out EmulatedKernel kernel);
        Dictionary<string, ImmutableArray<string>> byState = new(StringComparer.Ordinal);
        string state = "";
        foreach (TraceEvent happened in kernel.Trace.Events)
        {
            switch (happened)
            {
                case ModuleStateChanged { Module: Target } changed:
                    state = changed.State.Name();
                    break;
                case NotifierCalled { Subject: Target } called:
                    Add(called.Action, called.Callback);
                    break;
                case KernelFunctionEntered { Module: Target } entered:
                    Add(state, entered.Function);
                    break;
                default:
                    break;
            }
        }

        return new KernelOrders(byState);

        void Add(string onState, string name) => byState[onState] = byState.GetValueOrDefault(onState, []).Add(name);
    }

    /// <summary>Whether any event reached a callback or kernel function.</summary>
    public bool Reaches(string name) => _byState.Values.Any(names => names.Contains(name, StringComparer.Ordinal));

    /// <summary>Callbacks and kernel functions in the order in which the event reached them.</summary>
    public ImmutableArray<string> Of(string onEvent) => _byState.GetValueOrDefault(ModuleEvents.StateOf(onEvent), []);
}
