using Xunit;

namespace Parsers.Tests;

/// <summary>Callbacks of which the mail says that nobody gave them a priority.</summary>
public sealed class DefaultPriorityTests
{
    private const string Order = "kite_bus_notify runs before kite_fw_notify on reboot.\n";

    [Theory]
    [InlineData("Both have the default priority.")]
    [InlineData("Neither of them sets a priority.")]
    [InlineData("Both use default priority, so this is by registration.")]
    [InlineData("The two have no explicit priority.")]
    [InlineData("kite_bus_notify and kite_fw_notify have no priority today.")]
    [InlineData("kite_bus_notify and kite_fw_notify don't set .priority.")]
    public void Read_callbacks_without_a_priority_have_0(string sentence) =>
        Assert.Equal([("kite_bus_notify", 0), ("kite_fw_notify", 0)], Priorities(Order + sentence));

    [Theory]
    [InlineData("All three have the default priority.")]
    [InlineData("Both have the same priority.")]
    [InlineData("It has no priority over the other one.")]
    [InlineData("This has no priority list.")]
    [InlineData("Both have a priority.")]
    [InlineData("Should both have the default priority?")]
    [InlineData("If both have the default priority, the link order decides.")]
    [InlineData("We could let both use the default priority.")]
    public void Read_what_says_nothing_of_defaults_gives_none(string sentence) =>
        Assert.Equal([("kite_bus_notify", null), ("kite_fw_notify", null)], Priorities(Order + sentence));

    [Fact]
    public void Read_a_stated_priority_stays() =>
        Assert.Equal([("kite_bus_notify", 5), ("kite_fw_notify", 0)], Priorities(Order + "kite_bus_notify has priority 5. kite_fw_notify has the default priority."));

    private static (string Name, int? Priority)[] Priorities(string text) =>
        [.. MailText.Read(text).Callbacks.Select(callback => (callback.Name, callback.Priority)).OrderBy(callback => callback.Name, StringComparer.Ordinal)];
}
