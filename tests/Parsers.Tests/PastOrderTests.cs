using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

/// <summary>Orders that hold no more, against those that are told in the past tense and hold.</summary>
public sealed class PastOrderTests
{
    [Theory]
    [InlineData("In v6.1 kite_bus_notify ran before kite_fw_notify on reboot, which was wrong; commit 0123456789ab fixed that.")]
    [InlineData("kite_bus_notify used to run before kite_fw_notify on reboot.")]
    [InlineData("Until v6.2 kite_bus_notify ran before kite_fw_notify on reboot.")]
    [InlineData("kite_bus_notify ran before kite_fw_notify on reboot in v6.1. Now kite_fw_notify runs before kite_bus_notify on reboot.")]
    public void Read_order_that_is_over_carries_no_check(string text) => Assert.False(BusFirst(text)!.IsSure);

    [Theory]
    [InlineData("I added printks: kite_bus_notify ran before kite_fw_notify on reboot.")]
    [InlineData("On v6.1.55 kite_bus_notify was called before kite_fw_notify on reboot. kite_fw_notify must run before kite_bus_notify.")]
    [InlineData("kite_bus_notify runs before kite_fw_notify on reboot. This was different in v6.1.")]
    public void Read_order_that_holds_carries_one(string text) => Assert.True(BusFirst(text)!.IsSure);

    private static OrderingFact? BusFirst(string text) =>
        MailText.Read(text).Orderings.FirstOrDefault(order => order.Kind == OrderingKind.Observed && order.Sequence[0].Equals("kite_bus_notify", StringComparison.Ordinal));
}
