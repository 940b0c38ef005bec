using System.Collections.Immutable;
using CsCheck;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Matrix;

/// <summary>Whatever user space does in whatever order, a right kernel keeps the invariants, and a wrong one is found out.</summary>
public sealed class RandomSequenceTests
{
    [Theory]
    [InlineData("v4.6")]
    [InlineData("v6.1")]
    public void Run_random_sequence_on_a_right_kernel_breaks_nothing(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        ScenarioMatrix matrix = ScenarioMatrix.For(profile);

        RandomCommands.Sequences.Sample(commands => RandomCommands.Run(profile, matrix, commands).IsEmpty, iter: 150, threads: 1, print: c => string.Join("; ", c));
    }

    [Theory]
    [InlineData("ftrace-5156dca", "I1", "insmod patch.ko; insmod target.ko")]
    [InlineData("v6.1+swap", "I2", "insmod patch.ko; insmod target.ko; rmmod target")]
    public void Run_random_sequences_on_a_wrong_kernel_find_the_known_break(string name, string invariant, string shortest)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        ScenarioMatrix matrix = ScenarioMatrix.For(profile);
        HashSet<string> found = [];

        // The seed is fixed, so the search is the same every time. What it finds is shrunk by leaving commands out.
        PCG random = new(1, 2);
        for (int i = 0; i < 25; i++)
        {
            ImmutableArray<string> commands = [.. RandomCommands.Sequences.Generate(random, null, out _)];
            if (RandomCommands.Run(profile, matrix, commands).Any(b => b.Id == invariant))
            {
                ImmutableArray<string> shrunk = RandomCommands.Shrink(profile, matrix, commands, invariant);
                found.Add(string.Join("; ", shrunk.Select(c => c.Replace("patch2", "patch", StringComparison.Ordinal))));
            }
        }

        Assert.Contains(shortest, found);
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
}
