using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests.Oops;

public sealed class CallTraceTests
{
    private const string Warning =
        """
        It warns when the module goes:

        [   12.000001] ------------[ cut here ]------------
        [   12.000002] WARNING: CPU: 1 PID: 77 at drivers/demo/core.c:120 demo_release+0x1c/0x40 [demo_core]
        [   12.000003] Modules linked in: demo_core(OE-) demo_link
         demo_last [last unloaded: demo_gone]
        [   12.000004] CPU: 1 PID: 77 Comm: rmmod Tainted: G        W  OE      6.1.0-rc3+ #5
        [   12.000005] RIP: 0010:demo_release+0x1c/0x40 [demo_core]
        [   12.000006] Code: 48 89 df e8 00 00 00 00 <0f> 0b 5b
         c3 90
        [   12.000007] Call Trace:
        [   12.000008]  <TASK>
        [   12.000009]  ? __warn+0x80/0x130
        [   12.000010]  device_release+0x30/0x90
        [   12.000011]  demo_exit+0x10/0x22 [demo_core 0123456789abcdef]
        [   12.000012]  __x64_sys_delete_module+0x190/0x260 kernel/module/main.c:700
        [   12.000013]  </TASK>
        [   12.000014] ---[ end trace 0000000000000000 ]---

        What may it be?
        """;

    [Fact]
    public void Read_warning_has_title_place_and_kernel()
    {
        CallTraceFact trace = One(Warning);

        Assert.Equal(
            (CallTraceKind.Warning, "WARNING in demo_release", "demo_release", "demo_core", "drivers/demo/core.c:120", "6.1.0-rc3+", "GWOE"),
            (trace.Kind, trace.Title, trace.Function, trace.Module, trace.Location, trace.KernelVersion, trace.Taint));
    }

    [Fact]
    public void Read_warning_has_modules_over_a_wrapped_line()
    {
        Assert.Equal(["demo_core", "demo_link", "demo_last"], One(Warning).Modules);
    }

    [Fact]
    public void Read_code_line_has_bytes_and_the_place_of_the_trap()
    {
        CodeLine code = One(Warning).Code!;

        Assert.Equal(("4889DFE8000000000F0B5BC390", 8, 1), (Convert.ToHexString(code.Bytes.AsSpan()), code.TrapIndex, code.UnitSize));
    }

    [Fact]
    public void Read_trace_has_entries_in_order()
    {
        Assert.Equal(
            ["__warn+80  ? ", "device_release+30   ", "demo_exit+10 demo_core  ", "__x64_sys_delete_module+190   kernel/module/main.c:700"],
            One(Warning).Entries.Select(e => $"{e.Function}+{e.Offset:x} {e.Module} {(e.Reliable ? "" : "?")} {e.Source}"));
    }

    [Fact]
    public void Read_span_reaches_from_the_headline_to_the_end_of_the_log()
    {
        MailFacts facts = MailText.Read(Warning);
        string text = facts.Body.Slice(Assert.Single(facts.CallTraces).Span).ToString();

        Assert.Equal((true, true), (text.StartsWith("[   12.000002]", StringComparison.Ordinal), text.EndsWith("---[ end trace 0000000000000000 ]---", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("BUG: KASAN: slab-use-after-free in demo_read+0x10/0x20 [demo]\nWrite of size 8 at addr ffff888000000000 by task sh/1\n\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1", "Kasan", "KASAN: slab-use-after-free Write in demo_read")]
    [InlineData("BUG: KCSAN: data-race in demo_a / demo_b\n\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1", "Kcsan", "KCSAN: data-race in demo_a / demo_b")]
    [InlineData("BUG: KFENCE: out-of-bounds read in demo_read+0x10/0x20\n\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1", "Kfence", "KFENCE: out-of-bounds read in demo_read")]
    [InlineData("BUG: Dentry ffff888000000000{i=1,n=/} still in use (1) [unmount of proc proc]\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1", "Bug", "BUG: Dentry still in use [unmount of proc proc]")]
    [InlineData("WARNING: kernel stack regs at 000000001f0c9db5 in sh:1 has bad 'bp' value 000000002d2f8d0a\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1", "Warning", "WARNING: kernel stack regs has bad 'bp' value")]
    [InlineData("WARNING: CPU: 0 PID: 1 at lib/idr.c:5 ida_free+0x1/0x2\nCall Trace:\n ida_free+0x1/0x2\n demo_remove+0x1/0x2\n", "Warning", "WARNING in demo_remove")]
    [InlineData("INFO: task sh:1 blocked for more than 143 seconds.\nCall Trace:\n __schedule+0x1/0x2\n __flush_workqueue+0x1/0x2\n demo_release+0x1/0x2\n", "HungTask", "INFO: task hung in demo_release")]
    [InlineData("UBSAN: shift-out-of-bounds in drivers/demo/core.c:5:6\nshift exponent 64 is too large\nCall Trace:\n dump_stack_lvl+0x1/0x2\n ubsan_epilogue+0x1/0x2\n demo_shift+0x1/0x2\n", "Ubsan", "UBSAN: shift-out-of-bounds in demo_shift")]
    [InlineData("kernel BUG at drivers/demo/core.c:9!\ninvalid opcode: 0000 [#1] PREEMPT SMP\nCPU: 0 PID: 1 Comm: sh Not tainted 6.6.1 #1\nRIP: 0010:demo_write+0x1/0x2", "Bug", "kernel BUG in demo_write")]
    [InlineData("BUG: kernel NULL pointer dereference, address: 0000000000000008\n#PF: supervisor read access in kernel mode\nOops: 0000 [#1] PREEMPT SMP\nRIP: 0010:demo_write+0x1/0x2", "Oops", "BUG: unable to handle kernel NULL pointer dereference in demo_write")]
    [InlineData("Unable to handle kernel paging request at virtual address dead000000000108\nInternal error: Oops: 96000044 [#1] PREEMPT SMP\npc : demo_write+0x1/0x2 [demo]\nlr : demo_other+0x1/0x2", "Oops", "BUG: unable to handle kernel paging request in demo_write")]
    [InlineData("BUG: Kernel NULL pointer dereference on read at 0x00000008\nFaulting instruction address: 0xc000000000012345\nOops: Kernel access of bad area, sig: 11 [#1]\nNIP [c000000000012345] demo_write+0x1/0x2", "Oops", "BUG: unable to handle kernel NULL pointer dereference in demo_write")]
    [InlineData("Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP\nRIP: 0010:demo_write+0x1/0x2", "Oops", "general protection fault in demo_write")]
    [InlineData("WARNING: possible circular locking dependency detected\n6.6.1 #1 Not tainted\nsh/1 is trying to acquire lock:\nffff888000000000 (&demo->lock){+.+.}-{3:3}, at: demo_lock+0x1/0x2\n\nbut task is already holding lock:\nffff888000000001 (&other){+.+.}-{3:3}, at: demo_hold+0x1/0x2", "Lockdep", "possible deadlock in demo_lock")]
    [InlineData("INFO: task demo:12 blocked for more than 122 seconds.\n      Not tainted 6.6.1 #1\nCall Trace:\n <TASK>\n __schedule+0x1/0x2\n schedule+0x1/0x2\n demo_wait+0x1/0x2", "HungTask", "INFO: task hung in demo_wait")]
    [InlineData("watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [demo:12]\nCPU: 0 PID: 12 Comm: demo Not tainted 6.6.1 #1\nRIP: 0010:demo_spin+0x1/0x2", "Lockup", "BUG: soft lockup in demo_spin")]
    [InlineData("rcu: INFO: rcu_preempt self-detected stall on CPU\nrcu: \t0-....: (1 GPs behind)\nCall Trace:\n <IRQ>\n rcu_sched_clock_irq+0x1/0x2\n </IRQ>\n demo_spin+0x1/0x2", "RcuStall", "INFO: rcu detected stall in demo_spin")]
    [InlineData("BUG: sleeping function called from invalid context at kernel/locking/mutex.c:1\nCall Trace:\n dump_stack_lvl+0x1/0x2\n __might_resched+0x1/0x2\n mutex_lock+0x1/0x2\n demo_irq+0x1/0x2", "AtomicSleep", "BUG: sleeping function called from invalid context in demo_irq")]
    [InlineData("[    1.000000] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)", "Panic", "kernel panic: VFS: Unable to mount root fs on unknown-block(0,0)")]
    [InlineData("Jan  1 10:00:00 demo kernel: [    1.000000] WARNING: CPU: 0 PID: 1 at kernel/demo.c:1 demo_warn+0x1/0x2", "Warning", "WARNING in demo_warn")]
    [InlineData("kern  :warn  : [    1.000000] WARNING: CPU: 0 PID: 1 at kernel/demo.c:1 demo_warn+0x1/0x2", "Warning", "WARNING in demo_warn")]
    public void Read_complaint_has_kind_and_title(string log, string kind, string title)
    {
        CallTraceFact trace = One("Hi,\n\n" + log + "\n\nBye\n");

        Assert.Equal((kind, title), (trace.Kind.ToString(), trace.Title));
    }

    [Fact]
    public void Read_ftrace_bug_names_the_call_site_and_its_bytes()
    {
        CallTraceFact trace = One(
            "[  1.0] ------------[ cut here ]------------\n[  1.0] WARNING: CPU: 0 PID: 9 at kernel/trace/ftrace.c:2000 ftrace_bug+0x1/0x2\n"
            + "[  1.0] CPU: 0 PID: 9 Comm: modprobe Not tainted 6.1.0 #1\n[  1.0] Call Trace:\n[  1.0]  ftrace_module_enable+0x1/0x2\n[  1.0] ---[ end trace 0 ]---\n"
            + "[  1.0] ftrace failed to modify \n[  1.0] [<ffffffffc0001000>] demo_hello+0x0/0x20 [demo]\n[  1.0]  actual:   e8:01:02:03:04\n[  1.0]  expected: 0f:1f:44:00:00\n[  1.0] ftrace record flags: 88000002\n");

        Assert.Equal(
            (CallTraceKind.FtraceBug, "demo_hello", "demo", "E801020304", "0F1F440000", 0x88000002UL),
            (trace.Kind, trace.Function, trace.Module, Convert.ToHexString(trace.Ftrace!.Actual.AsSpan()), Convert.ToHexString(trace.Ftrace.Expected.AsSpan()), trace.Ftrace.Flags));
    }

    [Fact]
    public void Read_words_of_a_machine_that_prints_them_are_taken_apart()
    {
        CodeLine code = One("Unable to handle kernel paging request at virtual address 00000008\npc : demo+0x1/0x2\nCode: e5933000 (e5932004) e1a00003\n").Code!;

        Assert.Equal(("E5933000E5932004E1A00003", 4, 4), (Convert.ToHexString(code.Bytes.AsSpan()), code.TrapIndex, code.UnitSize));
    }

    [Theory]
    [InlineData("> WARNING: CPU: 0 PID: 1 at kernel/demo.c:1 demo_warn+0x1/0x2\n")]
    [InlineData("WARNING: this series is untested.\n")]
    [InlineData("BUG: sorting the list is slow\n")]
    [InlineData("Oops, I forgot the attachment.\n")]
    public void Read_what_is_no_log_of_the_author_gives_none(string text)
    {
        Assert.Empty(MailText.Read(text).CallTraces);
    }

    [Fact]
    public void Read_two_complaints_are_two()
    {
        Assert.Equal(
            ["WARNING in demo_a", "WARNING in demo_b"],
            MailText.Read(
                "WARNING: CPU: 0 PID: 1 at kernel/demo.c:1 demo_a+0x1/0x2\nCall Trace:\n demo_x+0x1/0x2\n---[ end trace 1 ]---\n"
                + "WARNING: CPU: 0 PID: 1 at kernel/demo.c:2 demo_b+0x1/0x2\nCall Trace:\n demo_y+0x1/0x2\n---[ end trace 2 ]---\n").CallTraces.Select(t => t.Title));
    }

    [Fact]
    public void Read_panic_behind_an_oops_belongs_to_it()
    {
        Assert.Equal(
            "kernel BUG in demo_write",
            One("kernel BUG at drivers/demo/core.c:9!\nRIP: 0010:demo_write+0x1/0x2\n---[ end trace 1 ]---\nKernel panic - not syncing: Fatal exception\n").Title);
    }

    private static CallTraceFact One(string body) => Assert.Single(MailText.Read(body).CallTraces);
}
