using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests.Orderings;

/// <summary>Functions of which nothing says that they are callbacks: the order of their calls is told, and nothing rests on it.</summary>
public sealed class CallOrderTests
{
    [Theory]
    [InlineData("quince_setup() is called before medlar_table() here.", "quince_setup > medlar_table")]
    [InlineData("Because quince_setup() is called after medlar_table(), the table is still empty.", "medlar_table > quince_setup")]
    [InlineData("quince_setup() must be executed before medlar_table(). This ensures that the table is found.", "quince_setup > medlar_table")]
    [InlineData("To prevent a deadlock on the control CPU, quince_setup() must be executed before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() should take place *before* medlar_table().", "quince_setup > medlar_table")]
    [InlineData("This commit adds a call to quince_setup() just before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("With the above change, we can safely call quince_setup() before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is never called before medlar_table().", "medlar_table > quince_setup")]
    [InlineData("quince_setup() cleared the map before medlar_table() filled it.", "quince_setup > medlar_table")]
    [InlineData("During quince_setup(), which is after medlar_table() but before loquat_map(), nothing is mapped.", "medlar_table > quince_setup > loquat_map", "medlar_table > loquat_map")]
    [InlineData("A worker is spawned after quince_setup() but before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_a() is called before medlar_b() and quince_c() is called after medlar_d().", "quince_a > medlar_b", "medlar_d > quince_c")]
    [InlineData("->quince_unlink() is called before NETDEV_UNREGISTER.", "quince_unlink > NETDEV_UNREGISTER")]
    [InlineData("We always run NETDEV_DOWN before NETDEV_UNREGISTER.", "NETDEV_DOWN > NETDEV_UNREGISTER")]
    [InlineData("Add a helper to ensure quince_setup() is called after medlar_table().", "medlar_table > quince_setup")]
    [InlineData("However, if the probe is put off, quince_setup() is called before medlar_table() returns.", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is called before late_initcall_sync().", "quince_setup > late_initcall_sync")]
    [InlineData("quince_exit() has to wait until loquat_release() has finished.", "loquat_release > quince_exit")]
    [InlineData("quince_exit() must wait for loquat_work() to finish.", "loquat_work > quince_exit")]
    [InlineData("quince_map(), which is an arch_initcall itself, depends on loquat_scan() having been called already.", "loquat_scan > quince_map")]
    [InlineData("quince_map() expects loquat_scan() to have been called.", "loquat_scan > quince_map")]
    [InlineData("When quince_free() runs, loquat_stop() has already been called.", "loquat_stop > quince_free")]
    [InlineData("quince_free() gets called after loquat_stop() has freed the table.", "loquat_stop > quince_free")]
    [InlineData("quince_setup() precedes medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is followed by medlar_table().", "quince_setup > medlar_table")]
    [InlineData("2.6 does quince_setup() after medlar_table() and nobody has complained.", "medlar_table > quince_setup")]
    [InlineData("Remove the interrupt with quince_free() before medlar_disable().", "quince_free > medlar_disable")]
    [InlineData("It seems to quince_unmap() after medlar_unregister().", "medlar_unregister > quince_unmap")]
    [InlineData("Additionally, before quince_initcalls() call medlar_scheduler().", "medlar_scheduler > quince_initcalls")]
    [InlineData("This restores the original teardown sequence:\n\n   quince_shutdown(t);\n   medlar_destroy(wq);\n\nwhich is right.", "quince_shutdown > medlar_destroy")]
    [InlineData("Steps that are needed:\n\n1) quince_setup() before medlar_table()\n2) more", "quince_setup > medlar_table")]
    [InlineData("When quince_free() runs, loquat_stop(&dev->work) has already been called.", "loquat_stop > quince_free")]
    [InlineData("Call quince_free() only once loquat_stop() has returned.", "loquat_stop > quince_free")]
    [InlineData("Once loquat_stop() has returned, quince_free() is called.", "loquat_stop > quince_free")]
    [InlineData("quince_open() first invoked the ->bind() callback and then medlar_add().", "bind > medlar_add")]
    [InlineData("We insert quince_setup() into loquat_kernel() after medlar_table().", "medlar_table > quince_setup")]
    [InlineData("Add a new NETDEV_UNREGISTER_LAST, called after quince_wait().", "quince_wait > NETDEV_UNREGISTER_LAST")]
    [InlineData("- BUS_NOTIFY_BIND_DRIVER - before quince_probe()", "BUS_NOTIFY_BIND_DRIVER > quince_probe")]
    [InlineData("The right solution would be to place quince_setup() before the medlar_table() invocation.", "quince_setup > medlar_table")]
    [InlineData("I was thinking to use quince_setup() here in loquat_map() before calling medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_setup() is called once after loquat_map() / medlar_table().", "loquat_map > quince_setup", "medlar_table > quince_setup")]
    [InlineData("The crash is in quince_reset(). It should be called after medlar_cancel(&dev->work) to make sure that no more work can come.", "medlar_cancel > quince_reset")]
    [InlineData("Since quince_notify() defers its work, we must move the call not only before medlar_table(), but in fact before loquat_map().", "quince_notify > medlar_table", "quince_notify > loquat_map")]
    [InlineData("It made one quince_mask() call in plum_end() of two, but it put that call before the medlar_table() invocation.", "quince_mask > medlar_table")]
    [InlineData("Remove the plum_puts() calls in quince_maps() because the function now runs before medlar_table() is called.", "quince_maps > medlar_table")]
    [InlineData("quince_setup() is called after medlar_table(). Reverse the order of these two calls.", "medlar_table > quince_setup", "quince_setup > medlar_table")]
    [InlineData("Was there a reason that quince_setup() was called before medlar_table()?", "quince_setup > medlar_table")]
    [InlineData("quince_setup() might be called before medlar_table() with a guest that runs.", "quince_setup > medlar_table")]
    [InlineData("It is not the same because quince_setup is called long before medlar_table.", "quince_setup > medlar_table")]
    [InlineData("The path calls quince_free() and then loquat_stop().", "quince_free > loquat_stop")]
    [InlineData("Calling quince_free() and then loquat_stop() is unsafe.", "quince_free > loquat_stop")]
    [InlineData("We should do quince_free() first, then loquat_stop().", "quince_free > loquat_stop")]
    [InlineData("quince_setup() is called by plum_arch() on x86, but not until after medlar_args() on ARM.", "medlar_args > quince_setup")]
    [InlineData("quince_setup() isn't called until medlar_table() is done.", "medlar_table > quince_setup")]
    [InlineData("At the time quince_setup() is called, medlar_table() has not yet run.", "quince_setup > medlar_table")]
    [InlineData("quince_setup() can't happen until after medlar_table() is called.", "medlar_table > quince_setup")]
    [InlineData("Nobody should call quince_setup() before medlar_table().", "medlar_table > quince_setup")]
    [InlineData("quince_stop() was calling loquat_kill() without calling loquat_die() on the CPUs first.", "loquat_die > loquat_kill")]
    [InlineData("Call quince_cancel() after medlar_drop() and call plum_destroy() after that.", "medlar_drop > quince_cancel > plum_destroy")]
    [InlineData("plum_drop() follows medlar_drop() and has to be called before quince_cancel().", "medlar_drop > plum_drop > quince_cancel")]
    [InlineData("If quince_going must be running before loquat_release, I can try to use a priority.", "quince_going > loquat_release")]
    [InlineData("The `.prepare` is used when the device is suspending, preceding quince_stop().", "prepare > quince_stop")]
    [InlineData("1.type of quince_bits is changed.\n2.set_quince_map() before medlar_table().", "set_quince_map > medlar_table")]
    [InlineData("quince_remove() unregisters it, running .ndo_stop and phy_halt(), before phy_cut().", "ndo_stop > phy_cut", "phy_halt > phy_cut")]
    [InlineData("quince_{map,unmap}() are called before medlar_{map,unmap}().", "quince_map > medlar_map", "quince_unmap > medlar_unmap")]
    [InlineData("quince_free() is called before medlar_{pause,stop}() runs.", "quince_free > medlar_pause", "quince_free > medlar_stop")]
    [InlineData("Could we ensure that quince_setup() runs before medlar_table()?", "quince_setup > medlar_table")]
    [InlineData("It seems quince_setup() is called before medlar_table() as there is no other way?", "quince_setup > medlar_table")]
    [InlineData("A worker is spawned after quince_setup() but before medlar_table(), right?", "quince_setup > medlar_table")]
    [InlineData("Would it be better to move quince_setup() before medlar_table() to avoid this?", "quince_setup > medlar_table")]
    [InlineData("Before CPUHP_AP_QUINCE add a new CPUHP_AP_MEDLAR state.", "CPUHP_AP_MEDLAR > CPUHP_AP_QUINCE")]
    [InlineData("Add a helper quince_switch() to switch a CPU to plum_mm, and do this before medlar_idle().", "quince_switch > medlar_idle")]
    [InlineData("Instead, add a function quince_task() and call it just before medlar_exit() so that it is seen.", "quince_task > medlar_exit")]
    [InlineData("quince_setup() is called too late. Move it before medlar_table().", "quince_setup > medlar_table")]
    [InlineData("quince_free() is called too early. Fix this by moving it after medlar_stop().", "medlar_stop > quince_free")]
    [InlineData("Move quince_free() before medlar_stop() here. It is kept after plum_cut(), which needs it.", "quince_free > medlar_stop", "plum_cut > quince_free")]
    [InlineData("A call to quince_key() is made. This one gets called way before medlar_table() has been called.", "quince_key > medlar_table")]
    [InlineData("plum_remove() first calls quince_bus(), which frees it. Then medlar_nr() is called and reads it.", "quince_bus > medlar_nr")]
    [InlineData("Just document why quince_ready() must be called before medlar_table() of the region.", "quince_ready > medlar_table")]
    [InlineData("It explains the effect of having quince_ready() before medlar_table().", "quince_ready > medlar_table")]
    [InlineData("Move the mutex_destroy() call to after quince_irq() so that it is not running.", "quince_irq > mutex_destroy")]
    [InlineData("quince_setup() is invoked by plum_state() quite a bit later than medlar_table().", "medlar_table > quince_setup")]
    [InlineData("In the gap between quince_setup() and medlar_table(), interrupts can come.", "quince_setup > medlar_table")]
    [InlineData("The trigger is valid between quince_setup() and medlar_table().", "quince_setup > medlar_table")]
    [InlineData("So between quince_setup() and medlar_table(), the other CPUs can still access it.", "quince_setup > medlar_table")]
    [InlineData("An interrupt can come after quince_stop() enables interrupts and before medlar_dead().", "quince_stop > medlar_dead")]
    [InlineData("It is set up in quince_setup(), which is called after medlar_table().", "medlar_table > quince_setup")]
    [InlineData("In the error path and quince_remove(), medlar_unmap() and plum_off() are called before loquat_irq().", "medlar_unmap > loquat_irq", "plum_off > loquat_irq")]
    [InlineData("But commit 5f81018753df changed to call quince_free() after medlar_drop().", "medlar_drop > quince_free")]
    [InlineData("Unless I am totally confused quince_exit() calls plum_exit() even before medlar_tell().", "plum_exit > medlar_tell")]
    [InlineData("plum_ops->quince_end() is called after medlar_table() and before loquat_map().", "medlar_table > plum_ops->quince_end > loquat_map", "medlar_table > loquat_map")]
    [InlineData("quince_ctrl(adapter, false) is called before medlar_table(1).", "quince_ctrl > medlar_table")]
    [InlineData("quince_shut() is called during plum_{shutdown,reset}_prepare(), before medlar_table() is called.", "quince_shut > medlar_table")]
    [InlineData("You must not call quince_a() before medlar_b().", "medlar_b > quince_a")]
    [InlineData("Do not call quince_a() before medlar_b().", "medlar_b > quince_a")]
    [InlineData("It is wrong to call quince_a() before medlar_b().", "medlar_b > quince_a")]
    [InlineData("You should never call quince_a() after medlar_b().", "quince_a > medlar_b")]
    [InlineData("Shouldn't we do quince_a() before medlar_b()?", "quince_a > medlar_b")]
    [InlineData("Stop calling quince_a() in medlar_b() but delay it after medlar_b().", "medlar_b > quince_a")]
    [InlineData("quince_a() should be called _after_ medlar_b().", "medlar_b > quince_a")]
    [InlineData("plum_remove() drained the timer with quince_a() before medlar_b().", "quince_a > medlar_b")]
    [InlineData("Boards first call quince_a(), but after that, they call medlar_b().", "quince_a > medlar_b")]
    [InlineData("It seems to call quince_a followed by medlar_b for the old ones.", "quince_a > medlar_b")]
    [InlineData("quince_a() will be called after plum_b() and plum_c() will be called before quince_d().", "plum_b > quince_a", "plum_c > quince_d")]
    [InlineData("Add quince_a() before medlar_b() to avoid that.", "quince_a > medlar_b")]
    [InlineData("Since quince_a() is called after medlar_b() returns, are the devices ready?", "medlar_b > quince_a")]
    [InlineData("It is handled by the quince_a() call which was executed before medlar_b().", "quince_a > medlar_b")]
    [InlineData("A work item running between quince_a() and medlar_b() can start it.", "quince_a > medlar_b")]
    [InlineData("In plum_map(), calling quince_a() before medlar_b() causes a read of a pointer that nobody has set for slow chips.", "quince_a > medlar_b")]
    [InlineData("Drivers call quince_a() before medlar_b() to ensure that no plum_c() comes with loquat_direct being true.", "quince_a > medlar_b")]
    [InlineData("They should issue quince_a() before medlar_b() to have their plum_c() work processed first.", "quince_a > medlar_b")]
    [InlineData("Moved quince_a() before medlar_b(), and plum_c() after loquat_d(), and reworded it.", "quince_a > medlar_b")]
    [InlineData("Remove the rest and reorder quince_a() before medlar_b() so that it is cleared.", "quince_a > medlar_b")]
    [InlineData("quince_exit() called plum_c() before the loop that calls medlar_b() on each device.", "plum_c > medlar_b")]
    [InlineData("quince_a() is called after medlar_b(). In order for plum_c() to not return zero, reverse the order of these two calls.", "medlar_b > quince_a", "quince_a > medlar_b")]
    [InlineData("quince_exit() frees the buffer. This happens before medlar_table() gets a chance to run.", "quince_exit > medlar_table")]
    [InlineData("quince_a() is called, and only then medlar_b().", "quince_a > medlar_b")]
    [InlineData("quince_a() is called first, then medlar_b().", "quince_a > medlar_b")]
    [InlineData("quince_a() gets called first and medlar_b() second.", "quince_a > medlar_b")]
    [InlineData("* Changed the order such that quince_a() is called first, medlar_b() next", "quince_a > medlar_b")]
    [InlineData("Correct the order: quince_a() and only then medlar_b().", "quince_a > medlar_b")]
    [InlineData("The end in plum_c() mirrors loquat_d(): quince_a() first, then medlar_b().", "quince_a > medlar_b")]
    [InlineData("In plum_c() the order is: quince_a(), medlar_b(), and finally loquat_d().", "quince_a > medlar_b > loquat_d")]
    [InlineData("Immediately after quince_a(), we call medlar_b().", "quince_a > medlar_b")]
    [InlineData("Right after calling quince_a(), the driver calls medlar_b().", "quince_a > medlar_b")]
    [InlineData("Delay quince_a() until after medlar_b().", "medlar_b > quince_a")]
    [InlineData("quince_a() runs while medlar_b() has not run yet.", "quince_a > medlar_b")]
    [InlineData("quince_a() gets called here, but medlar_b() has not been called at this point.", "quince_a > medlar_b")]
    [InlineData("The call to quince_a() is moved in front of medlar_b().", "quince_a > medlar_b")]
    [InlineData("The specification requires quince_a() to precede medlar_b().", "quince_a > medlar_b")]
    [InlineData("quince_a() must be the last step of setting up, after medlar_b().", "medlar_b > quince_a")]
    [InlineData("quince_a() removes the records before medlar_b() restores them.", "quince_a > medlar_b")]
    [InlineData("By the time quince_a() is reached, medlar_b() has disabled the controller.", "medlar_b > quince_a")]
    [InlineData("quince_a() would better be done in front of medlar_b().", "quince_a > medlar_b")]
    [InlineData("quince_a() is called, after a few seconds medlar_b() is called.", "quince_a > medlar_b")]
    [InlineData("quince_a() is called 3 seconds after medlar_b().", "medlar_b > quince_a")]
    [InlineData("plum_c() stops it. It is preceded by quince_a() and followed by medlar_b().", "quince_a > plum_c > medlar_b")]
    public void Read_finds_the_order_of_calls(string text, params string[] orders)
    {
        MailFacts facts = MailText.Read(text);

        Assert.Empty(facts.Orderings);
        Assert.Equal(orders, facts.CallOrders.Select(fact => string.Join(" > ", fact.Sequence)));
        Assert.All(facts.CallOrders, fact => Assert.False(fact.IsSure));
    }

    [Theory]
    [InlineData("quince_state is set before medlar_table() looks at it.")]
    [InlineData("quince_lock must be taken before medlar_mutex.")]
    [InlineData("Is quince_setup() called before medlar_table()?")]
    [InlineData("quince_setup() could be called before medlar_table().")]
    [InlineData("If quince_setup() were called before medlar_table(), that would crash.")]
    [InlineData("I renamed quince_setup() before I looked at medlar_table().")]
    [InlineData("Call quince_register() just before leaving medlar_setup().")]
    [InlineData("quince_setup() and loquat_map() are fine, but it puts that call before medlar_table().")]
    [InlineData("When quince_setup() is called, medlar_ptr has already been set.")]
    [InlineData("Call quince_get() before dereferencing medlar_ptr.")]
    [InlineData("There is no way quince_a() can be called before medlar_b().")]
    [InlineData("quince_a() can be called before or after medlar_b().")]
    [InlineData("Why is quince_a() called before medlar_b() or after it?")]
    [InlineData("quince_a() was called quince_b() before medlar_c() came.")]
    [InlineData("quince_x() comes before medlar_y() in the struct.")]
    [InlineData("quince_x() calls plum_y() before returning to medlar_z().")]
    [InlineData("The check for quince_ready() is done before the memory of medlar_dev is touched.")]
    [InlineData("Remove the superfluous quince_a() call before medlar_b().")]
    [InlineData("We forgot to call quince_a() before medlar_b().")]
    [InlineData("I tried to call quince_a() before medlar_b(), and it did not help.")]
    [InlineData("You said quince_a() is called before medlar_b().")]
    [InlineData("Returning quince_err after medlar_b() failed is fine.")]
    [InlineData("quince_irq_disable() is used because cpuhp_quince_fun() uses it before cpuhp_medlar_callback().")]
    [InlineData("quince_dispatch() runs on when medlar_func() returns 1.")]
    [InlineData("Patch 2 will do quince_id() checking after medlar_try() succeeds.")]
    [InlineData("This removes the need for the call to quince_check() before medlar_unwind().")]
    [InlineData("When plum_sync() calls quince_online(), all accesses of the CPU preceding medlar_down() are visible.")]
    [InlineData("The code is in this order:\n\n   spin_lock(l);\n   quince_one(l);\n   spin_unlock(l);\n")]
    [InlineData("quince_exit() must wait for loquat_work() users.")]
    [InlineData("quince_map() depends on what loquat_scan() has returned.")]
    [InlineData("quince_mask is put in place before medlar_table().")]
    [InlineData("When quince_free() runs, loquat_stop() does not matter.")]
    [InlineData("Why can quince_setup() not be called before medlar_table()?")]
    [InlineData("quince_setup() and loquat_map() crash. It should be called after medlar_table().")]
    [InlineData("quince_setup() is called after medlar_table(). Do not reverse the order of these two calls.", "medlar_table > quince_setup")]
    [InlineData("struct quince_table is followed by medlar_stub in memory.")]
    [InlineData("quince_setup() does this, and the memory is freed before medlar_table().")]
    [InlineData("quince_ptr is freed. Move it before medlar_table().")]
    [InlineData("Here quince_a() calls quince_b(). Move it before medlar_table().")]
    [InlineData("quince_setup() is slow. Move it before merging.")]
    [InlineData("Nobody knows whether quince_setup() runs before medlar_table().")]
    [InlineData("plum_c() runs the loquat hooks before medlar_table() is called.")]
    [InlineData("plum_c() calls the loquat hooks after medlar_table().")]
    [InlineData("Before calling quince_a(), medlar_b() must no longer be invoked.")]
    [InlineData("Convert quince_a() first, then medlar_b().")]
    [InlineData("The order is not: quince_a(), medlar_b().")]
    [InlineData("The clock is on in quince_a(). This happens before medlar_b().")]
    [InlineData("quince_a() and plum_c() free it. This happens before medlar_b().")]
    [InlineData("There is a race between quince_setup() and medlar_table().")]
    [InlineData("A lock is needed between quince_setup() and medlar_table().")]
    [InlineData("Should we call quince_setup() before or after medlar_table()?")]
    [InlineData("quince_setup() works without calling medlar_table().")]
    [InlineData("This works without calling quince_setup() or medlar_table() first.")]
    [InlineData("I first called quince_setup() and then tested medlar_table().")]
    [InlineData("It calls quince_setup() and then checks medlar_flag.")]
    [InlineData("Before medlar_table() add a new comment for quince_setup().")]
    [InlineData("Set the region up. Then medlar_table() is called.")]
    [InlineData("Move plum_del() after the error label quince_failed to fix this.")]
    [InlineData("The quince_queue delayed work is started again before medlar_cancel() is called.")]
    [InlineData("plum_map is set up from quince_setup(), which is called before that.")]
    [InlineData("quince_a() follows medlar_b() in the Kconfig file.")]
    [InlineData("The kernel-doc of quince_a() is followed by medlar_b().")]
    [InlineData("plum_flag is set at the very top of quince_exit(), before medlar_mm() runs.")]
    [InlineData("quince_{a,b,c}() are called before medlar_{x,y}().")]
    [InlineData("The line is quince.plum_map before medlar.plum_table here.")]
    [InlineData("We do not call quince_a() before medlar_b().")]
    [InlineData("There's no need to call quince_a() before medlar_b().")]
    [InlineData("The core no longer calls quince_a() before medlar_b().")]
    [InlineData("It runs without calling quince_a() before medlar_b().")]
    [InlineData("Use plum_c() instead of calling quince_a() before medlar_b().")]
    [InlineData("The driver fails to call quince_a() before medlar_b().")]
    [InlineData("The driver does not have to call quince_a() before medlar_b().")]
    [InlineData("Drivers need not call quince_a() before medlar_b().")]
    [InlineData("Stop calling quince_a() before medlar_b().")]
    [InlineData("Hardly any driver calls quince_a() before medlar_b().")]
    [InlineData("I see no caller that does quince_a() before medlar_b().")]
    [InlineData("It does not matter that quince_a() runs before medlar_b().")]
    [InlineData("It is unnecessary to call quince_a() after medlar_b() failed.")]
    [InlineData("Move quince_a() ahead of medlar_b() to avoid a build error.")]
    [InlineData("The call in front is quince_a(). Calling this right before medlar_b() seems best.")]
    [InlineData("The first caller is quince_reset(), which immediately calls medlar_b() afterwards.")]
    [InlineData("quince_probe() wakes the device up after medlar_add() succeeds.")]
    [InlineData("plum_a() fails, so add quince_b() and call it before medlar_c().")]
    [InlineData("quince_setup() -> medlar_enable() is the right order, not medlar_enable() -> quince_setup().", "quince_setup > medlar_enable")]
    [InlineData("quince_hook_register() is only called after setting loquat_acpi to 1, so it can never be 0 when the callbacks run.")]
    [InlineData("Drivers must not call quince_notify() before the medlar_notify() callback on reboot.", "medlar_notify > quince_notify")]
    [InlineData("The sequence is quince_notify() first. Drivers do not call quince_notify() before the medlar_notify() callback on reboot.")]
    [InlineData("quince_notify() is what medlar_notify() depends on, so it has to come first.")]
    [InlineData("plum_notify() needs the map that medlar_notify() tears down, so it has to run first.", "plum_notify > medlar_notify")]
    [InlineData("The chain calls the quince callbacks after medlar_notify().")]
    [InlineData("quince_a is called, then after 3 seconds medlar_b.")]
    [InlineData("quince_a() is called after 3 seconds by medlar_b().")]
    [InlineData("medlar_notify() poisons the map. quince_notify() should be called prior to it.", "quince_notify > medlar_notify")]
    [InlineData("The buffer is flushed by quince_notify(). A user lost data. It turned out that medlar_notify() precedes it on the reboot list.", "medlar_notify > quince_notify")]
    [InlineData("The buffers are flushed by quince_notify() and plum_notify(). A user lost data. It turned out that medlar_notify() precedes it on the reboot list.")]
    [InlineData("With X=m, quince_notify() is called before medlar_notify() on reboot. With X=y the order is reversed.", "quince_notify > medlar_notify", "medlar_notify > quince_notify")]
    [InlineData("quince_notify() is called before medlar_notify() on reboot. The arguments are reversed.", "quince_notify > medlar_notify")]
    [InlineData("plum_notify() runs the reboot notifiers before medlar_notify() is called.")]
    public void Read_finds_no_more_than_is_stated(string text, params string[] orders) => Assert.Equal(orders, MailText.Read(text).ToldOrders.Select(fact => string.Join(" > ", fact.Sequence)));

    [Theory]
    [InlineData("Nobody should call quince_setup() before medlar_table().", OrderingKind.Required)]
    [InlineData("You must not call quince_setup() before medlar_table().", OrderingKind.Required)]
    [InlineData("plum_stop() was calling quince_kill() without calling quince_die() on the CPUs first.", OrderingKind.Required)]
    [InlineData("quince_setup() is called too late. Move it before medlar_table().", OrderingKind.Proposed)]
    [InlineData("Instead, add a function quince_task() and call it just before medlar_exit().", OrderingKind.Proposed)]
    [InlineData("Add quince_a() before medlar_b() to avoid that.", OrderingKind.Proposed)]
    [InlineData("The path calls quince_free() and then loquat_stop().", OrderingKind.Observed)]
    [InlineData("In the gap between quince_setup() and medlar_table(), interrupts can come.", OrderingKind.Observed)]
    [InlineData("plum_remove() first calls quince_bus(), which frees it. Then medlar_nr() is called.", OrderingKind.Observed)]
    [InlineData("Please call quince_setup() before medlar_table().", OrderingKind.Proposed)]
    [InlineData("Fix the crash in that path by calling quince_setup() before medlar_table().", OrderingKind.Proposed)]
    [InlineData("Moved quince_setup() before medlar_table().", OrderingKind.Proposed)]
    [InlineData("Before this change quince_setup() was called before medlar_table().", OrderingKind.Observed)]
    [InlineData("With this change quince_setup() is called before medlar_table().", OrderingKind.Proposed)]
    public void Read_tells_whether_an_order_is_seen_wanted_or_proposed(string text, OrderingKind kind) => Assert.Equal(kind, Assert.Single(MailText.Read(text).CallOrders).Kind);

    // Devices are suspended along their tree: there is no chain whose order could be checked.
    [Fact]
    public void Read_does_not_take_callbacks_of_devices_for_those_of_a_chain()
    {
        MailFacts facts = MailText.Read("But the order may be changed, the cpu dai driver's suspend callback is called before machine driver's suspend callback, then the interrupt is not cleared.", "spdif: unexpected interrupt after suspend");

        Assert.NotEmpty(facts.Orderings);
        Assert.False(ReplyWorthiness.Judge(facts));
    }

    // Where a line ends with a blank, two stand between its last word and the next one.
    [Fact]
    public void Read_gives_a_described_callback_one_blank_between_words()
    {
        MailFacts facts = MailText.Read("The quince_change_notifier is called before the medlar \nACK callback of the chain.", "order of notifier callbacks");

        Assert.Equal(["quince_change_notifier", "medlar ACK callback"], Assert.Single(facts.Orderings).Sequence);
    }

    // What nothing says of callbacks changes neither the class nor the reply.
    [Fact]
    public void Read_gives_calls_no_say_in_class_and_reply()
    {
        MailFacts facts = MailText.Read("Since 6.1 the board crashes: quince_setup() is called before medlar_table().");

        Assert.Single(facts.CallOrders);
        Assert.Equal(MailClass.Other, facts.Class);
        Assert.Empty(facts.Callbacks);
        Assert.Equal(["quince_setup", "medlar_table"], facts.Functions.Select(function => function.Name));
        Assert.All(facts.ToldCallbacks, function => Assert.True(function.IsPlain));
        Assert.False(ReplyWorthiness.Judge(facts));
    }

    // Each comment stands above quince_setup(); what is "this function" and what only goes on from the line above must be told apart.
    [Theory]
    [InlineData("+/*|+ * Must be called before early_initcall() to have an effect.|+ */", "quince_setup > early_initcall", 11)]
    [InlineData("+/* This function is called before medlar_table(). */", "quince_setup > medlar_table", 10)]
    [InlineData("+/*|+ * Fills the table. Must be called before medlar_table().|+ */", "quince_setup > medlar_table", 11)]
    [InlineData("+/*|+ * Note: loquat_map()|+ * is called before medlar_table().|+ */", "loquat_map > medlar_table", 11)]
    [InlineData("+// loquat_map() is called before medlar_table(), which scans.", "loquat_map > medlar_table", 10)]
    [InlineData(" /* loquat_map() is called before medlar_table(). */", null, 0)]
    [InlineData("-/* loquat_map() is called before medlar_table(). */", null, 0)]
    public void Read_finds_orders_in_comments_that_a_patch_adds(string comment, string? order, int line)
    {
        string[] diff =
        [
            "Explain the order.", "", "---", "diff --git a/kernel/quince.c b/kernel/quince.c", "--- a/kernel/quince.c", "+++ b/kernel/quince.c", "@@ -10,4 +10,9 @@", " int loquat;", " ",
            .. comment.Split('|'), "+void quince_setup(void)", "+{", "+}",
        ];

        MailFacts facts = MailText.Read(string.Join('\n', diff), "[PATCH] quince: explain");

        Assert.Equal(order is null ? [] : [$"{order} {line}"], facts.CallOrders.Select(fact => $"{string.Join(" > ", fact.Sequence)} {fact.Line}"));
    }
}
