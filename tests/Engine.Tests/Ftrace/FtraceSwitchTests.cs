using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Ftrace;

/// <summary>Registering, IPMODIFY, <c>ftrace_enabled</c> and death: facts F13 to F24, F30 to F33, F44, F53, F60, F80.</summary>
public sealed class FtraceSwitchTests
{
    private readonly PatchedKernel _machine = new("v6.1", PatchedModules.Target, PatchedModules.Patch("p", "t", "t_one=one"));

    [Fact]
    public void Register_twice_is_busy()
    {
        FtraceOps ops = Ops(FtraceOpsFlags.None);

        Assert.Equal([0, Errno.Ebusy], new[] { Ftrace.Register(ops), Ftrace.Register(ops) });
    }

    [Fact]
    public void Register_ipmodify_for_all_functions_is_invalid() =>
        Assert.Equal(Errno.Einval, Ftrace.Register(Ops(FtraceOpsFlags.IpModify)));

    [Fact]
    public void Register_second_ipmodify_on_a_function_is_busy()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");
        FtraceOps ops = Ops(FtraceOpsFlags.IpModify);
        Ftrace.SetFilterIp(ops, Site("t_one"), remove: false);

        Assert.Equal(Errno.Ebusy, Ftrace.Register(ops));
    }

    [Fact]
    public void SetFilterIp_no_site_is_invalid() =>
        Assert.Equal(Errno.Einval, Ftrace.SetFilterIp(Ops(FtraceOpsFlags.None), new GuestAddress(0xffffffff81000001), remove: false));

    [Fact]
    public void SetFilterIp_removing_what_is_not_there_has_no_entry()
    {
        _machine.Run("insmod t.ko");

        Assert.Equal(Errno.Enoent, Ftrace.SetFilterIp(Ops(FtraceOpsFlags.None), Site("t_one"), remove: true));
    }

    [Fact]
    public void SetEnabled_off_while_a_livepatch_is_on_is_busy()
    {
        Assert.Contains("write failed", _machine.Run("insmod t.ko", "insmod p.ko", "echo 0 > /proc/sys/kernel/ftrace_enabled"));
        Assert.Equal("out: 1", _machine.Read("/proc/sys/kernel/ftrace_enabled"));
    }

    /// <summary>Before PERMANENT a livepatch is switched off without a word.</summary>
    [Fact]
    public void SetEnabled_off_in_2016_switches_the_livepatch_off()
    {
        PatchedKernel old = new("v4.6", PatchedModules.Target, PatchedModules.Patch("p", "t", "t_one=one"));

        old.Run("insmod t.ko", "insmod p.ko", "echo 0 > /proc/sys/kernel/ftrace_enabled");

        Assert.Equal(["t: one 1 old"], old.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void SetEnabled_off_makes_calls_nops_and_keeps_counts()
    {
        _machine.Run("insmod t.ko", "echo function > /sys/kernel/tracing/current_tracer", "echo 0 > /proc/sys/kernel/ftrace_enabled");
        DynFtrace record = _machine.Kernel.FtraceState.Find(Site("t_one"))!;

        Assert.Equal((1, false), (record.Count, record.Has(FtraceRecordFlags.Enabled)));
    }

    [Fact]
    public void Second_ops_takes_the_private_trampoline_away()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "echo function > /sys/kernel/tracing/current_tracer");
        DynFtrace record = _machine.Kernel.FtraceState.Find(Site("t_one"))!;

        Assert.Equal((2, false), (record.Count, record.Has(FtraceRecordFlags.Trampoline)));
    }

    [Fact]
    public void Dead_ftrace_refuses_everything()
    {
        _machine.Run("insmod t.ko");
        _machine.Kernel.FtraceState.Kill();
        FtraceOps ops = Ops(FtraceOpsFlags.None);

        Assert.Equal(
            [Errno.Enodev, Errno.Enodev, Errno.Enodev, Errno.Enodev],
            new[] { Ftrace.Register(ops), Ftrace.Unregister(ops), Ftrace.SetFilterIp(ops, Site("t_one"), remove: false), Ftrace.SetEnabled(true) });
    }

    /// <summary>The accounting of 2016 assigns the count and forgets what else the record needs.</summary>
    [Theory]
    [InlineData("v6.1+bug", 0, false)]
    [InlineData("v6.1+bug-2016", 1, false)]
    [InlineData("v6.1", 1, true)]
    public void Record_of_a_target_that_loads_behind_its_livepatch(string profile, int count, bool ipModify)
    {
        PatchedKernel machine = new(profile, PatchedModules.Target, PatchedModules.Patch("p", "t", "t_one=one"));

        machine.Run("insmod p.ko", "insmod t.ko");

        DynFtrace record = machine.Kernel.FtraceState.Find(machine.Kernel.Machine.Symbols.Find("t_one", "t")[0].Address)!;
        Assert.Equal((count, ipModify), (record.Count, record.Has(FtraceRecordFlags.IpModify)));
    }

    private FtraceRegistry Ftrace => _machine.Kernel.Ftrace;

    private GuestAddress Site(string function) => _machine.Kernel.Machine.Symbols.Find(function, "t")[0].Address;

    private FtraceOps Ops(FtraceOpsFlags flags) =>
        new("test", _machine.Kernel.Machine.Symbols.Find("ftrace_stub", null)[0].Address, (_, _, _, _, _) => { }, flags);
}
