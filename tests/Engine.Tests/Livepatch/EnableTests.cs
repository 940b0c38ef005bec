using Xunit;
using static TriageBot.Engine.Tests.Livepatch.PatchedModules;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>Enabling, stacking, replacing and disabling: facts L40 to L46, L59, L80, L81, L90.</summary>
public sealed class EnableTests
{
    private static readonly string[] s_modules =
    [
        Target, Patch("p", "t", "t_one=one"), Patch("q", "t", "t_one=one"), Patch("r", "t", "t_two=two", more: "replace: true"),
        Patch("missing", "t", "t_absent=one"), Patch("old", "t", "t_one=one", more: "states: [{ id: 7, version: 1 }]"),
        Patch("cur", "t", "t_one=one", more: "states: [{ id: 7, version: 2 }]"), Patch("none", "t", "t_one=one", more: "replace: true"),
    ];

    private readonly PatchedKernel _machine = new("v6.1", s_modules);

    [Fact]
    public void Stack_newest_patch_wins()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko");

        Assert.Equal(["q: one 1 new"], _machine.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Disable_lower_patch_leaves_the_upper_one()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko", "echo 0 > /sys/kernel/livepatch/p/enabled");

        Assert.Equal(["q: one 1 new"], _machine.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Disable_upper_patch_uncovers_the_lower_one()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko", "echo 0 > /sys/kernel/livepatch/q/enabled");

        Assert.Equal(["p: one 1 new"], _machine.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Replace_takes_back_what_only_the_older_patch_replaced()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod r.ko");

        Assert.Equal(["t: one 1 old"], _machine.Run("echo 1 > /sys/module/t/parameters/one"));
    }

    [Fact]
    public void Replace_frees_the_older_patch()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "insmod r.ko");

        Assert.Empty(_machine.Run("rmmod p"));
    }

    [Fact]
    public void Replace_runs_only_the_callbacks_of_the_new_patch()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.DoesNotContain(_machine.Run("insmod r.ko"), l => l.StartsWith("p: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Enable_symbol_that_is_missing_refuses_the_load()
    {
        _machine.Run("insmod t.ko");

        string[] lines = _machine.Run("insmod missing.ko");

        Assert.Equal(["livepatch: symbol 't_absent' not found in symbol table", "rc 22"], [lines[0], lines[^1]]);
    }

    [Fact]
    public void Enable_pre_patch_that_fails_cancels_without_post_unpatch()
    {
        _machine.Run("insmod t.ko");

        string[] lines = _machine.Run("insmod p.ko pre_patch_ret=-5");

        Assert.Equal(
            ["livepatch: pre-patch callback failed for object 't'", "livepatch: failed to enable patch 'p'", "livepatch: 'p': canceling patching transition, going to unpatch",
             "livepatch: 'p': completing unpatching transition", "livepatch: 'p': unpatching complete"],
            lines[3..8]);
    }

    [Fact]
    public void Enable_older_state_version_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod cur.ko");

        Assert.Equal("livepatch: Livepatch patch (old) is not compatible with the already installed livepatches.", _machine.Run("insmod old.ko")[0]);
    }

    [Fact]
    public void Enable_replacing_patch_without_an_installed_state_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod cur.ko");

        Assert.Equal("rc 22", _machine.Run("insmod none.ko")[^1]);
    }

    [Fact]
    public void Enable_stacked_patch_may_lack_an_installed_state()
    {
        _machine.Run("insmod t.ko", "insmod cur.ko");

        Assert.Contains("livepatch: 'p': patching complete", _machine.Run("insmod p.ko"));
    }

    [Fact]
    public void Enable_module_that_is_no_livepatch_is_refused()
    {
        PatchedKernel machine = new("v6.1", """
            module: m
            outOfTree: false
            code: "static int __init m_init(void) { return klp_enable_patch(THIS_MODULE); }"
            init: m_init
            """);

        Assert.Equal("livepatch: module m is not marked as a livepatch module", machine.Run("insmod m.ko")[0]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Enabled_same_value_or_none_is_refused(string value)
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.Equal("write failed", _machine.Run($"echo {value} > /sys/kernel/livepatch/p/enabled")[0]);
    }

    [Fact]
    public void Unload_enabled_patch_is_refused()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.Equal("rc 1", _machine.Run("rmmod p")[^1]);
    }

    [Fact]
    public void Unload_disabled_patch_works()
    {
        _machine.Run("insmod t.ko", "insmod p.ko", "echo 0 > /sys/kernel/livepatch/p/enabled");

        Assert.Empty(_machine.Run("rmmod p"));
    }

    [Theory]
    [InlineData("p", "drwxr-xr-x")]
    [InlineData("p/enabled", "-rw-r--r--")]
    [InlineData("p/transition", "-r--r--r--")]
    [InlineData("p/force", "--w-------")]
    [InlineData("p/t/patched", "-r--r--r--")]
    [InlineData("p/t/t_one,1", "drwxr-xr-x")]
    public void Sysfs_modes_are_those_of_the_kernel(string path, string mode)
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.Equal(["out: " + mode], _machine.Run("stat -c %A /sys/kernel/livepatch/" + path));
    }

    [Fact]
    public void Sysfs_stack_order_follows_the_order_of_enabling()
    {
        PatchedKernel machine = new("v6.18", s_modules);
        machine.Run("insmod t.ko", "insmod p.ko", "insmod q.ko", "echo 0 > /sys/kernel/livepatch/p/enabled");

        Assert.Equal("out: 1", machine.Read("/sys/kernel/livepatch/q/stack_order"));
    }

    [Fact]
    public void Sysfs_stack_order_is_no_file_of_older_kernels()
    {
        _machine.Run("insmod t.ko", "insmod p.ko");

        Assert.EndsWith("rc 1", _machine.Read("/sys/kernel/livepatch/p/stack_order"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sysfs_patched_of_a_module_follows_its_loads()
    {
        const string patched = "/sys/kernel/livepatch/p/t/patched";
        _machine.Run("insmod p.ko");
        string before = _machine.Read(patched);
        _machine.Run("insmod t.ko");
        string loaded = _machine.Read(patched);
        _machine.Run("rmmod t");

        Assert.Equal(["out: 0", "out: 1", "out: 0"], [before, loaded, _machine.Read(patched)]);
    }
}
