using System.Text;
using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Invariants;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Explore;

/// <summary>One CPU loads a module while another switches the function tracer on: the race that the commit of 2016 set out to mend.</summary>
/// <remarks>Source: <c>load_module()</c> against <c>register_ftrace_function()</c>; facts F70 to F72, M10, M11, X24, X26, X60. The loader may be interrupted
/// between the steps of its program, the tracer between the phases of every site. <c>ftrace_lock</c> and <c>module_mutex</c> are kept; a whole walk of
/// the module chain counts as one step.</remarks>
public static class InsmodRace
{
    /// <summary>Explores the race on a kernel.</summary>
    /// <param name="module">The module that is loaded; it should have a function that can be traced.</param>
    /// <returns>I3 with the shortest interleaving, where text can be written while it is read-only.</returns>
    public static RaceOutcome Explore(KernelProfile profile, ModuleDefinition module, int budget = 20_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(module);
        return RaceExplorer.Explore(() => Start(profile, module), budget, cancellationToken);
    }

    private static Race Start(KernelProfile profile, ModuleDefinition module)
    {
        EmulatedKernel kernel = new(profile);
        InvariantMonitor monitor = new(kernel);
        Locks locks = new();
        return new Race([new RaceActor("insmod", Insmod(kernel, module, locks)), new RaceActor("tracer", Tracer(kernel, locks))], Broken)
        {
            BrokenAtEnd = () =>
            {
                monitor.AfterCommand();
                return Broken();
            },
            State = () => StateOf(kernel, locks),
        };

        string? Broken() => monitor.Breaks.IsEmpty ? null : $"{monitor.Breaks[0].Id}: {monitor.Breaks[0].Detail}";
    }

    private static IEnumerable<ActorStep> Insmod(EmulatedKernel kernel, ModuleDefinition module, Locks locks)
    {
        string done = "begins";
        foreach (LoaderStep next in kernel.Loader.LoadSteps(module, []))
        {
            // complete_formation() holds module_mutex from the protection of text to the new state (M11).
            locks.ModuleMutex &= next.Action == "set_state";
            bool takesMutex = next.Action == "protect_text";
            bool takesFtraceLock = next.Action is "chain" || next.Action.Contains('.', StringComparison.Ordinal);
            yield return new ActorStep(done, () => !(takesMutex && locks.ModuleMutex) && !(takesFtraceLock && locks.FtraceLock));
            locks.ModuleMutex |= takesMutex;
            done = next.ToString();
        }

        locks.ModuleMutex = false;
    }

    private static IEnumerable<ActorStep> Tracer(EmulatedKernel kernel, Locks locks)
    {
        locks.FtraceLock = true;
        foreach (FtraceStep step in kernel.Ftrace.RegisterSteps(kernel.Tracer.Ops))
        {
            yield return new ActorStep(step.Done, () => !(step.ChangesPermissionsNext && locks.ModuleMutex));
        }

        locks.FtraceLock = false;
    }

    /// <summary>Everything that a step of either side can change and the other can see.</summary>
    private static string StateOf(EmulatedKernel kernel, Locks locks)
    {
        StringBuilder text = new();
        text.Append(locks.FtraceLock).Append(locks.ModuleMutex).Append(kernel.FtraceState.Dead);
        foreach (KernelModule module in kernel.Loader.Modules)
        {
            text.Append(' ').Append(module.State);
            if (module.Place is ModulePlace place)
            {
                text.Append(kernel.Machine.Memory.PermissionsAt(place.CoreText.Start));
            }
        }

        Span<byte> bytes = stackalloc byte[CallSite.Size];
        foreach (DynFtrace record in kernel.FtraceState.Records)
        {
            kernel.Machine.Memory.Read(record.Ip, bytes);
            text.Append(' ').Append(record.Raw).Append(Convert.ToHexString(bytes));
        }

        return text.ToString();
    }

    private sealed class Locks
    {
        public bool FtraceLock { get; set; }

        public bool ModuleMutex { get; set; }
    }
}
