using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Scenarios;

/// <summary>Every scenario under <c>fixtures/scenarios</c> holds, and the steps of a scenario are judged.</summary>
public sealed class ScenarioFixtureTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Repository.PathOf("fixtures", "scenarios"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_scenario_of_the_fixtures_holds(string file)
    {
        Scenario scenario = ScenarioReader.Read(File.ReadAllText(Repository.PathOf("fixtures", "scenarios", file)), file);

        Assert.Empty(Run(scenario).Failures);
    }

    [Fact]
    public void Run_line_that_was_not_printed_is_a_failure() => Assert.Equal(
        ["after 'insmod target.ko': 'target: target_fn(2) OLD' was not printed"],
        Run("steps: [ { run: insmod target.ko, expect: ['target: target_fn(2) OLD'] } ]").Failures);

    [Fact]
    public void Run_forbidden_line_that_was_printed_is_a_failure() => Assert.Equal(
        ["after 'insmod target.ko': 'target: target_fn(1) OLD' was printed"],
        Run("steps: [ { run: insmod target.ko, without: ['target: target_fn(1) OLD'] } ]").Failures);

    [Fact]
    public void Run_lines_in_the_other_order_are_a_failure() => Assert.Equal(
        ["after 'rmmod target': '# rmmod target' was not printed"],
        Run("steps: [ { run: insmod target.ko }, { run: rmmod target, expect: ['target: target_fn(9) OLD', '# rmmod target'] } ]").Failures);

    [Fact]
    public void Run_invariant_that_may_not_break_is_a_failure()
    {
        Scenario scenario = ScenarioReader.Read("profile: ftrace-5156dca\nsteps: [ { run: insmod patch.ko }, { run: insmod target.ko } ]\nmayBreak: [I7]", "here");

        Assert.StartsWith("after 'insmod target.ko': I1 is broken: ", Assert.Single(Run(scenario).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_transcript_has_every_command() =>
        Assert.Equal(["# insmod target.ko", "# rmmod target"], Run("steps: [ { run: insmod target.ko }, { run: rmmod target } ]").Transcript.Where(l => l.StartsWith('#')));

    private static ScenarioVerdict Run(string yaml) => Run(ScenarioReader.Read(yaml, "here"));

    private static ScenarioVerdict Run(Scenario scenario) => ScenarioRunner.Run(
        scenario, KernelProfileCatalog.Get(scenario.Profile ?? "v6.1"), new BuiltInModules(), TestContext.Current.CancellationToken);
}
