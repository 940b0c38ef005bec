using TriageBot.Engine.Machine;
using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>The model of 2016: facts L11, L21, L46, L64.</summary>
public sealed class ImmediateModelTests
{
    private static readonly string[] s_modules = [Target, Busy(), Patch("p", "t", "t_one=one"), Patch("q", "t", "t_one=one"), Patch("work", "b", "b_work=work"), Patch("missing", "t", "t_absent=one")];

    private readonly PatchedKernel _machine = new("v4.6", s_modules);

    [Fact]
    public void Enable_takes_effect_at_once_without_callbacks()
    {
        _machine.Run("insmod t.ko");

        Assert.Equal(["livepatch: enabling patch 'p'"], _machine.Run("insmod p.ko"));
    }

    [Fact]
    public void Enable_does_not_wait_for_a_task_in_the_function()
    {
        _machine.Run("insmod b.ko", "insmod work.ko", "echo 0 > /sys/module/b/parameters/hold");

        Assert.Equal(["work: new work"], _machine.Run("echo 1 > /sys/module/b/parameters/again"));
    }

    [Fact]
    public void Disable_patch_that_another_covers_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko");

        Assert.Equal("write failed", _machine.Run("echo 0 > /sys/kernel/livepatch/p/enabled")[0]);
    }

    [Fact]
    public void Enable_again_after_disabling_works()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "echo 0 > /sys/kernel/livepatch/p/enabled", "echo 1 > /sys/kernel/livepatch/p/enabled");

        Assert.Equal(["p: one 1 new"], _machine.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Enable_again_above_a_disabled_patch_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko", "echo 0 > /sys/kernel/livepatch/q/enabled", "echo 0 > /sys/kernel/livepatch/p/enabled");

        Assert.Equal("write failed", _machine.Run("echo 1 > /sys/kernel/livepatch/q/enabled")[0]);
    }

    [Fact]
    public void Sysfs_has_neither_transition_nor_force()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.Equal("write failed", _machine.Run("echo 1 > /sys/kernel/livepatch/p/force")[0]);
    }

    [Fact]
    public void Coming_missing_symbol_leaves_the_older_kernel_inconsistent_and_the_module_loaded()
    {
        PatchedKernel machine = new("ftrace-5156dca", s_modules);
        machine.Run("insmod missing.ko");

        Assert.Equal(
            ["livepatch: symbol 't_absent' not found in symbol table", "livepatch: failed to initialize patch 'missing' for module 't' (-22)", "livepatch: patch 'missing' is in an inconsistent state!"],
            machine.Run("insmod t.ko"));
    }

    [Fact]
    public void Coming_missing_symbol_refuses_the_module_on_the_fixed_kernel()
    {
        _machine.Run("insmod missing.ko");

        Assert.Equal("rc 22", _machine.Run("insmod t.ko")[^1]);
    }

    [Theory]
    [InlineData("ftrace-5156dca", "livepatch: unresolvable ambiguity (2 matches) on symbol 'twice' in object 'm'")]
    [InlineData("v6.1", "livepatch: unresolvable ambiguity for symbol 'twice' in object 'm'")]
    public void Enable_ambiguous_symbol_is_told_in_the_words_of_the_era(string profile, string line)
    {
        PatchedKernel machine = new(profile, "module: m\noutOfTree: false\ncode: 'noinline int twice(int x) { return x; }'", Patch("p", "m", "twice=one"));
        machine.Run("insmod m.ko");
        KernelSymbol first = machine.Kernel.Machine.Symbols.Find("twice", "m")[0];
        machine.Kernel.Machine.Symbols.Add(first with { Address = first.Address + 1 });

        Assert.Contains(line, machine.Run("insmod p.ko"));
    }
}
