using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Machine;

public sealed class GuestMemoryTests
{
    private const PagePermissions ReadWrite = PagePermissions.Read | PagePermissions.Write;

    private static readonly GuestAddress Start = new(0xffffffffa0000000);

    private readonly GuestMemory _memory = new();

    [Fact]
    public void Map_length_is_rounded_up_to_whole_pages()
    {
        _memory.Map(Start, 4097, ReadWrite);

        Assert.True(_memory.IsMapped(Start, 8192));
    }

    [Fact]
    public void Map_page_that_is_mapped_already_is_refused()
    {
        _memory.Map(Start + 4096, 4096, ReadWrite);

        Assert.Throws<ArgumentException>(() => _memory.Map(Start, 8192, ReadWrite));
    }

    [Fact]
    public void Map_refused_maps_nothing()
    {
        _memory.Map(Start + 4096, 4096, ReadWrite);
        Assert.Throws<ArgumentException>(() => _memory.Map(Start, 8192, ReadWrite));

        Assert.False(_memory.IsMapped(Start, 1));
    }

    [Theory]
    [InlineData(0xffffffffa0000001)]
    [InlineData(0x0001000000000000)]
    [InlineData(0x00007ffffffff000)]
    public void Map_address_that_is_unaligned_or_not_canonical_is_refused(ulong start) =>
        Assert.Throws<ArgumentException>(() => _memory.Map(new GuestAddress(start), 8192, ReadWrite));

    [Fact]
    public void Map_last_page_of_the_address_space_is_allowed()
    {
        GuestAddress last = new(0xfffffffffffff000);

        _memory.Map(last, 4096, ReadWrite);

        Assert.True(_memory.IsMapped(last, 4096));
    }

    [Fact]
    public void IsMapped_range_past_the_end_of_the_address_space_is_not()
    {
        _memory.Map(new GuestAddress(0xfffffffffffff000), 4096, ReadWrite);

        Assert.False(_memory.IsMapped(new GuestAddress(0xffffffffffffffff), 2));
    }

    [Fact]
    public void Read_back_over_a_page_border_is_what_was_written()
    {
        _memory.Map(Start, 8192, ReadWrite);

        _memory.WriteUInt64(Start + 4093, 0x1122334455667788);

        Assert.Equal(0x1122334455667788UL, _memory.ReadUInt64(Start + 4093));
    }

    [Fact]
    public void ReadUInt32_is_little_endian()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.Write(Start, [1, 2, 3, 4]);

        Assert.Equal(0x04030201U, _memory.ReadUInt32(Start));
    }

    [Fact]
    public void Write_into_a_page_that_refuses_changes_nothing_before_it()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.Map(Start + 4096, 4096, PagePermissions.Read);

        Assert.Throws<GuestFaultException>(() => _memory.WriteUInt64(Start + 4092, ulong.MaxValue));

        Assert.Equal(0U, _memory.ReadUInt32(Start + 4092));
    }

    [Fact]
    public void Write_fault_names_the_first_byte_that_refuses()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.Map(Start + 4096, 4096, PagePermissions.Read);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _memory.WriteUInt64(Start + 4092, 1));

        Assert.Equal((GuestFaultKind.NotWritable, Start + 4096), (fault.Kind, fault.Address));
    }

    [Fact]
    public void Write_to_nothing_faults_as_not_mapped() =>
        Assert.Equal(GuestFaultKind.NotMapped, Assert.Throws<GuestFaultException>(() => _memory.WriteUInt32(Start, 1)).Kind);

    [Fact]
    public void Read_of_a_page_without_read_permission_faults()
    {
        _memory.Map(Start, 4096, PagePermissions.Execute);

        Assert.Equal(GuestFaultKind.NotReadable, Assert.Throws<GuestFaultException>(() => _memory.ReadByte(Start)).Kind);
    }

    [Fact]
    public void Poke_ignores_write_permission()
    {
        _memory.Map(Start, 4096, PagePermissions.Read | PagePermissions.Execute);

        _memory.Poke(Start, [0xcc]);

        Assert.Equal(0xcc, _memory.ReadByte(Start));
    }

    [Fact]
    public void Poke_of_nothing_faults() =>
        Assert.Equal(GuestFaultKind.NotMapped, Assert.Throws<GuestFaultException>(() => _memory.Poke(Start, [1])).Kind);

    [Fact]
    public void Protect_page_that_is_not_mapped_faults_and_changes_nothing()
    {
        _memory.Map(Start, 4096, ReadWrite);

        Assert.Throws<GuestFaultException>(() => _memory.Protect(Start, 8192, PagePermissions.Read));

        Assert.Equal(ReadWrite, _memory.PermissionsAt(Start));
    }

    [Fact]
    public void Protect_takes_away_write_permission()
    {
        _memory.Map(Start, 4096, ReadWrite);

        _memory.Protect(Start, 4096, PagePermissions.Read);

        Assert.Throws<GuestFaultException>(() => _memory.WriteUInt32(Start, 1));
    }

    [Fact]
    public void Unmap_makes_reads_fault_even_when_the_page_was_just_used()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.ReadByte(Start);

        _memory.Unmap(Start, 4096);

        Assert.Throws<GuestFaultException>(() => _memory.ReadByte(Start));
    }

    [Fact]
    public void Map_after_unmap_gives_zeroed_pages()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.WriteUInt32(Start, 7);
        _memory.Unmap(Start, 4096);

        _memory.Map(Start, 4096, ReadWrite);

        Assert.Equal(0U, _memory.ReadUInt32(Start));
    }

    [Fact]
    public void Fetch_stops_at_the_first_page_that_is_not_executable()
    {
        _memory.Map(Start, 4096, PagePermissions.Read | PagePermissions.Execute);
        _memory.Map(Start + 4096, 4096, ReadWrite);

        Assert.Equal(6, _memory.Fetch(Start + 4090, new byte[15]));
    }

    [Fact]
    public void Fetch_of_a_page_that_is_not_executable_faults()
    {
        _memory.Map(Start, 4096, ReadWrite);

        Assert.Equal(GuestFaultKind.NotExecutable, Assert.Throws<GuestFaultException>(() => _memory.Fetch(Start, new byte[15])).Kind);
    }

    [Fact]
    public void Fetch_needs_no_read_permission()
    {
        _memory.Map(Start, 4096, PagePermissions.Execute);

        Assert.Equal(15, _memory.Fetch(Start, new byte[15]));
    }

    [Fact]
    public void ReadCString_stops_at_nul()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.Write(Start, "demo\0rest"u8);

        Assert.Equal("demo", _memory.ReadCString(Start, 64));
    }

    [Fact]
    public void ReadCString_stops_at_the_limit()
    {
        _memory.Map(Start, 4096, ReadWrite);
        _memory.Write(Start, "demo\0"u8);

        Assert.Equal("de", _memory.ReadCString(Start, 2));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("poke")]
    [InlineData("protect")]
    [InlineData("unmap")]
    [InlineData("remap")]
    public void PageStamp_changes_with_every_kind_of_change(string change)
    {
        _memory.Map(Start, 4096, ReadWrite);
        long before = _memory.PageStamp(Start + 5);

        switch (change)
        {
            case "write":
                _memory.WriteUInt32(Start, 1);
                break;
            case "poke":
                _memory.Poke(Start, [1]);
                break;
            case "protect":
                _memory.Protect(Start, 4096, PagePermissions.Read);
                break;
            default:
                _memory.Unmap(Start, 4096);
                if (change == "remap")
                {
                    _memory.Map(Start, 4096, ReadWrite);
                }

                break;
        }

        Assert.NotEqual(before, _memory.PageStamp(Start + 5));
    }

    [Fact]
    public void PageStamp_stays_when_another_page_changes()
    {
        _memory.Map(Start, 8192, ReadWrite);
        long before = _memory.PageStamp(Start);

        _memory.WriteUInt32(Start + 4096, 1);

        Assert.Equal(before, _memory.PageStamp(Start));
    }
}
