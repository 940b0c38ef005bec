using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Machine;

public sealed class GuestHeapTests
{
    private readonly GuestMemory _memory = new();
    private readonly GuestHeap _heap;

    public GuestHeapTests() => _heap = new GuestHeap(_memory, new GuestAddress(0xffff888001000000), 0x4000);

    [Fact]
    public void Allocate_pieces_do_not_overlap()
    {
        GuestAddress first = _heap.Allocate(100, zeroed: false);

        Assert.True(_heap.Allocate(100, zeroed: false) - first >= 100);
    }

    [Fact]
    public void Allocate_takes_the_piece_freed_last()
    {
        GuestAddress first = _heap.Allocate(24, zeroed: false);
        _heap.Free(first);

        Assert.Equal(first, _heap.Allocate(32, zeroed: false));
    }

    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 0)]
    public void Allocate_again_keeps_the_content_unless_zeroed(bool zeroed, uint expected)
    {
        GuestAddress first = _heap.Allocate(16, zeroed: true);
        _memory.WriteUInt32(first, 7);
        _heap.Free(first);

        Assert.Equal(expected, _memory.ReadUInt32(_heap.Allocate(16, zeroed)));
    }

    [Theory]
    [InlineData(0x8000ul)]
    [InlineData(ulong.MaxValue)]
    public void Allocate_more_than_there_is_gives_null(ulong size) => Assert.Equal(GuestAddress.Null, _heap.Allocate(size, zeroed: false));

    [Fact]
    public void Free_twice_faults()
    {
        GuestAddress piece = _heap.Allocate(16, zeroed: false);
        _heap.Free(piece);

        Assert.Throws<GuestFaultException>(() => _heap.Free(piece));
    }

    [Fact]
    public void Free_null_does_nothing()
    {
        _heap.Free(GuestAddress.Null);

        Assert.Equal(0, _heap.Count);
    }
}
