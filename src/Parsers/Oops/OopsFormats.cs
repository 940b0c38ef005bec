using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Oops;

/// <summary>The forms of complaint, first match wins.</summary>
/// <remarks>Source: the <c>pr_*()</c> calls of <c>mm/kasan/report.c</c>, <c>kernel/locking/lockdep.c</c>, <c>kernel/panic.c</c>,
/// <c>kernel/hung_task.c</c>, <c>kernel/watchdog.c</c>, <c>kernel/rcu/tree_stall.h</c>, <c>lib/ubsan.c</c> and of the architectures' fault handlers.</remarks>
internal static partial class OopsFormats
{
    private const RegexOptions Usual = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>Without one of these a text holds no complaint.</summary>
    public static readonly SearchValues<string> Markers = SearchValues.Create(
        ["BUG:", "BUG ", "WARNING: ", "INFO: ", "Oops", "general protection fault", "Unable to handle", "Internal error:", "Kernel panic", "kernel BUG at", "UBSAN: ",
         "lock order detected", "suspicious R", "divide error", "invalid opcode", "double fault", "unreferenced object", "hard LOCKUP", "lock state"],
        StringComparison.Ordinal);

    private static readonly ImmutableArray<OopsFormat> All =
    [
        new(CallTraceKind.Kasan, Kasan(), "KASAN: {what} {access}", FunctionPlace.Headline),
        new(CallTraceKind.Kcsan, Kcsan(), "KCSAN: {what}", FunctionPlace.Headline),
        new(CallTraceKind.Kfence, Kfence(), "KFENCE: {what}", FunctionPlace.Headline),
        new(CallTraceKind.Kmsan, Kmsan(), "KMSAN: {what}", FunctionPlace.Headline),
        new(CallTraceKind.Ubsan, Ubsan(), "UBSAN: {what}", FunctionPlace.Trace),
        new(CallTraceKind.Lockdep, Deadlock(), "possible deadlock", FunctionPlace.Lock),
        new(CallTraceKind.Lockdep, LockState(), "inconsistent lock state", FunctionPlace.Lock),
        new(CallTraceKind.Lockdep, SuspiciousRcu(), "{what}: suspicious RCU usage", FunctionPlace.Trace),
        new(CallTraceKind.Lockdep, LockRule(), "{level}: {what}", FunctionPlace.Lock),
        new(CallTraceKind.Lockdep, Spinlock(), "BUG: spinlock {what}", FunctionPlace.Trace),
        new(CallTraceKind.Lockdep, NonStaticKey(), "INFO: trying to register non-static key", FunctionPlace.Trace),
        new(CallTraceKind.HungTask, Hung(), "INFO: task hung", FunctionPlace.Trace),
        new(CallTraceKind.Lockup, SoftLockup(), "BUG: soft lockup", FunctionPlace.Counter),
        new(CallTraceKind.Lockup, HardLockup(), "hard lockup", FunctionPlace.Counter),
        new(CallTraceKind.Lockup, Workqueue(), "BUG: workqueue lockup", FunctionPlace.Nowhere),
        new(CallTraceKind.RcuStall, RcuStall(), "INFO: rcu detected stall", FunctionPlace.Trace),
        new(CallTraceKind.AtomicSleep, Sleeping(), "BUG: sleeping function called from invalid context", FunctionPlace.Trace),
        new(CallTraceKind.AtomicSleep, Atomic(), "BUG: scheduling while atomic", FunctionPlace.Trace),
        new(CallTraceKind.AtomicSleep, Preemptible(), "BUG: using {what} in preemptible code", FunctionPlace.Trace),
        new(CallTraceKind.Oops, NullPointer(), "BUG: unable to handle kernel NULL pointer dereference", FunctionPlace.Counter),
        new(CallTraceKind.Oops, Paging(), "BUG: unable to handle kernel paging request", FunctionPlace.Counter),
        new(CallTraceKind.Bug, KernelBug(), "kernel BUG", FunctionPlace.Counter),
        new(CallTraceKind.Warning, Warning(), "WARNING", FunctionPlace.Headline),
        new(CallTraceKind.Oops, Protection(), "general protection fault", FunctionPlace.Counter),
        new(CallTraceKind.Oops, Trap(), "{what}", FunctionPlace.Counter, Detail: true),
        new(CallTraceKind.Oops, Internal(), "{what}", FunctionPlace.Counter, Detail: true),
        new(CallTraceKind.Oops, Oops(), "Oops", FunctionPlace.Counter, Detail: true),
        new(CallTraceKind.MemoryLeak, Leak(), "memory leak", FunctionPlace.Trace),
        new(CallTraceKind.MemoryLeak, Unreferenced(), "memory leak", FunctionPlace.Trace, Detail: true),
        new(CallTraceKind.Panic, Panic(), "kernel panic: {what}", FunctionPlace.Nowhere, Detail: true),
        new(CallTraceKind.Bug, Dentry(), "BUG: Dentry still in use {what}", FunctionPlace.Nowhere),
        new(CallTraceKind.Warning, StackRegisters(), "WARNING: kernel stack regs has bad '{what}' value", FunctionPlace.Nowhere),
        new(CallTraceKind.Warning, StackFrame(), "WARNING: kernel stack frame pointer has bad value", FunctionPlace.Nowhere),
        new(CallTraceKind.Bug, OtherBug(), "BUG: {what}", FunctionPlace.Nowhere),
        new(CallTraceKind.Bug, Slab(), "BUG: {what}", FunctionPlace.Nowhere),
        new(CallTraceKind.Warning, OtherWarning(), "WARNING: {what}", FunctionPlace.Nowhere, FromLog: true),
    ];

    /// <summary>The form that a line of a log opens, or null.</summary>
    public static (OopsFormat Format, Match Match)? Find(string line)
    {
        foreach (OopsFormat format in All)
        {
            Match match = format.Headline.Match(line);
            if (match.Success)
            {
                return (format, match);
            }
        }

        return null;
    }

    [GeneratedRegex(@"^BUG: KASAN: (?<what>[\w-]+( or [\w-]+)?)( (in|on) (?!address|range)(?<func>[\w.]+)(\+0x|.{0,3}$| [\w./-]+:\d+| \[))?", Usual, 2000)]
    private static partial Regex Kasan();

    [GeneratedRegex(@"^BUG: KCSAN: (?<what>[\w: -]{1,40}) in (?<func>[\w.]+( / [\w.]+)?)", Usual, 2000)]
    private static partial Regex Kcsan();

    [GeneratedRegex(@"^BUG: KFENCE: (?<what>[\w -]{1,40}?)( in (?<func>[\w.]+)|\s*$)", Usual, 2000)]
    private static partial Regex Kfence();

    [GeneratedRegex(@"^BUG: KMSAN: (?<what>[\w-]+) in (?<func>[\w.]+)", Usual, 2000)]
    private static partial Regex Kmsan();

    [GeneratedRegex(@"^UBSAN: (?<what>[\w -]{1,60}?) in (?<at>[\w./+-]+:\d+)", Usual, 2000)]
    private static partial Regex Ubsan();

    [GeneratedRegex(@"^\W{0,3}((INFO|WARNING): )?(possible (circular locking dependency|recursive locking|irq lock inversion dependency) detected|(possible )?\w+-safe -> \w+-unsafe lock order detected)", Usual, 2000)]
    private static partial Regex Deadlock();

    [GeneratedRegex(@"^\W{0,3}((INFO|WARNING): )?inconsistent lock state", Usual, 2000)]
    private static partial Regex LockState();

    [GeneratedRegex(@"^\W{0,3}(?<what>INFO|WARNING): suspicious RCU usage", Usual, 2000)]
    private static partial Regex SuspiciousRcu();

    [GeneratedRegex(@"^\W{0,3}(?<level>BUG|WARNING): (.{1,80} )?(?<what>still has locks held|held lock freed|bad (un)?lock balance|bad contention|Invalid wait context|lock held when returning to user space|lock held at task exit|Nested lock was not taken)", Usual | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex LockRule();

    [GeneratedRegex(@"^BUG: (spin|rw)lock (?<what>[a-z ]{3,40}?)( on CPU|,|$)", Usual, 2000)]
    private static partial Regex Spinlock();

    [GeneratedRegex(@"^INFO: trying to register non-static key", Usual, 2000)]
    private static partial Regex NonStaticKey();

    [GeneratedRegex(@"^INFO: task .{1,40} blocked (in I/O wait )?for more than \d+ seconds", Usual, 2000)]
    private static partial Regex Hung();

    [GeneratedRegex(@"^(watchdog: |NMI watchdog: )?BUG: soft lockup", Usual, 2000)]
    private static partial Regex SoftLockup();

    [GeneratedRegex(@"^(watchdog: |NMI watchdog: )?(Watchdog detected hard LOCKUP|CPU\d{0,4}: Watchdog detected hard LOCKUP)", Usual, 2000)]
    private static partial Regex HardLockup();

    [GeneratedRegex(@"^BUG: workqueue lockup", Usual, 2000)]
    private static partial Regex Workqueue();

    [GeneratedRegex(@"^(rcu: )?INFO: rcu_\w+ (self-)?detected( expedited)? stalls?", Usual, 2000)]
    private static partial Regex RcuStall();

    [GeneratedRegex(@"^BUG: sleeping function called from invalid context at (?<at>[\w./-]+:\d+)", Usual, 2000)]
    private static partial Regex Sleeping();

    [GeneratedRegex(@"^BUG: (scheduling while atomic|atomic scheduling while in)", Usual, 2000)]
    private static partial Regex Atomic();

    [GeneratedRegex(@"^BUG: using (?<what>\w+\(\)) in preemptible", Usual, 2000)]
    private static partial Regex Preemptible();

    [GeneratedRegex(@"^(BUG: )?([Uu]nable to handle (kernel )?|[Kk]ernel )NULL pointer (dereference|access)(?=\s(at|on)|,|$| in)", Usual, 2000)]
    private static partial Regex NullPointer();

    [GeneratedRegex(@"^((BUG: )?[Uu]nable to handle (kernel )?(paging request|page fault|access to user memory|read from unreadable memory|write to read-only memory|execute from non-executable memory|pointer dereference)|BUG: Unable to handle kernel (data access|instruction fetch|unaligned)|Unable to handle kernel execution)", Usual, 2000)]
    private static partial Regex Paging();

    [GeneratedRegex(@"^kernel BUG at (?<at>\S{1,300}?:\d+)!?", Usual, 2000)]
    private static partial Regex KernelBug();

    [GeneratedRegex(@"^WARNING: ((CPU: \d+ PID: \d+ )?at (?<at>\S{1,300}?:\d+) (?<func>[\w.]+)\+0x[0-9a-f]+/0x[0-9a-f]+( \[(?<module>[\w-]+)\])?|(CPU: \d+ PID: \d+ )?at (?<at>\S{1,300}?:\d+)|(?<at>[\w./-]+:\d+) at (?<func>[\w.]+)\+0x)", Usual, 2000)]
    private static partial Regex Warning();

    [GeneratedRegex(@"^(Oops: )?general protection fault(, [^:]{1,100})?(: [0-9a-f]{4})? ?(\[#\d+\]|:)?", Usual, 2000)]
    private static partial Regex Protection();

    [GeneratedRegex(@"^(Oops: )?(?<what>divide error|invalid opcode|double fault|stack segment|int3|bounds|alignment check|overflow|invalid TSS|segment not present|control protection|PANIC: double fault)(, [^:]{1,60})?: [0-9a-f]{4} \[#\d+\]", Usual, 2000)]
    private static partial Regex Trap();

    [GeneratedRegex(@"^(?<what>Internal error: [\w -]{1,60}?)(: [0-9a-f]{1,16})? \[#\d+\]", Usual, 2000)]
    private static partial Regex Internal();

    [GeneratedRegex(@"^(\w{1,30}\(\d+\): )?Oops(: Oops)?:? ?([0-9a-f]{1,16}|Kernel access of bad area|Exception in kernel mode|Machine check|illegal instruction|load access fault|store[^,]{0,20} fault)?(, sig: \d+)? ?\[#\d+\]", Usual, 2000)]
    private static partial Regex Oops();

    [GeneratedRegex(@"^BUG: memory leak", Usual, 2000)]
    private static partial Regex Leak();

    [GeneratedRegex(@"^unreferenced object 0x[0-9a-f]+ \(size ", Usual, 2000)]
    private static partial Regex Unreferenced();

    [GeneratedRegex(@"^Kernel panic - not syncing: (?<what>.{1,120}?)(( ?\.{2,3})?\s*$|: exit|  ?exitcode)", Usual, 2000)]
    private static partial Regex Panic();

    [GeneratedRegex(@"^BUG \S{1,60} \((Not tainted|Tainted: [A-Z ]{1,40})\): (?!kasan:)(?<what>\w.{1,80}?)\s*$", Usual, 2000)]
    private static partial Regex Slab();

    // Source: fs/dcache.c, umount_check().
    [GeneratedRegex(@"^BUG: Dentry .{1,120} still in use \(-?\d+\) (?<what>\[unmount of [\w.-]+ [\w.-]+\])", Usual, 2000)]
    private static partial Regex Dentry();

    // Source: arch/x86/kernel/unwind_frame.c, unwind_next_frame().
    [GeneratedRegex(@"^WARNING: kernel stack regs at .{1,80} has bad '(?<what>\w+)' value", Usual, 2000)]
    private static partial Regex StackRegisters();

    [GeneratedRegex(@"^WARNING: kernel stack frame pointer at .{1,80} has bad value", Usual, 2000)]
    private static partial Regex StackFrame();

    // Anything may be announced so; only a line with a time stamp is surely the kernel's.
    [GeneratedRegex(@"^WARNING: (?!CPU:|at |possible |suspicious |inconsistent |lock )(?<what>\w.{1,80}?)\s*$", Usual, 2000)]
    private static partial Regex OtherWarning();

    [GeneratedRegex(@"^BUG: (?<what>Bad (rss-counter state|page state|page map|swap)|non-zero (nr_ptes|pgtables_bytes|nr_pmds) on freeing mm|stack guard page was hit|corrupted list|TASK stack guard page|IRQ stack guard page)", Usual, 2000)]
    private static partial Regex OtherBug();
}
