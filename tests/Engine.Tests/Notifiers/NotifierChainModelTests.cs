using CsCheck;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Trace;
using Xunit;
using static TriageBot.Engine.Tests.Notifiers.TestChain;

namespace TriageBot.Engine.Tests.Notifiers;

/// <summary>Random uses of a chain against a naive list.</summary>
public sealed class NotifierChainModelTests
{
    private const int BlockCount = 8;

    /// <summary>Few priorities, so that equals meet often.</summary>
    private static readonly Gen<int> Priorities = OneOf(int.MinValue, int.MinValue + 1, -1, 0, 0, 1, int.MaxValue);

    /// <summary>OK, DONE, an errno without the stop bit; then what stops a walk: BAD, STOP, an encoded errno, a bare errno.</summary>
    private static readonly Gen<int> Results = OneOf(1, 1, 1, 1, 0, 0x000d, 0x8002, 0x8001, 0x800d, -12);

    private static readonly Gen<string> Names = Gen.Int[0, BlockCount - 1].Select(NameOf);

    private static readonly Gen<NaiveBlock[]> Blocks = BlocksWith(Gen.Const(NaiveEdit.Nothing));

    private static readonly Gen<NaiveBlock[]> EditingBlocks =
        BlocksWith(OneOf(NaiveEdit.Nothing, NaiveEdit.Nothing, NaiveEdit.Registers, NaiveEdit.Unregisters));

    private static readonly Gen<(int Operation, string Block)[]> Uses = Gen.Select(Gen.Int[0, 8], Names).Array[0, 60];

    [Theory]
    [InlineData(ChainKind.Blocking, DoubleRegistration.Refused)]
    [InlineData(ChainKind.Atomic, DoubleRegistration.Refused)]
    [InlineData(ChainKind.Raw, DoubleRegistration.WarnOnly)]
    [InlineData(ChainKind.Srcu, DoubleRegistration.WarnOnly)]
    public void Chain_random_uses_agree_with_a_sorted_list(ChainKind kind, DoubleRegistration era) =>
        Gen.Select(Blocks, Uses).Sample((blocks, uses) => new Pair(kind, era, blocks).Agrees(uses), iter: 1000);

    /// <summary>Only the caller's own locks guard a raw chain, so only there may a callback change it (N22, N23).</summary>
    [Fact]
    public void Chain_changed_by_its_callbacks_agrees_with_a_sorted_list() =>
        Gen.Select(EditingBlocks, Uses).Sample(
            (blocks, uses) => new Pair(ChainKind.Raw, DoubleRegistration.Refused, blocks).Agrees(uses.Where(u => u.Operation < 7)), iter: 2000);

    [Theory]
    [InlineData(DoubleRegistration.SelfLoop)]
    [InlineData(DoubleRegistration.WarnAndLoop)]
    [InlineData(DoubleRegistration.Refused)]
    public void Chain_whose_priorities_change_under_it_ends_or_says_that_it_loops(DoubleRegistration era) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[-1, 1]).Array[0, 12].Sample(
            uses =>
            {
                NotifierBlock[] blocks = [.. Enumerable.Range(0, 4).Select(i => Block(NameOf(i)))];
                NotifierChain chain = new("a_chain", ChainKind.Raw, new TraceLog(), era);
                foreach ((int operation, int block, int priority) in uses)
                {
                    Corrupt(chain, operation, blocks[block], priority);
                }
            },
            iter: 500);

    private static void Corrupt(NotifierChain chain, int operation, NotifierBlock block, int priority)
    {
        try
        {
            switch (operation)
            {
                case 0 or 1:
                    chain.Register(block);
                    break;
                case 2:
                    block.Priority = priority;
                    break;
                case 3:
                    chain.Unregister(block);
                    break;
                default:
                    chain.Call(Up, null, "subject");
                    break;
            }
        }
        catch (NotifierLoopException)
        {
            // Said so: a real kernel hangs here.
        }
    }

    private static string NameOf(int index) => $"cb{index}";

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<NaiveBlock[]> BlocksWith(Gen<NaiveEdit> edits) =>
        Gen.Select(Priorities, Results, Results, edits, Names)
            .Array[BlockCount]
            .Select(all => all.Select((x, i) => new NaiveBlock(NameOf(i), x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)).ToArray());

    /// <summary>The chain and its model, used alike.</summary>
    private sealed class Pair
    {
        private readonly TestChain _chain;
        private readonly NaiveChain _model;
        private readonly Dictionary<string, NotifierBlock> _blocks;

        public Pair(ChainKind kind, DoubleRegistration era, NaiveBlock[] blocks)
        {
            _chain = new TestChain(kind, era);
            _model = new NaiveChain(blocks, era == DoubleRegistration.Refused);
            _blocks = blocks.ToDictionary(b => b.Name, Real);
        }

        public bool Agrees(IEnumerable<(int Operation, string Block)> uses) =>
            uses.All(u => Apply(u.Operation, u.Block)) && _chain.Order.SequenceEqual(_model.Order) && _chain.Calls.SequenceEqual(_model.Calls);

        private NotifierBlock Real(NaiveBlock block) => new(block.Name, block.Priority, (action, _) =>
        {
            if (block.Edit == NaiveEdit.Registers)
            {
                _chain.Chain.Register(_blocks[block.Edited]);
            }
            else if (block.Edit == NaiveEdit.Unregisters)
            {
                _chain.Chain.Unregister(_blocks[block.Edited]);
            }

            return new NotifyResult(block.Returns(action == Up.Value ? Up.Name : Down.Name));
        });

        private bool Apply(int operation, string block) => operation switch
        {
            0 or 1 => _chain.Chain.Register(_blocks[block]) == _model.Register(block),
            2 => _chain.Chain.Register(_blocks[block], uniquePriority: true) == _model.Register(block, unique: true),
            3 => _chain.Chain.Unregister(_blocks[block]) == _model.Unregister(block),
            4 => _chain.Chain.Call(Up, null, "subject").Value == _model.Call(),
            5 => _chain.Chain.CallReverse(Down, null, "subject").Value == _model.CallReverse(),
            6 or 7 when !_chain.Chain.HasRobustCall => RefusesRobust(),
            6 => _chain.Chain.CallRobust(Up, Down, null, "subject").Value == _model.CallRobust(reverse: false),
            _ when !_chain.Chain.HasRobustCall => true,
            _ => _chain.Chain.CallRobust(Up, Down, null, "subject", reverseRollback: true).Value == _model.CallRobust(reverse: true),
        };

        private bool RefusesRobust()
        {
            Assert.Throws<InvalidOperationException>(() => _chain.Chain.CallRobust(Up, Down, null, "subject"));
            return true;
        }
    }
}
