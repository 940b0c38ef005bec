using TriageBot.Engine.Tasks;
using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Tasks;

/// <summary>Tasks, sleeping and work queues, as module code sees them.</summary>
public sealed class KernelSchedulerTests
{
    private const string Work = """
          static unsigned int done[8];
          static long lock[4];
          static int hold = 1;
          static void slow(void *item) { pr_info("slow begins\n"); msleep(500); pr_info("slow ends\n"); complete(done); }
          static void quick(void *item) { pr_info("quick\n"); complete(done); }
          static void locked(void *item) { mutex_lock(lock); pr_info("locked\n"); mutex_unlock(lock); }
          static void spin(void *item) { while (hold) ; pr_info("spun\n"); }
          static void *slow_work[4] = { 0, 0, 0, slow };
          static void *quick_work[4] = { 0, 0, 0, quick };
          static void *locked_work[4] = { 0, 0, 0, locked };
          static void *spin_work[4] = { 0, 0, 0, spin };
        """;

    [Fact]
    public void Work_runs_when_its_maker_waits() =>
        Assert.Equal(["m: quick", "m: 1"], Run("""schedule_work(quick_work); flush_work(quick_work); pr_info("1\n");"""));

    [Fact]
    public void Work_that_nobody_waits_for_runs_later() => Assert.Equal(["m: 1", "m: quick"], Run("""schedule_work(quick_work); pr_info("1\n");"""));

    [Fact]
    public void Work_pending_is_queued_once() =>
        Assert.Equal(["m: 1 0", "m: quick"], Run("""int first = schedule_work(quick_work); int second = schedule_work(quick_work); pr_info("%d %d\n", first, second);"""));

    [Fact]
    public void Work_cancelled_before_it_began_never_runs() => Assert.Equal(["m: 1"], Run("""schedule_work(quick_work); cancel_work_sync(quick_work); pr_info("1\n");"""));

    [Fact]
    public void Work_behind_a_sleeping_one_gets_a_worker_of_its_own() =>
        Assert.Equal(["m: slow begins", "m: quick", "m: slow ends"], Run("schedule_work(slow_work); msleep(10); schedule_work(quick_work); msleep(1000);"));

    [Fact]
    public void Flush_waits_for_a_sleeping_work_and_time_passes() =>
        Assert.Equal(["m: slow begins", "m: slow ends", "m: 1"], Run("""schedule_work(slow_work); flush_work(slow_work); pr_info("1\n");"""));

    [Fact]
    public void Completion_counts() =>
        Assert.Equal(["m: 1"], Run("""complete(done); complete(done); wait_for_completion(done); wait_for_completion(done); pr_info("%d\n", done[0] == 0);"""));

    [Fact]
    public void Mutex_held_by_another_task_is_waited_for() =>
        Assert.Equal(["m: 1", "m: locked"], Run("""mutex_lock(lock); schedule_work(locked_work); msleep(10); pr_info("1\n"); mutex_unlock(lock); msleep(10);"""));

    [Fact]
    public void Task_that_never_sleeps_leaves_others_their_turn() =>
        Assert.Equal(["m: 1", "m: spun"], Run("""schedule_work(spin_work); msleep(10); pr_info("1\n"); hold = 0; flush_work(spin_work);"""));

    [Fact]
    public void Waiting_for_what_nobody_does_ends_the_kernel()
    {
        PatchedKernel machine = new("v6.1", Module("wait_for_completion(done);"));

        machine.Run("insmod m.ko");

        Assert.Contains("task init:1 waits for something that nothing does", machine.Oops);
    }

    [Fact]
    public void Exit_of_a_task_takes_it_off_the_list()
    {
        PatchedKernel machine = new();
        KernelTask task = machine.Kernel.Scheduler.Fork("child", isProcess: true, () => null);

        machine.Kernel.Scheduler.Exit(task);

        Assert.Single(machine.Kernel.Scheduler.Tasks);
    }

    [Fact]
    public void PassTime_moves_the_clock()
    {
        PatchedKernel machine = new();

        machine.Kernel.PassTime(250);

        Assert.Equal(250, machine.Kernel.Scheduler.Now);
    }

    private static string[] Run(string body) => new PatchedKernel("v6.1", Module(body)).Run("insmod m.ko");

    private static string Module(string body)
    {
        string code = $"{Work}\nstatic int __init m_init(void) {{ {body} return 0; }}";
        return "module: m\noutOfTree: false\ninit: m_init\ncode: |\n" + string.Join('\n', code.Split('\n').Select(l => "  " + l.Trim()));
    }
}
