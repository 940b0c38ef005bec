using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using Xunit;

namespace TriageBot.Engine.Tests.Patching;

public sealed class FtraceEntryCodeTests
{
    private static readonly GuestAddress Text = new(0xffffffff81041090);
    private static readonly GuestAddress Cell = new(0xffffffff81800000);
    private static readonly GuestAddress Stub = new(0xffffffff81041060);

    [Fact]
    public void Caller_first_bytes_are_those_of_the_real_kernel()
    {
        FtraceEntry entry = FtraceEntryCode.Caller(Text, Cell, Stub, saveRegisters: false);

        Assert.Equal(
            "4881eca8000000488944245048894c245848895424604889742468"
            + "48897c24704c894424484c894c244048c74424780000000048"
            + "89ea4889542420488bb424b0",
            Convert.ToHexStringLower(entry.Code.AsSpan()[..64]));
    }

    [Fact]
    public void Caller_call_site_lies_where_the_real_kernel_has_it()
    {
        FtraceEntry entry = FtraceEntryCode.Caller(Text, Cell, Stub, saveRegisters: false);

        Assert.Equal(0xffffffff8104110e, (Text + entry.CallSiteOffset).Value);
    }

    [Fact]
    public void Caller_ops_load_lies_where_the_real_kernel_has_it()
    {
        FtraceEntry entry = FtraceEntryCode.Caller(Text, Cell, Stub, saveRegisters: false);

        Assert.Equal(0x67, entry.OpsLoadOffset);
    }

    [Fact]
    public void Caller_with_registers_call_site_lies_where_the_real_kernel_has_it()
    {
        FtraceEntry entry = FtraceEntryCode.Caller(new GuestAddress(0xffffffff81041160), Cell, Stub, saveRegisters: true);

        Assert.Equal(0x81041223L - 0x81041160L, entry.CallSiteOffset);
    }

    [Fact]
    public void Caller_with_registers_starts_with_a_push_of_the_flags()
    {
        FtraceEntry entry = FtraceEntryCode.Caller(Text, Cell, Stub, saveRegisters: true);

        Assert.Equal("9c4881eca80000004889442450", Convert.ToHexStringLower(entry.Code.AsSpan()[..13]));
    }

    [Theory]
    [InlineData(false, "e84dffffff488b842480000000")]
    [InlineData(true, "e838feffff488b842490000000")]
    public void Caller_call_of_the_stub_has_the_bytes_of_the_real_kernel(bool saveRegisters, string expected)
    {
        GuestAddress start = saveRegisters ? new GuestAddress(0xffffffff81041160) : Text;
        FtraceEntry entry = FtraceEntryCode.Caller(start, Cell, Stub, saveRegisters);

        Assert.Equal(expected, Convert.ToHexStringLower(entry.Code.AsSpan().Slice(entry.CallSiteOffset, 13)));
    }
}
