using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Tasks;

/// <summary>The system work queue: work items run on kworkers, one more of which is made when all are busy.</summary>
/// <remarks>Source: <c>kernel/workqueue.c</c>, <c>queue_work_on()</c>, <c>flush_work()</c>, <c>cancel_work_sync()</c>. Not modelled: several queues, delayed work.</remarks>
internal sealed class WorkQueue(KernelScheduler scheduler, GuestMemory memory)
{
    /// <summary>Offset of <c>func</c> in <c>struct work_struct</c>, behind <c>data</c> and <c>entry</c>.</summary>
    private const int FunctionOffset = 24;

    private readonly List<GuestAddress> _pending = [];
    private readonly Dictionary<KernelTask, GuestAddress?> _workers = [];

    /// <summary>Queues a work item.</summary>
    /// <returns>False when it was pending already.</returns>
    public bool Queue(GuestAddress work)
    {
        if (_pending.Contains(work))
        {
            return false;
        }

        _pending.Add(work);
        if (_workers.Values.All(w => w is not null))
        {
            KernelTask? worker = null;
            worker = scheduler.Fork($"kworker/0:{_workers.Count + 1}", isProcess: false, () => Take(worker!));
            _workers.Add(worker, null);
        }

        return true;
    }

    /// <summary>Waits until the item neither is pending nor runs.</summary>
    public void Flush(GuestAddress work) => scheduler.Sleep(() => !IsBusy(work));

    /// <summary>Takes the item off the queue and waits until it does not run.</summary>
    public void Cancel(GuestAddress work)
    {
        _pending.Remove(work);
        Flush(work);
    }

    private bool IsBusy(GuestAddress work) => _pending.Contains(work) || Runs(work);

    private bool Runs(GuestAddress work) => _workers.Any(w => w.Key.Entered && w.Value == work);

    private KernelCall? Take(KernelTask worker)
    {
        _workers[worker] = null;
        int next = _pending.FindIndex(w => !Runs(w));
        if (next < 0)
        {
            return null;
        }

        GuestAddress work = _pending[next];
        _pending.RemoveAt(next);
        _workers[worker] = work;
        return new KernelCall(new GuestAddress(memory.ReadUInt64(work + FunctionOffset)), work.Value);
    }
}
