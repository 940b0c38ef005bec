using TriageBot.Engine.Explore;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.Tests.Patching;
using Xunit;

namespace TriageBot.Engine.Tests.Explore;

/// <summary>CPUs run or fetch a call site while it is patched: every interleaving, for each way to patch.</summary>
public sealed class PatchingRaceTests
{
    private static readonly GuestAddress Site = PatchedSite.Site;

    [Theory]
    [InlineData("nop", "old", "nothing")]
    [InlineData("old", "nop", "old")]
    [InlineData("old", "new", "old")]
    public void TextPoke_runs_are_old_and_then_new_and_nothing_else(string from, string to, string before)
    {
        string after = to == "nop" ? "nothing" : to;

        SortedSet<string> seen = Outcomes(m => new TextPoke(m), from, to, runs: 2);

        Assert.Equal([$"{after} {after}", $"{before} {after}", $"{before} {before}"], seen.OrderBy(s => s.StartsWith(before, StringComparison.Ordinal)).ThenBy(s => s.EndsWith(before, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("nop", "old", new[] { "nothing", "old" })]
    [InlineData("old", "nop", new[] { "nothing", "old" })]
    [InlineData("old", "new", new[] { "new", "nothing", "old" })]
    public void BreakpointPatcher_misses_a_call_that_is_replaced_by_another_and_does_no_worse(string from, string to, string[] expected) =>
        Assert.Equal(expected, Outcomes(m => new BreakpointPatcher(m), from, to, runs: 1));

    [Fact]
    public void TextPoke_two_cpus_at_once_see_nothing_but_old_and_new()
    {
        RaceOutcome outcome = Explored(() =>
        {
            PatchedSite site = Queued(m => new TextPoke(m), "old", "new");
            return new Race([Patcher(site), Cpu(site, 1, []), Cpu(site, 2, [])], () => site.LostCall) { State = () => site.StateOf(1, 2) };
        });

        Assert.Equal((null, true), (outcome.Broken, outcome.Complete));
    }

    [Fact]
    public void Bytes_written_one_by_one_let_a_cpu_run_into_nowhere()
    {
        RaceOutcome outcome = Explored(() =>
        {
            PatchedSite site = new(m => new TextPoke(m));
            return new Race([ByteByByte(site, PatchedSite.Bytes("old")), Cpu(site, 1, [])], () => site.LostCall);
        });

        Assert.Equal(["patcher: writes byte 0", "cpu1: runs 0xffffffffa0000100"], outcome.Interleaving.Take(2).Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("nop", "old")]
    [InlineData("old", "new")]
    [InlineData("old", "nop")]
    public void TextPoke_cpu_that_fetches_in_two_goes_never_mixes_two_instructions(string from, string to)
    {
        RaceOutcome outcome = Fetching(from, to, synchronised: true);

        Assert.Equal((null, true), (outcome.Broken, outcome.Complete));
    }

    [Fact]
    public void TextPoke_without_serialising_cpus_one_mixes_two_instructions()
    {
        RaceOutcome outcome = Fetching("nop", "old", synchronised: false);

        Assert.StartsWith("decodes ", outcome.Broken, StringComparison.Ordinal);
    }

    /// <summary>What all interleavings of a patch and of some calls in a row called.</summary>
    private static SortedSet<string> Outcomes(Func<GuestMemory, ICodePatcher> create, string from, string to, int runs)
    {
        SortedSet<string> seen = new(StringComparer.Ordinal);
        RaceOutcome outcome = Explored(() =>
        {
            PatchedSite site = Queued(create, from, to);
            List<string> called = [];
            RaceActor cpu = Cpu(site, 1, called, runs);
            return new Race([Patcher(site), cpu], () => site.LostCall)
            {
                BrokenAtEnd = () =>
                {
                    seen.Add(string.Join(' ', called));
                    return null;
                },
            };
        });

        Assert.Equal((null, true), (outcome.Broken, outcome.Complete));
        return seen;
    }

    private static RaceOutcome Fetching(string from, string to, bool synchronised) => Explored(() =>
    {
        PatchedSite site = Queued(m => new TextPoke(m), from, to);
        int serialised = 0;
        string? mixed = null;
        if (synchronised)
        {
            site.Patcher.Observer = poked => serialised += poked.Phase == PatchPhase.Sync ? 1 : 0;
        }

        RaceActor cpu = CpuActor.TornFetch("cpu1", site.Memory, Site, CallEncoding.Length, () => serialised, bytes =>
        {
            bool whole = bytes[0] == CallEncoding.Int3 || bytes.AsSpan().SequenceEqual(PatchedSite.Bytes(from)) || bytes.AsSpan().SequenceEqual(PatchedSite.Bytes(to));
            mixed = whole ? null : "decodes " + Convert.ToHexStringLower(bytes);
        });
        return new Race([Patcher(site), cpu], () => mixed);
    });

    private static PatchedSite Queued(Func<GuestMemory, ICodePatcher> create, string from, string to)
    {
        PatchedSite site = new(create);
        site.Memory.Poke(Site, PatchedSite.Bytes(from));
        site.Patcher.Queue(Site, PatchedSite.Bytes(from), PatchedSite.Bytes(to));
        return site;
    }

    private static RaceActor Patcher(PatchedSite site) => new("patcher", site.Patcher.Steps().Select(s => new ActorStep(s.Phase.ToString())));

    private static RaceActor ByteByByte(PatchedSite site, byte[] bytes) => new("patcher", bytes.Select((b, i) =>
    {
        site.Memory.Poke(Site + i, [b]);
        return new ActorStep($"writes byte {i}");
    }));

    private static RaceActor Cpu(PatchedSite site, int index, List<string> called, int runs = 1) =>
        new($"cpu{index}", Enumerable.Range(0, runs).SelectMany(_ => site.Calls(index, called).Steps));

    private static RaceOutcome Explored(Func<Race> start) =>
        RaceExplorer.Explore(start, cancellationToken: TestContext.Current.CancellationToken);
}
