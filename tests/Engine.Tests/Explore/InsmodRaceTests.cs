using TriageBot.Engine.Explore;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using Xunit;

namespace TriageBot.Engine.Tests.Explore;

/// <summary>The race that the first bad commit of 2016 mended while it broke livepatch.</summary>
public sealed class InsmodRaceTests
{
    [Fact]
    public void Explore_kernel_before_the_disabled_flag_writes_to_text_that_is_read_only() =>
        Assert.StartsWith("I3: ", Explore("livepatching-b56b36e").Broken, StringComparison.Ordinal);

    [Fact]
    public void Explore_shortest_interleaving_protects_text_between_two_steps_of_the_tracer()
    {
        RaceOutcome outcome = Explore("livepatching-b56b36e");

        Assert.Equal(
            [
                "insmod: begins", "insmod: layout or unlinked", "insmod: ftrace.module_init", "tracer: ops are counted", "tracer: text is made writable",
                "insmod: protect_text",
            ],
            outcome.Interleaving.Take(6).Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("ftrace-5156dca")]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    public void Explore_kernel_with_the_disabled_flag_is_safe_in_every_interleaving(string name)
    {
        RaceOutcome outcome = Explore(name);

        Assert.Equal((null, true), (outcome.Broken, outcome.Complete));
    }

    private static RaceOutcome Explore(string profile) => InsmodRace.Explore(KernelProfileCatalog.Get(profile), new BuiltInModules().Find("target")!);
}
