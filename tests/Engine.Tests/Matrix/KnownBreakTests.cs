using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Matrix;

/// <summary>The whole matrix on the kernels that were released: what breaks there is listed in the profile, and what is listed shows.</summary>
public sealed class KnownBreakTests
{
    private static readonly Dictionary<string, Lazy<List<(MatrixRow Row, string Invariant)>>> Runs =
        ((string[])["v4.6", "v6.1", "v6.1-debian", "v6.18"]).ToDictionary(n => n, n => new Lazy<List<(MatrixRow, string)>>(() => BreaksOf(n)));

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    [InlineData("v6.1-debian")]
    [InlineData("v6.18")]
    public void Run_released_kernel_breaks_nothing_that_its_profile_does_not_list(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);

        Assert.Empty(Runs[name].Value
            .Where(x => !profile.KnownBreaks.Any(k => k.Invariant == x.Invariant && x.Row.Features.Contains(k.When)))
            .Select(x => $"{x.Invariant} {x.Row.Name}"));
    }

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    [InlineData("v6.1-debian")]
    [InlineData("v6.18")]
    public void Run_released_kernel_shows_every_break_that_its_profile_lists(string name)
    {
        // No row of the matrix writes to ftrace_enabled.
        IEnumerable<KnownBreak> listed = KernelProfileCatalog.Get(name).KnownBreaks.Where(k => k.When != "ftrace-off");

        Assert.All(listed, k => Assert.Contains(Runs[name].Value, x => x.Invariant == k.Invariant && x.Row.Features.Contains(k.When)));
    }

    private static List<(MatrixRow, string)> BreaksOf(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        return [.. MatrixRunner.Run(profile, ScenarioMatrix.For(profile)).SelectMany(o => o.Breaks, (o, b) => (o.Row, b.Id))];
    }
}
