using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using Xunit;

namespace TriageBot.Engine.Tests.Patching;

public sealed class BreakpointPatcherTests
{
    private static readonly GuestAddress Site = PatchedSite.Site;

    private readonly PatchedSite _site = new(memory => new BreakpointPatcher(memory));

    [Fact]
    public void Steps_call_replaced_by_another_is_missed_while_the_breakpoint_is_in() =>
        Assert.Equal(
            [
                (PatchPhase.Int3, "nothing"), (PatchPhase.Sync, "nothing"), (PatchPhase.Tail, "nothing"), (PatchPhase.Sync, "nothing"),
                (PatchPhase.FirstByte, "new"), (PatchPhase.Sync, "new"),
            ],
            _site.RunBetweenSteps("old", "new"));

    [Fact]
    public void Steps_nop_becomes_a_call_with_the_last_byte() =>
        Assert.Equal(
            ["nothing", "nothing", "nothing", "nothing", "old", "old"], _site.RunBetweenSteps("nop", "old").Select(step => step.Called));

    [Fact]
    public void Steps_call_becomes_a_nop_with_the_breakpoint() =>
        Assert.All(_site.RunBetweenSteps("old", "nop"), step => Assert.Equal("nothing", step.Called));

    [Fact]
    public void Steps_first_phase_covers_all_sites_before_the_second_begins()
    {
        Queue(Site, "nop", "old");
        Second();

        Assert.Equal(
            [PatchPhase.Int3, PatchPhase.Int3, PatchPhase.Sync, PatchPhase.Tail, PatchPhase.Tail, PatchPhase.Sync, PatchPhase.FirstByte, PatchPhase.FirstByte, PatchPhase.Sync],
            _site.Patcher.Steps().Select(step => step.Phase));
    }

    [Fact]
    public void Queue_checks_nothing_yet() =>
        Assert.True(Queue(Site, "old", "nop").Ok);

    [Fact]
    public void Finish_site_that_differs_fails_with_einval()
    {
        Queue(Site, "nop", "old");
        Second(expected: "old");

        Assert.Equal(-22, _site.Patcher.Finish().Errno);
    }

    [Fact]
    public void Finish_that_fails_takes_back_the_sites_before()
    {
        Queue(Site, "nop", "old");
        Second(expected: "old");

        _site.Patcher.Finish();

        Assert.Equal(PatchedSite.Bytes("nop"), _site.BytesAt(Site, 5));
    }

    [Fact]
    public void Finish_that_fails_in_its_second_phase_takes_back_sites_of_both_kinds()
    {
        GuestAddress other = Site + 0x1000;
        _site.Memory.Poke(other, X86Nops.Nop5.AsSpan());
        Queue(Site, "nop", "old");
        _site.Patcher.Queue(other, X86Nops.Nop5.AsSpan(), CallEncoding.Call(other, PatchedSite.Old).AsSpan());
        foreach (PatchStep step in _site.Patcher.Steps())
        {
            if (step is { Phase: PatchPhase.Tail } && step.Site == Site)
            {
                // Another CPU takes the write permission away and gives it back only for the undoing.
                _site.Memory.Protect(new GuestAddress(0xffffffffa0001000), 0x1000, PagePermissions.Read | PagePermissions.Execute);
            }
            else if (step.Error != PatchError.None)
            {
                _site.Memory.Protect(new GuestAddress(0xffffffffa0001000), 0x1000, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute);
            }
        }

        Assert.Equal(
            (PatchError.NotWritable, "old", "0f1f440000"),
            (_site.Patcher.Outcome.Error, _site.RunFunction(), Convert.ToHexStringLower(_site.BytesAt(other, 5))));
    }

    [Fact]
    public void Finish_text_that_is_read_only_fails_with_eperm()
    {
        PatchedSite site = new(memory => new BreakpointPatcher(memory), PagePermissions.Read | PagePermissions.Execute);
        site.Patcher.Queue(Site, PatchedSite.Bytes("nop"), PatchedSite.Bytes("old"));

        Assert.Equal((PatchError.NotWritable, -1), (site.Patcher.Finish().Error, site.Patcher.Outcome.Errno));
    }

    [Fact]
    public void Finish_text_of_the_kernel_proper_is_written_through_its_alias()
    {
        PatchedSite site = new(memory => new BreakpointPatcher(memory, isCoreText: _ => true), PagePermissions.Read | PagePermissions.Execute);
        site.Patcher.Queue(Site, PatchedSite.Bytes("nop"), PatchedSite.Bytes("old"));

        site.Patcher.Finish();

        Assert.Equal("old", site.RunFunction());
    }

    [Fact]
    public void Finish_site_that_is_not_mapped_fails_with_efault()
    {
        _site.Patcher.Queue(new GuestAddress(0xffffffffb0000000), PatchedSite.Bytes("nop"), PatchedSite.Bytes("nop"));

        Assert.Equal(-14, _site.Patcher.Finish().Errno);
    }

    [Fact]
    public void Finish_with_nothing_queued_is_done() =>
        Assert.True(_site.Patcher.Finish().Ok);

    [Fact]
    public void HandleBreakpoint_other_ftrace_site_is_skipped_while_a_change_is_under_way()
    {
        GuestAddress other = Site + 0x40;
        PatchedSite site = new(memory => new BreakpointPatcher(memory, isFtraceLocation: a => a == Site));
        site.Memory.Poke(other, X86Nops.Nop5.AsSpan());
        site.Memory.Poke(Site, [0xcc]);
        site.Patcher.Queue(other, X86Nops.Nop5.AsSpan(), CallEncoding.Call(other, PatchedSite.Old).AsSpan());
        string? called = null;
        foreach (PatchStep _ in site.Patcher.Steps())
        {
            called ??= site.RunFunction();
        }

        Assert.Equal("nothing", called);
    }

    [Fact]
    public void HandleBreakpoint_without_a_change_is_left_alone()
    {
        _site.Memory.Poke(Site, [0xcc]);

        Assert.Throws<GuestFaultException>(_site.RunFunction);
    }

    [Fact]
    public void WriteEarly_read_only_module_text_faults()
    {
        PatchedSite site = new(memory => new BreakpointPatcher(memory), PagePermissions.Read | PagePermissions.Execute);

        Assert.Throws<GuestFaultException>(() => site.Patcher.WriteEarly(Site, PatchedSite.Bytes("old")));
    }

    private PatchResult Queue(GuestAddress site, string expected, string bytes) =>
        _site.Patcher.Queue(site, PatchedSite.Bytes(expected), PatchedSite.Bytes(bytes));

    private void Second(string expected = "nop")
    {
        GuestAddress second = Site + 0x40;
        _site.Memory.Poke(second, X86Nops.Nop5.AsSpan());
        _site.Patcher.Queue(second, PatchedSite.Bytes(expected), CallEncoding.Call(second, PatchedSite.Old).AsSpan());
    }
}
