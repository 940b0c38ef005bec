using Iced.Intel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.Patching;

public sealed class EncodingTests
{
    [Fact]
    public void Call_has_the_bytes_that_the_real_kernel_wrote() =>
        Assert.Equal(
            "e8c19fffff",
            Convert.ToHexStringLower(CallEncoding.Call(new GuestAddress(0xffffffffa000b03a), new GuestAddress(0xffffffffa0005000)).AsSpan()));

    [Theory]
    [InlineData("e8c19fffff", 0xffffffffa0005000)]
    [InlineData("e8516003e1", 0xffffffff81041090)]
    [InlineData("e900000000", 0xffffffffa000b03f)]
    public void Target_of_a_call_or_jump_is_where_it_goes(string bytes, ulong target) =>
        Assert.Equal(new GuestAddress(target), CallEncoding.Target(new GuestAddress(0xffffffffa000b03a), Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("0f1f440000")]
    [InlineData("e8c19fff")]
    [InlineData("")]
    public void Target_of_anything_else_is_nothing(string bytes) =>
        Assert.Null(CallEncoding.Target(new GuestAddress(0xffffffffa000b03a), Convert.FromHexString(bytes)));

    [Fact]
    public void Call_further_than_2_gib_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CallEncoding.Call(new GuestAddress(0xffffffffa0000000), new GuestAddress(0xffff888000000000)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Single_is_one_nop_of_that_length(int length)
    {
        Decoder decoder = Decoder.Create(64, X86Nops.Single(length).AsSpan().ToArray());

        Instruction instruction = decoder.Decode();

        Assert.Equal((Mnemonic.Nop, length), (instruction.Mnemonic, instruction.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(23)]
    public void Fill_is_nothing_but_nops_of_that_length_in_all(int length)
    {
        Decoder decoder = Decoder.Create(64, X86Nops.Fill(length).AsSpan().ToArray());
        int total = 0;
        while (total < length)
        {
            Instruction instruction = decoder.Decode();
            Assert.Equal(Mnemonic.Nop, instruction.Mnemonic);
            total += instruction.Length;
        }

        Assert.Equal(length, total);
    }

    [Theory]
    [InlineData("c3cccccccc", 0x7777UL)]
    [InlineData("eb10cccccc", 0xffffffffa0000112)]
    [InlineData("e910000000", 0xffffffffa0000115)]
    [InlineData("6690", 0xffffffffa0000102)]
    [InlineData("0f8410000000", 0xffffffffa0000116)]
    [InlineData("0f8510000000", 0xffffffffa0000106)]
    public void Emulate_goes_where_the_instruction_would(string bytes, ulong target)
    {
        GuestMemory memory = new();
        GuestAddress stack = new(0xffffc90000000000);
        memory.Map(stack, 0x1000, PagePermissions.Read | PagePermissions.Write);
        VirtualCpu cpu = new(0, stack + 0xff0);
        memory.WriteUInt64(stack + 0xff0, 0x7777);
        cpu.State.Flags |= Rflags.Zero;

        PatchInstruction.Emulate(cpu, memory, PatchedSite.Site, Convert.FromHexString(bytes));

        Assert.Equal(new GuestAddress(target), cpu.State.Rip);
    }
}
