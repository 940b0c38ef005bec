using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Machine;

public sealed class GuestAddressTests
{
    [Fact]
    public void ToString_pads_to_sixteen_lower_case_digits() =>
        Assert.Equal("0x000000000000abcd", new GuestAddress(0xABCD).ToString());

    [Fact]
    public void Subtract_lower_minus_higher_is_negative() =>
        Assert.Equal(-16, new GuestAddress(0xffffffffa0000000) - new GuestAddress(0xffffffffa0000010));

    [Fact]
    public void Add_negative_offset_goes_down() =>
        Assert.Equal(new GuestAddress(0xfff), new GuestAddress(0x1000) + -1);

    [Fact]
    public void Add_past_the_end_wraps() =>
        Assert.Equal(GuestAddress.Null, new GuestAddress(ulong.MaxValue) + 1);

    [Fact]
    public void Compare_is_unsigned() =>
        Assert.True(new GuestAddress(0xffffffff81000000) > new GuestAddress(0x1000));

    [Fact]
    public void CompareTo_is_unsigned() =>
        Assert.Equal(1, new GuestAddress(0x8000000000000000).CompareTo(new GuestAddress(1)));
}
