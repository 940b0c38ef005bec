using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>What livepatch does when the modules that it patches come and go: facts L60 to L72, L91.</summary>
public sealed class ModuleEventTests
{
    private readonly PatchedKernel _machine = new(
        "v6.1", Target, Patch("p", "t", "t_one=one"), Patch("q", "t", "t_two=two"), Patch("missing", "t", "t_absent=one"));

    [Fact]
    public void Coming_applies_patches_in_the_order_of_enabling()
    {
        _machine.Run("insmod q.ko", "insmod p.ko");

        Assert.Equal(
            ["livepatch: applying patch 'q' to loading module 't'", "q: pre_patch", "q: post_patch", "livepatch: applying patch 'p' to loading module 't'", "p: pre_patch", "p: post_patch"],
            _machine.Run("insmod t.ko"));
    }

    [Fact]
    public void Going_reverts_in_the_same_order()
    {
        _machine.Run("insmod q.ko", "insmod p.ko", "insmod t.ko");

        Assert.Equal(
            ["q: pre_unpatch", "livepatch: reverting patch 'q' on unloading module 't'", "q: post_unpatch", "p: pre_unpatch", "livepatch: reverting patch 'p' on unloading module 't'", "p: post_unpatch"],
            _machine.Run("rmmod t"));
    }

    [Fact]
    public void Coming_patched_function_runs_its_replacement()
    {
        _machine.Run("insmod p.ko", "insmod t.ko");

        Assert.Equal(["p: one 3 new"], _machine.Run("echo 3 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Coming_missing_symbol_refuses_the_module_and_reverts_earlier_patches()
    {
        _machine.Run("insmod p.ko", "insmod missing.ko");

        Assert.Equal(
            ["livepatch: symbol 't_absent' not found in symbol table", "livepatch: failed to initialize patch 'missing' for module 't' (-22)",
             "livepatch: patch 'missing' failed for module 't', refusing to load module 't'", "p: pre_unpatch", "livepatch: reverting patch 'p' on unloading module 't'",
             "p: post_unpatch", "out: finit_module: errno 22 Invalid argument", "rc 22"],
            _machine.Run("insmod t.ko")[3..]);
    }

    [Fact]
    public void Coming_patches_behind_the_failing_one_are_not_told()
    {
        _machine.Run("insmod missing.ko", "insmod p.ko");

        Assert.DoesNotContain(_machine.Run("insmod t.ko"), l => l.StartsWith("p: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-19")]
    [InlineData("1")]
    public void Coming_pre_patch_that_fails_refuses_the_module_without_post_unpatch(string result)
    {
        _machine.Run("insmod p.ko", $"echo {result} > /sys/module/p/parameters/pre_patch_ret");

        Assert.Equal(
            ["livepatch: applying patch 'p' to loading module 't'", "p: pre_patch", "livepatch: pre-patch callback failed for object 't'",
             "livepatch: patch 'p' failed for module 't', refusing to load module 't'"],
            _machine.Run("insmod t.ko")[..4]);
    }

    [Fact]
    public void Coming_pre_patch_that_fails_leaves_no_module()
    {
        _machine.Run("insmod p.ko", "echo -19 > /sys/module/p/parameters/pre_patch_ret", "insmod t.ko");

        Assert.Null(_machine.Kernel.Loader.Find("t"));
    }

    [Fact]
    public void Coming_again_after_a_refusal_works()
    {
        _machine.Run("insmod p.ko", "echo -19 > /sys/module/p/parameters/pre_patch_ret", "insmod t.ko", "echo 0 > /sys/module/p/parameters/pre_patch_ret", "insmod t.ko");

        Assert.Equal(["p: one 3 new"], _machine.Run("echo 3 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Coming_with_ftrace_off_runs_post_unpatch_for_the_pre_patch_that_ran()
    {
        _machine.Run("insmod p.ko", "sysctl kernel.ftrace_enabled=0");

        Assert.Equal(
            ["livepatch: failed to register ftrace handler for function 't_one' (-16)", "livepatch: failed to apply patch 'p' to module 't' (-16)", "p: post_unpatch",
             "livepatch: patch 'p' failed for module 't', refusing to load module 't'"],
            _machine.Run("insmod t.ko")[2..6]);
    }

    [Fact]
    public void Coming_of_a_module_named_vmlinux_is_refused()
    {
        PatchedKernel machine = new("v6.1", "module: vmlinux\noutOfTree: false\ncode: 'static int x;'");

        Assert.Equal("livepatch: vmlinux.ko: invalid module name", machine.Run("insmod vmlinux.ko")[0]);
    }

    [Fact]
    public void Ftrace_enabled_cannot_be_switched_off_under_a_livepatch()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.Equal(["out: sysctl: setting key \"kernel.ftrace_enabled\": Device or resource busy", "rc 255"], _machine.Run("sysctl -w kernel.ftrace_enabled=0"));
    }
}
