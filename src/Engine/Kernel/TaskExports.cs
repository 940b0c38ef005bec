using TriageBot.Engine.Machine;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>What tasks, work queues, completions and mutexes offer to module code.</summary>
/// <remarks>Source: <c>kernel/workqueue.c</c>, <c>kernel/sched/completion.c</c>, <c>kernel/locking/mutex.c</c>, <c>kernel/time/sleep_timeout.c</c>. The structures are those of
/// the kernel as far as they are read: <c>work_struct.func</c> at 24, <c>completion.done</c> at 0, <c>mutex.owner</c> at 0. A task's handle is no memory.</remarks>
internal sealed class TaskExports(GuestMachine machine, KernelScheduler scheduler, WorkQueue queue)
{
    private static readonly GuestAddress Handles = new(0xffff888000300000);
    private const int HandleStride = 0x1000;

    /// <summary>Binds them.</summary>
    public void BindTo(KernelText text)
    {
        Bind("schedule_work", call => call.Return(queue.Queue(call.Pointer(0)) ? 1 : 0));
        Bind("queue_work_on", call => call.Return(queue.Queue(call.Pointer(2)) ? 1 : 0));
        Bind("flush_work", call => queue.Flush(call.Pointer(0)));
        Bind("cancel_work_sync", call => queue.Cancel(call.Pointer(0)));
        Bind("complete", call => Complete(call.Pointer(0), count: 1));
        Bind("complete_all", call => Complete(call.Pointer(0), int.MaxValue));
        Bind("wait_for_completion", call => WaitForCompletion(call.Pointer(0)));
        Bind("msleep", call => Msleep(call[0], interruptible: false));
        Bind("msleep_interruptible", call => Msleep(call[0], interruptible: true));
        Bind("cond_resched", call => call.Return(0));
        Bind("mutex_lock", call => Lock(call.Pointer(0)));
        Bind("mutex_unlock", call => machine.Memory.WriteUInt64(call.Pointer(0), 0));
        Bind("get_current", call => call.Return(Handles + ((long)scheduler.Current.Pid * HandleStride)));
        Bind("task_pid_nr", call => call.Return((call.Pointer(0) - Handles) / HandleStride));
        Bind("task_tgid_vnr", call => call.Return((call.Pointer(0) - Handles) / HandleStride));

        void Bind(string name, Action<GuestCall> function) => text.Bind(name, cpu => function(new GuestCall(machine.Memory, cpu)));
    }

    private void Complete(GuestAddress completion, int count)
    {
        uint done = machine.Memory.ReadUInt32(completion);
        machine.Memory.WriteUInt32(completion, (uint)Math.Min(int.MaxValue, done + (long)count));
    }

    private void WaitForCompletion(GuestAddress completion) => scheduler.Sleep(() =>
    {
        uint done = machine.Memory.ReadUInt32(completion);
        if (done is > 0 and < int.MaxValue)
        {
            machine.Memory.WriteUInt32(completion, done - 1);
        }

        return done > 0;
    });

    private void Msleep(ulong milliseconds, bool interruptible)
    {
        long end = scheduler.Now + (long)Math.Min(milliseconds, int.MaxValue);
        scheduler.Sleep(() => scheduler.Now >= end, end, interruptible);
    }

    private void Lock(GuestAddress mutex)
    {
        ulong owner = (Handles + ((long)scheduler.Current.Pid * HandleStride)).Value;
        scheduler.Sleep(() =>
        {
            bool free = machine.Memory.ReadUInt64(mutex) == 0;
            if (free)
            {
                machine.Memory.WriteUInt64(mutex, owner);
            }

            return free;
        });
    }
}
