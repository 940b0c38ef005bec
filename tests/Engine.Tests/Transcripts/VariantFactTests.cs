using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>Kernels whose recordings are not at hand, held against what is written of them: "Facts (bug and candidate fixes)" of the recordings' README.</summary>
public sealed class VariantFactTests
{
    private const string Call = "echo 5 > /sys/module/demo_target/parameters/call";
    private static readonly string[] PatchFirst = ["insmod demo_klp.ko", "insmod demo_target.ko", Call, "rmmod demo_target"];

    [Fact]
    public void Oldref_accounting_of_2016_without_saved_registers_hides_the_bug() =>
        Assert.Equal("1:NEW 5:NEW 9:NEW", Row("bug-oldref", PatchFirst).Calls);

    [Fact]
    public void Bug_2016_is_silent_and_wrong() =>
        Assert.Equal(new SummaryRow("1:OLD 5:OLD 9:OLD", "", "", 0), Row("bug-2016", PatchFirst));

    [Theory]
    [InlineData("bug")]
    [InlineData("swap")]
    [InlineData("split")]
    [InlineData("bug-2016")]
    [InlineData("swap-err")]
    [InlineData("split-2016")]
    [InlineData("bug-oldref")]
    public void Every_variant_is_right_when_the_target_is_there_first(string variant) =>
        Assert.Equal("1:OLD 5:NEW", Row(variant, "insmod demo_target.ko", "insmod demo_klp.ko", Call).Calls);

    [Theory]
    [InlineData("patch_then_target")]
    [InlineData("patch_then_target_trace")]
    [InlineData("target_then_patch")]
    [InlineData("unload_while_patched")]
    [InlineData("stacked")]
    [InlineData("tracer_patch_then_target")]
    [InlineData("trace_all_patch_then_target")]
    [InlineData("busy_and_reenable")]
    [InlineData("vmlinux_patch")]
    [InlineData("kprobe_on_target")]
    public void Split_is_right_wherever_coming_is_not_cut_short(string scenario)
    {
        string[] commands = [.. Golden.CommandsOf(scenario)];

        SummaryRow[] rows = [.. new[] { "direct", "split", "split-err", "split-oldref" }.Select(v => Row(v, commands))];

        Assert.All(rows, r => Assert.Equal(rows[0], r));
    }

    /// <summary>The rollback reaches only blocks that ran, so livepatch's going handler is not called; the next load meets what is left.</summary>
    [Theory]
    [InlineData("split", "16", "1:OLD 5:OLD 9:OLD")]
    [InlineData("split-err", "16 22", "")]
    public void Split_a_refusal_between_the_handlers_spoils_the_next_load(string variant, string refused, string calls)
    {
        SummaryRow row = Row(
            variant, "insmod demo_klp.ko", "insmod demo_observer.ko bad=0", "insmod demo_target.ko", "echo -1 > /sys/module/demo_observer/parameters/bad", "insmod demo_target.ko", Call, "rmmod demo_target");

        Assert.Equal((refused, calls), (row.Refused, row.Calls));
        Assert.StartsWith("ftrace_module_enable klp_patch_object", row.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_a_refusal_between_the_handlers_leaves_patched_set()
    {
        IReadOnlyList<string> lines = Golden.Replay("split", "insmod demo_klp.ko", "insmod demo_observer.ko bad=0", "insmod demo_target.ko", "state refused");

        Assert.Contains("sysfs: demo_klp/demo_target/patched = 1", lines);
    }

    /// <summary>stop=3 stands behind ftrace's coming handler and before livepatch's; 1 and 5 behind the going handlers.</summary>
    [Theory]
    [InlineData("split", 3, "OLD")]
    [InlineData("split-2016", 3, "OLD")]
    [InlineData("split", 1, "OLD")]
    [InlineData("split", 5, "OLD")]
    [InlineData("split-2016", 1, "NEW")]
    [InlineData("split-2016", 5, "NEW")]
    [InlineData("direct", 3, "NEW")]
    [InlineData("direct", 1, "NEW")]
    public void Notifier_that_stops_leaves_the_target_with(string variant, int stop, string text) =>
        Assert.Equal($"1:{text} 5:{text}", Row(variant, "insmod demo_klp.ko", $"insmod demo_observer.ko stop={stop}", "insmod demo_target.ko", Call).Calls);

    [Fact]
    public void Split_a_stop_behind_the_going_handlers_undoes_both_while_the_state_is_coming()
    {
        string[] lines = [.. Golden.Replay("split", "insmod demo_klp.ko", "insmod demo_observer.ko only=demo_target trace=1 stop=1", "insmod demo_target.ko")];

        Assert.Contains("observer: probe ftrace_release_mod demo_target [COMING]", lines);
    }

    [Fact]
    public void Split_a_stop_between_the_going_handlers_undoes_livepatch_only()
    {
        string[] lines = [.. Golden.Replay("split", "insmod demo_klp.ko", "insmod demo_observer.ko only=demo_target trace=1 stop=5", "insmod demo_target.ko")];

        Assert.DoesNotContain("observer: probe ftrace_release_mod demo_target [COMING]", lines);
        Assert.Contains("livepatch: reverting patch 'demo_klp' on unloading module 'demo_target'", lines);
    }

    /// <summary>The first unload kills ftrace; from then on livepatch fails with -19, which the variant drops or returns.</summary>
    [Theory]
    [InlineData("bug", "")]
    [InlineData("bug-err", "19")]
    public void Bug_loads_after_ftrace_died_are_refused_only_where_the_error_is_returned(string variant, string refused) =>
        Assert.Equal(refused, Row(variant, [.. PatchFirst, "insmod demo_target.ko"]).Refused);

    [Theory]
    [InlineData("bug-err")]
    [InlineData("swap-err")]
    [InlineData("split-err")]
    public void Err_a_failing_callback_refuses_the_load(string variant) =>
        Assert.Equal("19", Row(variant, "insmod demo_klp.ko pre_patch_ret=-19", "insmod demo_target.ko").Refused);

    [Theory]
    [InlineData("bug")]
    [InlineData("swap")]
    [InlineData("split")]
    public void Dropped_error_shows_on_unload_as_a_patch_without_module(string variant)
    {
        IReadOnlyList<string> lines = Golden.Replay(variant, "insmod demo_klp.ko pre_patch_ret=-19", "insmod demo_target.ko", "rmmod demo_target");

        Assert.Contains("livepatch: reverting patch 'demo_klp' on unloading module '(efault)'", lines);
        Assert.Contains("demo_klp: pre_unpatch demo_target [no module]", lines);
    }

    private static SummaryRow Row(string variant, params string[] commands) => SummaryRow.Of(Golden.Replay(variant, commands));
}
