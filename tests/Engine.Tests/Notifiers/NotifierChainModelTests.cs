using CsCheck;
using TriageBot.Engine.Notifiers;
using Xunit;
using static TriageBot.Engine.Tests.Notifiers.TestChain;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Random uses of a chain against a naive list.</summary>
public sealed class NotifierChainModelTests
{
    private static readonly int[] Priorities = [int.MinValue, int.MinValue + 1, -1, 0, 0, 1, int.MaxValue];


    private static readonly Gen<(int Operation, int Block)[]> Uses = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 9]).Array[0, 60];

    [Fact]
    public void Chain_random_uses_agree_with_a_sorted_list() => Uses.Sample(
        uses =>
        {
            TestChain chain = new(ChainKind.Blocking);
            NaiveChain model = new();
            NotifierBlock[] blocks = NewBlocks();
            bool agrees = true;
            foreach ((int operation, int index) in uses)
            {
                agrees &= Apply(operation, blocks[index], chain.Chain, model);
            }

            return agrees && chain.Order.SequenceEqual(model.Order) && chain.Calls.SequenceEqual(model.Calls);
        },
        iter: 2000);

    /// <summary>Few blocks and few priorities, so that doubles, equals and stops meet often. Samples run side by side: each has its own blocks.</summary>
    private static NotifierBlock[] NewBlocks() =>
        [.. Enumerable.Range(0, 10).Select(i => Block($"cb{i}", Priorities[i % Priorities.Length], i is 3 or 8 ? NotifyResult.Bad : null))];

    private static bool Apply(int operation, NotifierBlock block, NotifierChain chain, NaiveChain model)
    {
        switch (operation)
        {
            case 0 or 1 or 2:
                return chain.Register(block) == model.Register(block.Callback, block.Priority, block.Call(Up.Value, null).Stops);
            case 3:
                return chain.Unregister(block) == model.Unregister(block.Callback);
            case 4:
                chain.Call(Up, null, "subject");
                model.Call();
                return true;
            case 5:
                chain.CallReverse(Down, null, "subject");
                model.CallReverse();
                return true;
            default:
                chain.CallRobust(Up, Down, null, "subject");
                model.CallRobust();
                return true;
        }
    }
}
