using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Selftests;
using Xunit;

namespace TriageBot.Engine.Tests.Selftests;

public sealed class SelftestReaderTests
{
    [Theory]
    [InlineData("[{", "f.json: is no JSON")]
    [InlineData("{}", "f.json: has a value of another kind")]
    [InlineData("""[{ "steps": [], "expect": [] }]""", "f.json: scenario 1: has no \"title\"")]
    [InlineData("""[{ "title": "t", "expect": [] }]""", "f.json: scenario 1: has no \"steps\"")]
    [InlineData("""[{ "title": "t", "steps": [{ "load": "m" }, { "lode": "m" }], "expect": [] }]""", "f.json: scenario 1, step 2: does nothing that is known; write one of load")]
    public void Read_text_that_is_none_names_place_and_remedy(string json, string says) =>
        Assert.StartsWith(says, Assert.Throws<ScenarioException>(() => SelftestReader.Read(json, "f.json")).Message);

    [Fact]
    public void Read_disabling_step_is_no_plain_write()
    {
        SelftestStep step = Step("""{ "disable": "p", "write": { "path": "/x", "value": "0" } }""");

        Assert.Equal(SelftestVerb.Disable, step.Verb);
    }

    [Fact]
    public void Read_comparison_keeps_the_line_that_it_logs()
    {
        SelftestStep step = Step("""{ "assert_read": "/proc/cmdline", "op": "equals", "value": "v", "log": "livepatch: ok" }""");

        Assert.Equal("livepatch: ok", step.LogOnSuccess);
    }

    [Fact]
    public void Read_traced_functions_may_be_a_list()
    {
        SelftestStep step = Step("""{ "assert_traced": ["a", "b"] }""");

        Assert.Equal(["a", "b"], step.Words);
    }

    private static SelftestStep Step(string json) =>
        SelftestReader.Read($$"""[{ "title": "t", "steps": [{{json}}], "expect": [] }]""", "f.json")[0].Steps[0];
}
