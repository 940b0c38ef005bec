using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Machine;

public sealed class KernelSymbolTableTests
{
    private readonly KernelSymbolTable _table = new();

    public KernelSymbolTableTests()
    {
        Add("klp_ftrace_handler", 0xffffffff810b7d50, 0xf0, null);
        Add("helper", 0xffffffffa0000040, 0x10, "demo");
        Add("helper", 0xffffffffa0000010, 0x10, "demo");
        Add("entry", 0xffffffffa0000000, 0x10, "demo");
        Add("helper", 0xffffffff81000000, 0x20, null);
    }

    [Fact]
    public void Find_name_that_repeats_is_in_address_order() =>
        Assert.Equal([0xffffffffa0000010, 0xffffffffa0000040], _table.Find("helper", "demo").Select(s => s.Address.Value));

    [Fact]
    public void Find_without_module_sees_only_the_kernel_proper() =>
        Assert.Equal(0xffffffff81000000, Assert.Single(_table.Find("helper", null)).Address.Value);

    [Fact]
    public void FindAny_prefers_the_kernel_proper() =>
        Assert.Null(_table.FindAny("helper")!.Module);

    [Fact]
    public void FindAny_unknown_name_is_null() =>
        Assert.Null(_table.FindAny("missing"));

    [Fact]
    public void Containing_last_byte_belongs_to_the_symbol() =>
        Assert.Equal("klp_ftrace_handler", _table.Containing(new GuestAddress(0xffffffff810b7e3f))!.Name);

    [Fact]
    public void Containing_first_byte_behind_does_not() =>
        Assert.Null(_table.Containing(new GuestAddress(0xffffffff810b7e40)));

    [Fact]
    public void Containing_alias_at_one_address_gives_the_first_added()
    {
        Add("init_module", 0xffffffffa0000000, 0x10, "demo");

        Assert.Equal("entry", _table.Containing(new GuestAddress(0xffffffffa0000004))!.Name);
    }

    [Fact]
    public void Containing_skips_symbols_without_size()
    {
        Add("label", 0xffffffff810b7d60, 0, null);

        Assert.Equal("klp_ftrace_handler", _table.Containing(new GuestAddress(0xffffffff810b7d61))!.Name);
    }

    [Fact]
    public void Format_symbol_of_the_kernel_has_offset_and_size() =>
        Assert.Equal("klp_ftrace_handler+0x0/0xf0", _table.Format(new GuestAddress(0xffffffff810b7d50)));

    [Fact]
    public void Format_symbol_of_a_module_names_it() =>
        Assert.Equal("entry+0x5/0x10 [demo]", _table.Format(new GuestAddress(0xffffffffa0000005)));

    [Fact]
    public void Format_address_without_symbol_is_the_address() =>
        Assert.Equal("0xffffffffa0005000", _table.Format(new GuestAddress(0xffffffffa0005000)));

    [Fact]
    public void RemoveModule_keeps_the_same_name_elsewhere()
    {
        _table.RemoveModule("demo");

        Assert.Null(_table.FindAny("helper")!.Module);
    }

    [Fact]
    public void RemoveModule_leaves_no_symbol_of_it()
    {
        _table.RemoveModule("demo");

        Assert.Empty(_table.OfModule("demo"));
    }

    [Fact]
    public void RemoveModule_forgets_its_addresses()
    {
        _table.RemoveModule("demo");

        Assert.Null(_table.Containing(new GuestAddress(0xffffffffa0000005)));
    }

    [Fact]
    public void OfModule_is_in_address_order() =>
        Assert.Equal(["entry", "helper", "helper"], _table.OfModule("demo").Select(s => s.Name));

    private void Add(string name, ulong address, int size, string? module) =>
        _table.Add(new KernelSymbol(name, new GuestAddress(address), size, module));
}
