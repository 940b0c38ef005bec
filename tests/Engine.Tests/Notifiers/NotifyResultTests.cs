using TriageBot.Engine.Notifiers;
using Xunit;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Facts N30 and N32 to N35: the values that callbacks return.</summary>
public sealed class NotifyResultTests
{
    [Fact]
    public void Constants_have_the_kernel_values() =>
        Assert.Equal([0x0000, 0x0001, 0x8001, 0x8002], new[] { NotifyResult.Done, NotifyResult.Ok, NotifyResult.Stop, NotifyResult.Bad }.Select(r => r.Value));

    [Theory]
    [InlineData(0, 0x0001)]
    [InlineData(-1, 0x8002)]
    [InlineData(-12, 0x800d)]
    [InlineData(-16, 0x8011)]
    [InlineData(-17, 0x8012)]
    [InlineData(-19, 0x8014)]
    [InlineData(-22, 0x8017)]
    public void FromErrno_errno_gives_the_kernel_value(int errno, int value) => Assert.Equal(value, NotifyResult.FromErrno(errno).Value);

    [Theory]
    [InlineData(0x0000, 0)]
    [InlineData(0x0001, 0)]
    [InlineData(0x8001, 0)]
    [InlineData(0x8002, -1)]
    [InlineData(0x8011, -16)]
    [InlineData(0x000d, -12)]
    public void ToErrno_value_decodes_as_in_the_kernel(int value, int errno) => Assert.Equal(errno, new NotifyResult(value).ToErrno());

    [Theory]
    [InlineData(-1)]
    [InlineData(-12)]
    [InlineData(-4095)]
    [InlineData(-32768)]
    public void Stops_bare_errno_stops_the_walk(int errno) => Assert.True(new NotifyResult(errno).Stops);

    [Theory]
    [InlineData(-1)]
    [InlineData(-12)]
    [InlineData(-4095)]
    public void ToErrno_bare_errno_decodes_to_success(int errno) => Assert.Equal(0, new NotifyResult(errno).ToErrno());

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x0001)]
    [InlineData(0x000d)]
    public void Stops_value_without_the_bit_goes_on(int value) => Assert.False(new NotifyResult(value).Stops);
}
