using CsCheck;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Profiles;

public sealed class PriorityTextTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("-1", -1)]
    [InlineData("0x7fffffff", int.MaxValue)]
    [InlineData("INT_MAX - 1", int.MaxValue - 1)]
    [InlineData("INT_MIN+1", int.MinValue + 1)]
    [InlineData("-INT_MAX", -int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    public void Parse_priority_gives_its_value(string text, int value) => Assert.Equal(value, PriorityText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("high")]
    [InlineData("INT_MAX+1")]
    [InlineData("2147483648")]
    [InlineData("1+")]
    [InlineData("+-")]
    public void TryParse_no_priority_is_null(string text) => Assert.Null(PriorityText.TryParse(text));

    [Fact]
    public void Format_any_priority_is_read_back() =>
        Gen.OneOf(Gen.Int, Gen.Int[int.MinValue, int.MinValue + 20], Gen.Int[int.MaxValue - 20, int.MaxValue])
            .Sample(value => PriorityText.TryParse(PriorityText.Format(value)) == value);
}
