using System.Buffers.Binary;
using System.Collections.Immutable;
using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

public sealed class ModuleLinkerTests
{
    private const SectionFlags Text = SectionFlags.Alloc | SectionFlags.Execute;
    private const SectionFlags Data = SectionFlags.Alloc | SectionFlags.Write;

    private static readonly GuestAddress Core = new(0xffffffffa0000000);
    private static readonly GuestAddress Init = new(0xffffffffa0100000);

    [Fact]
    public void Of_text_read_only_and_data_start_on_their_own_pages()
    {
        ModuleLayout layout = ModuleLayout.Of(Image(
            [Section(".data", Data, 10), Section(".text", Text, 100), Section(".rodata", SectionFlags.Alloc, 20), Section(".bss", Data, 5000, bytes: 0)]));

        Assert.Equal([0x2000, 0, 0x1000, 0x2010], layout.Offsets);
    }

    /// <summary>A page for each kind of section, and one behind them for the symbols.</summary>
    [Fact]
    public void Of_sizes_are_whole_pages()
    {
        ModuleLayout layout = ModuleLayout.Of(Image(
            [Section(".text", Text, 100), Section(".rodata", SectionFlags.Alloc, 20), Section(".data", Data, 10), Section(".init.text", Text | SectionFlags.Init, 1)]));

        Assert.Equal((0x1000, 0x2000, 0x4000, 0x1000, 0x2000), (layout.CoreTextSize, layout.CoreReadOnlySize, layout.CoreSize, layout.InitTextSize, layout.InitSize));
    }

    [Fact]
    public void Of_sections_of_one_kind_follow_each_other_by_their_alignment()
    {
        ModuleLayout layout = ModuleLayout.Of(Image([Section(".text", Text, 0x3a, alignment: 16), Section(".text.unlikely", Text, 9, alignment: 1)]));

        Assert.Equal([0, 0x3a], layout.Offsets);
    }

    [Fact]
    public void Of_section_without_alloc_takes_no_room() =>
        Assert.Equal([-1], ModuleLayout.Of(Image([Section(".comment", SectionFlags.None, 100)])).Offsets);

    [Fact]
    public void Link_init_sections_go_to_the_init_base()
    {
        LinkResult link = ModuleLinker.Link(Image([Section(".init.text", Text | SectionFlags.Init, 4)]), Core, Init, _ => null);

        Assert.Equal(Init, link.Sections.Single().Address);
    }

    [Theory]
    [InlineData(RelocationKind.Abs64, 0xffffffffa0001018)]
    [InlineData(RelocationKind.Abs32S, 0xa0001018)]
    [InlineData(RelocationKind.Pc32, 0x1008)]
    [InlineData(RelocationKind.Plt32, 0x1008)]
    [InlineData(RelocationKind.Pc64, 0x1008)]
    public void Link_relocation_writes_its_value(RelocationKind kind, ulong expected)
    {
        ModuleImage image = Image(
            [Section(".text", Text, 0x40), Section(".data", Data, 0x40)],
            [new ImageSymbol("v", 1, 0x10, 4, false, false)],
            [new ImageRelocation(0, 0x10, kind, 0, 8)]);

        LinkResult link = ModuleLinker.Link(image, Core, Init, _ => null);

        Assert.Equal(expected, BinaryPrimitives.ReadUInt64LittleEndian(link.Sections[0].Bytes.AsSpan()[0x10..]));
    }

    [Theory]
    [InlineData(RelocationKind.Abs32)]
    [InlineData(RelocationKind.Plt32)]
    public void Link_value_that_does_not_fit_is_a_failed_relocation(RelocationKind kind)
    {
        ModuleImage image = Image(
            [Section(".text", Text, 0x40)], [new ImageSymbol("far", -1, 0, 0, true, true)], [new ImageRelocation(0, 1, kind, 0, -4)]);

        LinkResult link = ModuleLinker.Link(image, Core, Init, _ => new GuestAddress(0xffff888000000000));

        Assert.Equal(image.Relocations, link.Failed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x3d)]
    [InlineData(int.MaxValue)]
    public void Link_field_outside_its_section_is_a_failed_relocation(int offset)
    {
        ModuleImage image = Image(
            [Section(".text", Text, 0x40)], [new ImageSymbol("f", 0, 0, 0, true, true)], [new ImageRelocation(0, offset, RelocationKind.Plt32, 0, -4)]);

        Assert.Single(ModuleLinker.Link(image, Core, Init, _ => null).Failed);
    }

    [Fact]
    public void Link_missing_symbol_is_named_once()
    {
        ModuleImage image = Image(
            [Section(".text", Text, 0x40)],
            [new ImageSymbol("missing", -1, 0, 0, true, true)],
            [new ImageRelocation(0, 1, RelocationKind.Plt32, 0, -4), new ImageRelocation(0, 9, RelocationKind.Plt32, 0, -4)]);

        Assert.Equal(["missing"], ModuleLinker.Link(image, Core, Init, _ => null).Unresolved);
    }

    [Fact]
    public void Link_own_symbol_wins_over_the_kernel()
    {
        ModuleImage image = Image([Section(".text", Text, 0x40)], [new ImageSymbol("f", 0, 8, 4, true, true)]);

        LinkResult link = ModuleLinker.Link(image, Core, Init, _ => new GuestAddress(0x1000));

        Assert.Equal([Core + 8], link.SymbolAddresses.Select(a => a!.Value));
    }

    [Fact]
    public void Link_call_sites_are_in_ascending_order_over_core_and_init()
    {
        ModuleImage image = Image([Section(".init.text", Text | SectionFlags.Init, 4), Section(".text", Text, 0x40)]) with
        {
            McountLocations = [new ImageLocation(0, 0), new ImageLocation(1, 0x20), new ImageLocation(1, 0)],
        };

        Assert.Equal([Core, Core + 0x20, Init], ModuleLinker.Link(image, Core, Init, _ => null).McountSites);
    }

    [Fact]
    public void Link_does_not_change_the_image()
    {
        ModuleImage image = Image(
            [Section(".text", Text, 0x40)], [new ImageSymbol("f", 0, 0x20, 0, true, true)], [new ImageRelocation(0, 1, RelocationKind.Plt32, 0, -4)]);

        ModuleLinker.Link(image, Core, Init, _ => null);

        Assert.All(image.Sections[0].Bytes, b => Assert.Equal(0, b));
    }

    private static ImageSection Section(string name, SectionFlags flags, int size, int alignment = 16, int? bytes = null) =>
        new(name, [.. new byte[bytes ?? size]], size, alignment, flags);

    private static ModuleImage Image(
        ImmutableArray<ImageSection> sections, ImmutableArray<ImageSymbol>? symbols = null, ImmutableArray<ImageRelocation>? relocations = null) =>
        new(sections, symbols ?? [], relocations ?? [], []);
}
