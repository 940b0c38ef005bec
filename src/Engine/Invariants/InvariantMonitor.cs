using System.Collections.Immutable;
using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Trace;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Invariants;

/// <summary>Watches one emulated kernel and tells which of I1 to I8 each command broke.</summary>
/// <remarks>The invariants are those of <c>docs/architecture.md</c>: what must hold in any kernel, told without knowing any bug. Some are checked when
/// an event happens (I3, I5, I6, I7), the others on the state that a command leaves. The first break of each invariant is kept.</remarks>
public sealed class InvariantMonitor
{
    private readonly EmulatedKernel _kernel;
    private readonly StateChecks _state;
    private readonly NotificationBalance _balance;
    private readonly SetupOrder _setupOrder;
    private readonly Dictionary<string, InvariantBreak> _breaks = new(StringComparer.Ordinal);
    private string _command = "";

    /// <summary>Starts watching.</summary>
    public InvariantMonitor(EmulatedKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernel = kernel;
        _state = new StateChecks(kernel, Broken);
        _balance = new NotificationBalance(kernel, Broken);
        _setupOrder = new SetupOrder(kernel, Broken);
        kernel.Trace.Appended += Seen;
    }

    /// <summary>The first break of each invariant, by id.</summary>
    public ImmutableArray<InvariantBreak> Breaks => [.. _breaks.Values.OrderBy(b => b.Id, StringComparer.Ordinal)];

    /// <summary>Checks the state that a command left.</summary>
    public void AfterCommand() => _state.Check();

    private void Seen(TraceEvent happened)
    {
        switch (happened)
        {
            case CommandStarted started:
                _command = started.Command;
                break;
            case FtraceBugged { Errno: Errno.Eperm } bug:
                Broken("I3", $"text at {_kernel.Machine.Symbols.Format(bug.Site)} was written while it was read-only");
                break;
            case FtraceBugged bug:
                Broken("I4", $"the call site {_kernel.Machine.Symbols.Format(bug.Site)} did not hold what its record says");
                break;
            case FtraceKilled:
                Broken("I4", "ftrace lost count of a call site and switched itself off for good");
                break;
            case KernelDied died:
                Broken("I8", "the kernel faulted: " + died.Why);
                break;
            case KernelFunctionEntered { Function: "do_init_module" } entered:
                CheckConverted(entered.Module);
                break;
            case RecordsReleased released:
                _state.CheckRelease(released);
                break;
            default:
                break;
        }

        _balance.Seen(happened);
        _setupOrder.Seen(happened);
    }

    /// <summary>I5: no site of the module still holds the compiler's call of <c>__fentry__</c>.</summary>
    private void CheckConverted(string name)
    {
        if (_kernel.Loader.Find(name)?.Place is not ModulePlace place)
        {
            return;
        }

        foreach (GuestAddress site in place.Link.McountSites)
        {
            bool traced = _kernel.Profile.Ftrace.InitFunctionsTraced || place.InCore(site);
            if (traced && _kernel.FtraceEntries.TargetOf(site) == _kernel.FtraceEntries.Fentry)
            {
                Broken("I5", $"{name} runs while its call site {_kernel.Machine.Symbols.Format(site)} was never converted");
                return;
            }
        }
    }

    private void Broken(string id, string detail)
    {
        if (!_breaks.ContainsKey(id))
        {
            _breaks.Add(id, new InvariantBreak(id, _command, detail));
        }
    }
}

/// <summary>Takes a break: id and one sentence.</summary>
internal delegate void ReportBreak(string id, string detail);
