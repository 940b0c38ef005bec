using TriageBot.Engine.Kernel;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Invariants;

/// <summary>I7: what was set up first is torn down last, for the pairs that the profile declares dependent.</summary>
/// <remarks>A dependent that had nothing to do for a module depends on nothing: only livepatches that take hold of a module count.</remarks>
internal sealed class SetupOrder(EmulatedKernel kernel, ReportBreak report)
{
    private readonly HashSet<(string Module, string Function)> _done = [];

    public void Seen(TraceEvent happened)
    {
        switch (happened)
        {
            case ModuleStateChanged { State: ModuleState.Unformed } coming:
                _done.RemoveWhere(d => d.Module == coming.Module);
                break;
            case KernelFunctionEntered entered:
                _done.Add((entered.Module, entered.Function));
                CheckUndo(entered);
                break;
            case KlpObjectChanged { Patched: true } changed:
                CheckSetup(changed);
                break;
            default:
                break;
        }
    }

    private void CheckSetup(KlpObjectChanged changed)
    {
        foreach (SetupDependency pair in kernel.Profile.DependsOn)
        {
            if (!_done.Contains((changed.Module, LoaderActionNames.KernelFunction(pair.Setup))))
            {
                report("I7", $"{changed.Patch} was applied to {changed.Module} before {LoaderActionNames.KernelFunction(pair.Setup)}() had run for it");
            }
        }
    }

    private void CheckUndo(KernelFunctionEntered entered)
    {
        foreach (SetupDependency pair in kernel.Profile.DependsOn.Where(p => LoaderActionNames.KernelFunction(p.UndoSetup) == entered.Function))
        {
            KlpPatch? patch = kernel.Livepatch.Patches.FirstOrDefault(p => p.Objects.Exists(o => o.Name == entered.Module && o.Patched));
            if (patch is not null)
            {
                report("I7", $"{entered.Function}() ran for {entered.Module} while {patch.Name} was still applied to it");
            }
        }
    }
}
