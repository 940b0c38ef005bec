using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using Xunit;

namespace TriageBot.Engine.Tests.Patching;

public sealed class TextPokeTests
{
    private static readonly GuestAddress Site = PatchedSite.Site;

    private readonly PatchedSite _site = new(memory => new TextPoke(memory), PagePermissions.Read | PagePermissions.Execute);

    [Theory]
    [InlineData("nop", "old", "old")]
    [InlineData("old", "nop", "nothing")]
    [InlineData("old", "new", "new")]
    public void Steps_from_the_breakpoint_on_every_cpu_acts_as_the_new_instruction(string from, string to, string calls) =>
        Assert.All(_site.RunBetweenSteps(from, to), step => Assert.Equal(calls, step.Called));

    [Fact]
    public void Steps_go_breakpoint_tail_first_byte_with_a_sync_after_each() =>
        Assert.Equal(
            [PatchPhase.Int3, PatchPhase.Sync, PatchPhase.Tail, PatchPhase.Sync, PatchPhase.FirstByte, PatchPhase.Sync],
            _site.RunBetweenSteps("nop", "old").Select(step => step.Phase));

    [Fact]
    public void Steps_of_a_batch_synchronise_three_times_in_all()
    {
        GuestAddress second = Site + 0x40;
        _site.Memory.Poke(second, X86Nops.Nop5.AsSpan());
        _site.Patcher.Queue(Site, X86Nops.Nop5.AsSpan(), PatchedSite.Bytes("old"));
        _site.Patcher.Queue(second, X86Nops.Nop5.AsSpan(), CallEncoding.Call(second, PatchedSite.Old).AsSpan());

        Assert.Equal(3, _site.Patcher.Steps().Count(step => step.Phase == PatchPhase.Sync));
    }

    [Fact]
    public void Queue_leaves_memory_as_it_is()
    {
        _site.Patcher.Queue(Site, PatchedSite.Bytes("nop"), PatchedSite.Bytes("old"));

        Assert.Equal(PatchedSite.Bytes("nop"), _site.BytesAt(Site, 5));
    }

    [Fact]
    public void Finish_writes_text_that_is_read_only()
    {
        _site.Patcher.Queue(Site, PatchedSite.Bytes("nop"), PatchedSite.Bytes("old"));

        _site.Patcher.Finish();

        Assert.Equal(PatchedSite.Bytes("old"), _site.BytesAt(Site, 5));
    }

    [Fact]
    public void Queue_other_bytes_than_expected_is_refused_with_both()
    {
        PatchResult result = _site.Patcher.Queue(Site, PatchedSite.Bytes("old"), PatchedSite.Bytes("nop"));

        Assert.Equal((PatchError.Differs, -22, X86Nops.Nop5), (result.Error, result.Errno, result.Actual), ByBytes);
    }

    [Fact]
    public void Queue_refused_site_does_not_change_at_finish()
    {
        _site.Patcher.Queue(Site, PatchedSite.Bytes("old"), PatchedSite.Bytes("new"));

        _site.Patcher.Finish();

        Assert.Equal(PatchedSite.Bytes("nop"), _site.BytesAt(Site, 5));
    }

    [Fact]
    public void Queue_site_that_is_not_mapped_faults_with_efault() =>
        Assert.Equal(-14, _site.Patcher.Queue(new GuestAddress(0xffffffffb0000000), PatchedSite.Bytes("nop"), PatchedSite.Bytes("nop")).Errno);

    [Fact]
    public void Queue_lower_site_flushes_the_batch_first()
    {
        GuestAddress lower = Site - 0x40;
        _site.Memory.Poke(lower, X86Nops.Nop5.AsSpan());
        _site.Patcher.Queue(Site, PatchedSite.Bytes("nop"), PatchedSite.Bytes("old"));

        _site.Patcher.Queue(lower, X86Nops.Nop5.AsSpan(), CallEncoding.Call(lower, PatchedSite.Old).AsSpan());

        Assert.Equal(PatchedSite.Bytes("old"), _site.BytesAt(Site, 5));
    }

    [Fact]
    public void Queue_257th_site_flushes_the_full_batch()
    {
        GuestAddress[] sites = [.. Enumerable.Range(0, 257).Select(i => Site + 0x100 + (i * 5))];
        foreach (GuestAddress site in sites)
        {
            _site.Memory.Poke(site, X86Nops.Nop5.AsSpan());
            _site.Patcher.Queue(site, X86Nops.Nop5.AsSpan(), CallEncoding.Call(site, PatchedSite.Old).AsSpan());
        }

        Assert.Equal((CallEncoding.CallOpcode, 1), (_site.Memory.ReadByte(sites[0]), _site.Patcher.Pending));
    }

    [Theory]
    [InlineData("9090909090")]
    [InlineData("0f1f4400")]
    [InlineData("6690cc")]
    [InlineData("e800000000cc")]
    [InlineData("b801000000")]
    public void Queue_instruction_that_cannot_be_emulated_is_our_bug(string bytes)
    {
        byte[] instruction = Convert.FromHexString(bytes);

        Assert.Throws<ArgumentException>(() => _site.Patcher.Queue(Site, instruction, instruction));
    }

    [Fact]
    public void HandleBreakpoint_of_somebody_else_is_left_alone()
    {
        _site.Memory.Poke(Site, [0xcc]);

        Assert.Equal(GuestFaultKind.UnhandledBreakpoint, Assert.Throws<GuestFaultException>(_site.RunFunction).Kind);
    }

    [Fact]
    public void HandleBreakpoint_after_the_change_is_not_ours_any_more()
    {
        _site.RunBetweenSteps("nop", "old");
        _site.Memory.Poke(Site, [0xcc]);

        Assert.Throws<GuestFaultException>(_site.RunFunction);
    }

    [Fact]
    public void WriteEarly_read_only_text_faults() =>
        Assert.Equal(
            GuestFaultKind.NotWritable,
            Assert.Throws<GuestFaultException>(() => _site.Patcher.WriteEarly(Site, PatchedSite.Bytes("old"))).Kind);

    [Fact]
    public void WriteEarly_writable_text_changes_at_once()
    {
        PatchedSite site = new(memory => new TextPoke(memory));

        site.Patcher.WriteEarly(Site, PatchedSite.Bytes("old"));

        Assert.Equal("old", site.RunFunction());
    }

    [Fact]
    public void Observer_sees_every_write_with_the_bytes_around_it()
    {
        List<string> seen = [];
        _site.Patcher.Observer = poked =>
            seen.Add($"{poked.Phase} {Convert.ToHexStringLower(poked.Before.AsSpan())} {Convert.ToHexStringLower(poked.After.AsSpan())}".Trim());

        _site.RunBetweenSteps("nop", "old");

        Assert.Equal(
            [
                "Int3 0f1f440000 cc1f440000", "Sync", "Tail cc1f440000 ccfbfeffe0", "Sync",
                "FirstByte ccfbfeffe0 e8fbfeffe0", "Sync",
            ],
            seen);
    }

    private static bool ByBytes(
        (PatchError Error, int Errno, System.Collections.Immutable.ImmutableArray<byte> Bytes) left,
        (PatchError Error, int Errno, System.Collections.Immutable.ImmutableArray<byte> Bytes) right) =>
        left.Error == right.Error && left.Errno == right.Errno && left.Bytes.SequenceEqual(right.Bytes);
}
