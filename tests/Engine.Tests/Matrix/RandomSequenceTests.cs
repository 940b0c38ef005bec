using System.Collections.Immutable;
using CsCheck;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Matrix;

/// <summary>Whatever user space does in whatever order, a right kernel keeps the invariants, and a wrong one is found out.</summary>
public sealed class RandomSequenceTests
{
    private const int Samples = 150;

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    [InlineData("v6.18")]
    public void Run_calm_sequence_on_a_right_kernel_breaks_nothing(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        ScenarioMatrix matrix = ScenarioMatrix.For(profile);

        RandomCommands.CalmSequences.Sample(
            commands => Assert.Empty(RandomCommands.Run(profile, matrix, commands)), iter: Samples, threads: 1, print: c => string.Join("; ", c));
    }

    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    [InlineData("v6.18")]
    [InlineData("livepatching-b56b36e")]
    public void Run_wild_sequence_on_a_right_kernel_breaks_only_what_its_profile_lists(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        ScenarioMatrix matrix = ScenarioMatrix.For(profile);

        RandomCommands.WildSequences.Sample(
            commands => FailOn(Unlisted(profile, matrix, commands)), iter: Samples, threads: 1, print: c => string.Join("; ", c));
    }

    [Theory]
    [InlineData("ftrace-5156dca", "I1", new[] { "insmod patch.ko; insmod target.ko" })]
    [InlineData("ftrace-5156dca", "I7", new[] { "insmod patch.ko; insmod target.ko", "insmod patch.ko; insmod target.ko fail_init=1" })]
    [InlineData(
        "v6.1+swap",
        "I2",
        new[]
        {
            "insmod patch.ko; insmod target.ko fail_init=1",
            "insmod patch.ko; insmod target.ko; rmmod target",
            "insmod target.ko; insmod patch.ko; rmmod target",
        })]
    public void Run_random_sequences_on_a_wrong_kernel_shrink_to_the_known_breaks(string name, string invariant, string[] known)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        ScenarioMatrix matrix = ScenarioMatrix.For(profile);
        SortedSet<string> found = new(StringComparer.Ordinal);

        // The seed is fixed, so the search is the same every time.
        PCG random = new(1, 2);
        for (int i = 0; i < 25; i++)
        {
            string[] commands = RandomCommands.PlainSequences.Generate(random, null, out _);
            if (RandomCommands.Run(profile, matrix, commands).Any(b => b.Id == invariant))
            {
                found.Add(string.Join("; ", RandomCommands.Shrink(profile, matrix, commands, invariant).Select(RandomCommands.Normalize)));
            }
        }

        Assert.Equal(known, found);
    }

    [Fact]
    public void For_rows_have_names_of_their_own()
    {
        ImmutableArray<MatrixRow> rows = ScenarioMatrix.For(KernelProfileCatalog.Get("v6.1+split")).Rows;

        Assert.Equal(rows.Length, rows.DistinctBy(r => r.Name).Count());
    }

    [Fact]
    public void For_kernel_without_atomic_replace_has_no_replace_rows() =>
        Assert.DoesNotContain(ScenarioMatrix.For(KernelProfileCatalog.Get("v4.6")).Rows, r => r.Features.Contains("replace"));

    [Fact]
    public void For_simple_rows_come_first() => Assert.Equal("patch-then-target/unload", ScenarioMatrix.For(KernelProfileCatalog.Get("v6.1+bug")).Rows[0].Name);

    /// <summary>Fails with the whole of every text; an assertion on a collection would cut them.</summary>
    private static void FailOn(IEnumerable<string> problems)
    {
        string all = string.Join('\n', problems);
        if (all.Length > 0)
        {
            Assert.Fail(all);
        }
    }

    /// <summary>Breaks whose shortest cause holds nothing that the profile lists with them.</summary>
    private static IEnumerable<string> Unlisted(KernelProfile profile, ScenarioMatrix matrix, string[] commands) =>
        from broken in RandomCommands.Run(profile, matrix, commands)
        let shrunk = RandomCommands.Shrink(profile, matrix, commands, broken.Id)
        let features = RandomCommands.FeaturesOf(shrunk)
        where !profile.KnownBreaks.Any(k => k.Invariant == broken.Id && features.Contains(k.When))
        select $"{broken.Id} after {string.Join("; ", shrunk)}";
}
