using TriageBot.Engine.Explore;
using Xunit;

namespace TriageBot.Engine.Tests.Explore;

public sealed class RaceExplorerTests
{
    [Fact]
    public void Explore_counter_without_a_lock_finds_the_shortest_lost_update()
    {
        RaceOutcome outcome = Explored(() => Increments(2, locked: false));

        Assert.Equal(
            ["a: reads", "a: writes", "a: ends", "b: reads", "b: writes", "b: ends"],
            outcome.Interleaving.OrderBy(s => s.Actor, StringComparer.Ordinal).Select(s => s.ToString()));
    }

    [Fact]
    public void Explore_counter_with_a_lock_holds_in_every_interleaving()
    {
        RaceOutcome outcome = Explored(() => Increments(3, locked: true));

        Assert.Equal((null, true), (outcome.Broken, outcome.Complete));
    }

    [Fact]
    public void Explore_without_state_runs_all_interleavings()
    {
        // Two actors with three moves each: the prefixes of the 20 ways to merge them are 69.
        RaceOutcome outcome = Explored(() => new Race([Steps("a", 2), Steps("b", 2)], () => null));

        Assert.Equal((69, true), (outcome.Explored, outcome.Complete));
    }

    [Fact]
    public void Explore_same_state_is_followed_once()
    {
        // Every state is told apart by how far each is, four by four; each is reached from at most two.
        RaceOutcome outcome = Explored(() => new Race([Steps("a", 2), Steps("b", 2)], () => null) { State = () => "" });

        Assert.InRange(outcome.Explored, 16, 32);
    }

    [Fact]
    public void Explore_budget_that_ends_says_so()
    {
        RaceOutcome outcome = Explored(() => new Race([Steps("a", 9), Steps("b", 9)], () => null), budget: 10);

        Assert.Equal((10, false), (outcome.Explored, outcome.Complete));
    }

    [Fact]
    public void Explore_two_locks_in_two_orders_finds_the_deadlock()
    {
        RaceOutcome outcome = Explored(() =>
        {
            HashSet<string> held = [];
            return new Race([Locker("a", held, "one", "two"), Locker("b", held, "two", "one")], () => null);
        });

        Assert.Equal("everyone waits for someone else", outcome.Broken);
    }

    [Fact]
    public void Explore_cancelled_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => RaceExplorer.Explore(() => new Race([Steps("a", 1)], () => null), cancellationToken: source.Token));
    }

    private static RaceActor Steps(string name, int count) =>
        new(name, Enumerable.Range(0, count).Select(i => new ActorStep($"does {i}")));

    private static Race Increments(int actors, bool locked)
    {
        int counter = 0;
        bool held = false;
        return new Race([.. Enumerable.Range(0, actors).Select(i => new RaceActor("abc"[i].ToString(), Increment()))], () => null)
        {
            BrokenAtEnd = () => counter == actors ? null : $"the counter is {counter}",
        };

        IEnumerable<ActorStep> Increment()
        {
            if (locked)
            {
                yield return new ActorStep("waits", () => !held);
                held = true;
            }

            int read = counter;
            yield return new ActorStep("reads");
            counter = read + 1;
            yield return new ActorStep("writes");
            held = false;
        }
    }

    private static RaceActor Locker(string name, HashSet<string> held, string first, string second)
    {
        return new RaceActor(name, Steps());

        IEnumerable<ActorStep> Steps()
        {
            yield return new ActorStep("wants " + first, () => !held.Contains(first));
            held.Add(first);
            yield return new ActorStep("wants " + second, () => !held.Contains(second));
            held.Add(second);
            yield return new ActorStep("has both");
            held.Clear();
        }
    }

    private static RaceOutcome Explored(Func<Race> start, int budget = 100_000) =>
        RaceExplorer.Explore(start, budget, TestContext.Current.CancellationToken);
}
