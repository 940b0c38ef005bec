using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Invariants;

/// <summary>I6: who accepted COMING is told GOING exactly once, and nobody else is.</summary>
/// <remarks>Only blocks that are on the chain from the load to the end of the module count.</remarks>
internal sealed class NotificationBalance(EmulatedKernel kernel, ReportBreak report)
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public void Seen(TraceEvent happened)
    {
        switch (happened)
        {
            case ModuleStateChanged { State: ModuleState.Unformed } coming:
                _accounts[coming.Module] = new Account([.. kernel.ModuleChain.Blocks]);
                break;
            case NotifierCalled called when _accounts.TryGetValue(called.Subject, out Account? account):
                account.Add(called);
                break;
            case ModuleFreed freed when _accounts.Remove(freed.Module, out Account? account):
                Close(account, freed.Module);
                break;
            default:
                break;
        }
    }

    private void Close(Account account, string module)
    {
        HashSet<NotifierBlock> still = [.. kernel.ModuleChain.Blocks];
        foreach (NotifierBlock block in account.Present.Where(still.Contains))
        {
            bool accepted = account.Accepted.Contains(block);
            int going = account.Going.GetValueOrDefault(block);
            if (going != (accepted ? 1 : 0))
            {
                string was = accepted ? "accepted COMING" : "did not accept COMING";
                report("I6", $"{block.Callback} {was} for {module} and was told GOING {going} times");
            }
        }
    }

    private sealed record Account(IReadOnlyList<NotifierBlock> Present)
    {
        public HashSet<NotifierBlock> Accepted { get; } = [];

        public Dictionary<NotifierBlock, int> Going { get; } = [];

        public void Add(NotifierCalled called)
        {
            if (called.Action == "COMING" && called.Result.ToErrno() == 0)
            {
                Accepted.Add(called.Block);
            }
            else if (called.Action == "GOING")
            {
                Going[called.Block] = Going.GetValueOrDefault(called.Block) + 1;
            }
        }
    }
}
