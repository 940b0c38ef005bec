using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.X64;

public sealed class SelfModifyingCodeTests
{
    /// <summary>mov eax, imm32; ret</summary>
    private static readonly byte[] Returns1 = [0xb8, 1, 0, 0, 0, 0xc3];

    private readonly X64Machine _machine = new();

    [Fact]
    public void Step_sees_a_poke_into_an_instruction_that_ran_before()
    {
        _machine.Memory.Poke(X64Machine.Code, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        _machine.Memory.Poke(X64Machine.Code + 1, [2]);

        Assert.Equal(2UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Step_sees_a_write_of_the_guest_into_code_ahead()
    {
        _machine.Memory.Protect(X64Machine.Code, 0x1000, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute);

        // inc byte [rip+1]: changes the immediate of the instruction behind it.
        _machine.Memory.Poke(X64Machine.Code, [0xfe, 0x05, 0x01, 0x00, 0x00, 0x00, .. Returns1]);
        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        Assert.Equal(3UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Step_sees_a_change_of_the_second_page_of_an_instruction()
    {
        GuestAddress start = X64Machine.Code + 0xffe;
        _machine.Memory.Poke(start, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, start, []);

        _machine.Memory.Poke(start + 2, [5]);

        Assert.Equal(0x501UL, _machine.Interpreter.Call(_machine.Cpu, start, []));
    }

    [Fact]
    public void Step_sees_that_the_second_page_of_an_instruction_is_gone()
    {
        GuestAddress start = X64Machine.Code + 0xffe;
        _machine.Memory.Poke(start, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, start, []);

        _machine.Memory.Unmap(X64Machine.Code + 0x1000, 0x1000);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, start, []));
        Assert.Equal((GuestFaultKind.NotMapped, X64Machine.Code + 0x1000), (fault.Kind, fault.Address));
    }

    [Fact]
    public void Step_sees_that_the_second_page_is_not_executable()
    {
        GuestAddress start = X64Machine.Code + 0xffe;
        _machine.Memory.Poke(start, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, start, []);

        _machine.Memory.Protect(X64Machine.Code + 0x1000, 0x1000, PagePermissions.Read);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, start, []));
        Assert.Equal(GuestFaultKind.NotExecutable, fault.Kind);
    }

    [Fact]
    public void Step_sees_that_execute_permission_is_gone()
    {
        _machine.Memory.Poke(X64Machine.Code, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        _machine.Memory.Protect(X64Machine.Code, 0x1000, PagePermissions.Read);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
        Assert.Equal(GuestFaultKind.NotExecutable, fault.Kind);
    }

    [Fact]
    public void Step_sees_new_code_mapped_where_other_code_was()
    {
        _machine.Memory.Poke(X64Machine.Code, Returns1);
        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);
        _machine.Memory.Unmap(X64Machine.Code, 0x1000);
        _machine.Memory.Map(X64Machine.Code, 0x1000, PagePermissions.Execute);

        _machine.Memory.Poke(X64Machine.Code, [0xb8, 7, 0, 0, 0, 0xc3]);

        Assert.Equal(7UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Step_short_instruction_at_the_end_of_the_last_page_needs_no_next_page()
    {
        GuestAddress last = X64Machine.Code + 0x1fff;
        _machine.Memory.Poke(last, [0xc3]);
        _machine[X64Register.Rax] = 3;

        Assert.Equal(3UL, _machine.Interpreter.Call(_machine.Cpu, last, []));
    }

    [Fact]
    public void Step_two_addresses_that_share_a_slot_of_the_cache_do_not_mix()
    {
        _machine.Memory.Poke(X64Machine.Code, Returns1);
        _machine.Memory.Poke(X64Machine.Code + 1024, [0xb8, 2, 0, 0, 0, 0xc3]);
        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        Assert.Equal(2UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code + 1024, []));
    }
}
