using System.Collections.Frozen;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Oops;

/// <summary>Functions that stand in a trace because they complain, wait or wrap, and that say nothing of what is wrong.</summary>
internal static class Plumbing
{
    private static readonly string[] Prefixes =
    [
        "dump_stack", "__dump_stack", "show_", "print_", "kasan_", "__kasan", "__asan", "asan_", "check_memory_region", "kmsan_", "__msan", "kcsan", "__kcsan", "__tsan", "warn_",
        "__warn", "report_", "__report", "exc_", "do_error_trap", "do_trap", "do_invalid_op", "asm_", "async_page_fault", "__ubsan", "ubsan_", "handle_overflow", "lockdep_",
        "lock_acquire", "__lock_", "lock_release", "check_", "__check_", "mark_lock", "mark_held", "validate_chain", "debug_check", "debug_show", "debug_mutex", "debug_spin",
        "debug_lockdep", "unwind_backtrace", "dump_backtrace", "walk_stackframe", "save_trace", "rcu_", "__rcu_check", "_rcu_", "nmi_", "__nmi", "default_do_nmi", "do_nmi",
        "end_repeat_nmi", "trigger_", "arch_trigger", "watchdog", "sysvec_", "apic_timer", "smp_apic", "local_apic", "__hrtimer", "hrtimer_interrupt", "hrtimer_run",
        "tick_", "update_process_times", "handle_irq", "__schedule", "schedule", "preempt_schedule", "__switch_to", "context_switch", "__mutex_", "mutex_", "rwsem_", "down_",
        "__down", "up_read", "up_write", "wait_for_", "__wait_for", "do_wait_for", "io_schedule", "bit_wait", "out_of_line_wait", "wait_on_", "__wait_on", "folio_wait", "do_raw_", "_raw_", "__raw_",
        "spin_", "spin_bug", "queued_spin", "native_queued", "__pv_queued", "pv_wait", "pv_hybrid", "pv_queued", "native_", "__might_", "___might_", "might_", "__cant_", "sched_submit", "schedule_debug", "__this_cpu", "this_cpu",
        "kmemleak_", "slab_", "kmem_cache_alloc", "__kmalloc", "kmalloc", "kzalloc", "__do_kmalloc", "kmemdup", "kstrdup", "__alloc", "alloc_pages", "kfree", "kvfree", "__slab_", "__cache_free", "kmem_cache_free", "kvmalloc",
        "instrument_", "atomic_", "atomic64_", "arch_atomic", "raw_atomic", "refcount_", "__refcount", "kref_", "test_bit", "set_bit", "clear_bit", "test_and_", "arch_test", "arch_set", "_test_bit", "constant_test_bit", "variable_test_bit",
        "mem_abort", "die", "__die", "no_context", "__do_kernel_fault", "do_kernel_fault", "do_mem_abort", "do_DataAbort", "do_PrefetchAbort", "__bad_area", "bad_area", "do_page_fault", "__do_page_fault", "do_translation_fault", "el0_", "el1_", "el1h_", "el0t_", "vpanic",
        "__list_", "list_del", "list_add", "hlist_", "__hlist", "__write_once", "__read_once", "read_pnp", "write_pnp", "rt_mutex", "__rt_mutex", "rtlock", "fixup_", "call_transmit", "prepare_to_wait", "stack_trace", "set_track", "csd_lock", "__print_lock", "local_irq", "__local_bh", "trace_hardirqs",
        "trace_irq", "ktime_get", "bpf_dispatcher_nop", "pgtable_", "search_exception", "folio_lock", "__folio_lock", "lock_page", "__lock_page", "lock_buffer", "__lock_buffer", "lock_mm", "mmap_read", "mmap_write", "srcu_", "__synchronize", "synchronize_", "ldsem_", "__filemap_fdata", "filemap_fdata", "__queue_work", "queue_work", "__queue_delayed", "queue_delayed", "cancel_work", "__cancel_work", "cancel_delayed",
        "touch_", "__touch", "debug_object", "__debug_object", "task_rq_lock", "__task_rq", "try_to_wake_up", "drain_workqueue", "destroy_workqueue", "fdatawait_",
    ];

    private static readonly FrozenSet<string> Names = new[]
    {
        "panic", "kasan", "create_object", "__wake_up", "__wake_up_common", "__wake_up_common_lock", "complete", "complete_all", "swake_up_locked", "kthread_stop", "invalid_op", "error_entry", "page_fault", "general_protection", "double_fault", "memcpy", "memset", "memmove", "memcmp", "strlen", "strcpy", "strcmp", "strncmp", "strscpy",
        "strnlen", "strcat", "strchr", "strstr", "vsnprintf", "__memcpy", "__memset", "__memmove", "memcpy_orig", "memset_orig", "memset_erms", "memcpy_erms", "rep_movs_alternative", "rep_stos_alternative", "copy_user_generic", "_copy_to_user", "_copy_from_user", "copy_to_user",
        "copy_from_user", "lock_timer_base", "fault_in_kernel_space", "handle_bug", "dump_header", "__schedule_bug", "__warn_printk", "show_regs", "die_nmi", "irq_exit", "do_IRQ", "common_interrupt", "handle_edge_irq",
        "ret_from_intr", "__irq_exit_rcu", "invoke_softirq", "__do_softirq", "do_softirq", "flush_work", "__flush_work", "down", "__up", "up", "mutex", "kvmclock_read", "csum_partial", "ct_nmi_exit", "kthread", "seqcount_lockdep_reader_access",
        "read_seqbegin", "arch_spin_lock", "arch_irqs_disabled", "nd_jump_link", "__del_timer_sync", "del_timer_sync", "timer_delete_sync", "__timer_delete_sync", "kernel_init_pages", "add_taint", "hex_dump_to_buffer", "ip_fast_csum",
        "worker_thread", "process_one_work", "process_scheduled_works", "smpboot_thread_fn", "cpu_stopper_thread", "ret_from_fork", "ret_from_fork_asm",
    }.ToFrozenSet(StringComparer.Ordinal);

    // These wait for others; who hangs is who called them.
    private static readonly string[] Waiting = ["__flush_workqueue", "flush_workqueue"];

    // These warn of what their caller asked for.
    private static readonly string[] Complaining = ["ida_", "idr_", "vmalloc_", "__vmalloc", "__kvmalloc"];

    /// <summary>Whether a function is passed over.</summary>
    /// <param name="kind">What the trace complains of.</param>
    public static bool Has(string function, CallTraceKind kind)
    {
        if (StartsWithOne(function, Prefixes)
            || (kind == CallTraceKind.HungTask && StartsWithOne(function, Waiting))
            || (kind == CallTraceKind.Warning && StartsWithOne(function, Complaining)))
        {
            return true;
        }

        int dot = function.IndexOf('.', StringComparison.Ordinal);
        return Names.Contains(dot < 0 ? function : function[..dot]);
    }

    private static bool StartsWithOne(string function, string[] prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (function.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
