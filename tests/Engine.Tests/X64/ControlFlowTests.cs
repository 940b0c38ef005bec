using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.X64;

public sealed class ControlFlowTests
{
    private static readonly GuestAddress Host = new(0xffffffff81000000);

    private readonly X64Machine _machine = new();

    [Fact]
    public void Call_and_ret_come_back_behind_the_call()
    {
        _machine.Assemble(
            a =>
            {
                a.mov(eax, 5);
                a.ret();
            },
            X64Machine.Code + 0x100);

        _machine.Run(a => a.call((X64Machine.Code + 0x100).Value));

        Assert.Equal(5UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Call_through_a_register_goes_to_its_value()
    {
        _machine.Assemble(a => a.ret(), X64Machine.Code + 0x100);
        _machine[X64Register.Rbx] = (X64Machine.Code + 0x100).Value;
        List<GuestAddress> called = [];
        _machine.Interpreter.CallObserver = (_, callee) => called.Add(callee);

        _machine.Run(a => a.call(rbx));

        Assert.Equal([X64Machine.Code + 0x100], called);
    }

    [Fact]
    public void Call_through_memory_relative_to_the_stack_uses_the_old_pointer()
    {
        _machine.Assemble(a => a.ret(), X64Machine.Code + 0x100);
        _machine[X64Register.Rbx] = (X64Machine.Code + 0x100).Value;

        _machine.Run(a =>
        {
            a.push(rbx);
            a.call(__qword_ptr[rsp]);
        });

        Assert.Equal(X64Machine.Stack.Value + 0x1ff8, _machine[X64Register.Rsp]);
    }

    [Fact]
    public void Call_that_overflows_the_stack_leaves_rip_at_the_call()
    {
        _machine[X64Register.Rsp] = X64Machine.Stack.Value;
        Assert.Throws<GuestFaultException>(() => _machine.Run(a => a.call(rbx)));

        Assert.Equal(X64Machine.Code, _machine.State.Rip);
    }

    [Fact]
    public void Ret_with_a_number_drops_arguments()
    {
        _machine.Assemble(a => a.ret(16), X64Machine.Code + 0x100);

        _machine.Run(a =>
        {
            a.push(1);
            a.push(2);
            a.call((X64Machine.Code + 0x100).Value);
        });

        Assert.Equal(X64Machine.Stack.Value + 0x2000, _machine[X64Register.Rsp]);
    }

    [Fact]
    public void Leave_takes_down_a_frame()
    {
        _machine[X64Register.Rbp] = 0x77;

        _machine.Run(a =>
        {
            a.push(rbp);
            a.mov(rbp, rsp);
            a.sub(rsp, 64);
            a.leave();
        });

        Assert.Equal((0x77UL, X64Machine.Stack.Value + 0x2000), (_machine[X64Register.Rbp], _machine[X64Register.Rsp]));
    }

    [Fact]
    public void Jmp_through_a_table_goes_to_the_entry()
    {
        _machine.Memory.WriteUInt64(X64Machine.Data + 8, (X64Machine.Code + 0x200).Value);
        _machine[X64Register.Rbx] = X64Machine.Data.Value;
        _machine[X64Register.Rcx] = 1;
        _machine.Assemble(a => a.jmp(__qword_ptr[rbx + (rcx * 8)]));

        _machine.Interpreter.Step(_machine.Cpu);

        Assert.Equal(X64Machine.Code + 0x200, _machine.State.Rip);
    }

    [Fact]
    public void Jrcxz_jumps_when_rcx_is_zero()
    {
        // jrcxz +0x10
        _machine.RunBytes(0xe3, 0x10);

        Assert.Equal(X64Machine.Code + 0x12, _machine.State.Rip);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Jcc_jumps_exactly_when_its_condition_holds(int condition, int flags, bool holds)
    {
        _machine.State.Flags = (Rflags)flags | Rflags.AlwaysSet;

        _machine.RunBytes(0x0f, (byte)(0x80 + condition), 0x10, 0x00, 0x00, 0x00);

        Assert.Equal(X64Machine.Code + (holds ? 0x16 : 6), _machine.State.Rip);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Setcc_sets_exactly_when_its_condition_holds(int condition, int flags, bool holds)
    {
        _machine.State.Flags = (Rflags)flags | Rflags.AlwaysSet;
        _machine[X64Register.Rax] = 0xff;

        _machine.RunBytes(0x0f, (byte)(0x90 + condition), 0xc0);

        Assert.Equal(holds ? 1UL : 0, _machine[X64Register.Rax]);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Cmovcc_moves_exactly_when_its_condition_holds(int condition, int flags, bool holds)
    {
        _machine.State.Flags = (Rflags)flags | Rflags.AlwaysSet;
        _machine[X64Register.Rcx] = 9;

        _machine.RunBytes(0x48, 0x0f, (byte)(0x40 + condition), 0xc1);

        Assert.Equal(holds ? 9UL : 0, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Cmovcc_that_does_not_move_still_clears_the_upper_half()
    {
        _machine[X64Register.Rax] = ulong.MaxValue;

        _machine.Run(a => a.cmove(eax, ecx));

        Assert.Equal(0xffffffffUL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Step_runs_a_host_function_instead_of_the_bytes_and_returns_from_it()
    {
        _machine.Host.Bind(X64Machine.Code + 0x100, "host", cpu => cpu.State[X64Register.Rax] = cpu.State[X64Register.Rdi] + 1);
        _machine[X64Register.Rdi] = 41;

        _machine.Run(a => a.call((X64Machine.Code + 0x100).Value));

        Assert.Equal(42UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Step_sees_a_host_function_bound_where_code_ran_before()
    {
        _machine.Assemble(a => a.ret(), X64Machine.Code + 0x100);
        _machine.Run(a => a.call((X64Machine.Code + 0x100).Value));
        _machine.Host.Bind(X64Machine.Code + 0x100, "host", cpu => cpu.State[X64Register.Rax] = 3);

        _machine.Run(a => a.call((X64Machine.Code + 0x100).Value));

        Assert.Equal(3UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Step_runs_the_bytes_again_when_a_host_function_is_unbound()
    {
        _machine.Assemble(
            a =>
            {
                a.mov(eax, 4);
                a.ret();
            },
            X64Machine.Code + 0x100);
        _machine.Host.Bind(X64Machine.Code + 0x100, "host", _ => { });
        _machine.Host.Unbind(X64Machine.Code + 0x100);

        _machine.Run(a => a.call((X64Machine.Code + 0x100).Value));

        Assert.Equal(4UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Bind_second_function_at_one_entry_is_refused()
    {
        _machine.Host.Bind(Host, "one", _ => { });

        Assert.Throws<ArgumentException>(() => _machine.Host.Bind(Host, "two", _ => { }));
    }

    [Fact]
    public void Int3_without_handler_faults_at_the_byte()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.RunBytes(0xcc));

        Assert.Equal((GuestFaultKind.UnhandledBreakpoint, X64Machine.Code, X64Machine.Code), (fault.Kind, fault.Address, _machine.State.Rip));
    }

    [Fact]
    public void Int3_handler_sees_rip_behind_the_byte()
    {
        GuestAddress seen = default;
        _machine.Interpreter.BreakpointHandler = cpu =>
        {
            seen = cpu.State.Rip;
            return true;
        };

        _machine.RunBytes(0xcc);

        Assert.Equal(X64Machine.Code + 1, seen);
    }

    [Fact]
    public void Int3_handler_decides_where_execution_goes_on()
    {
        _machine.Interpreter.BreakpointHandler = cpu =>
        {
            cpu.State.Rip += 4;
            return true;
        };

        _machine.RunBytes(0xcc);

        Assert.Equal(X64Machine.Code + 5, _machine.State.Rip);
    }

    [Fact]
    public void Int3_handler_that_emulates_a_call_is_told_to_the_call_observer()
    {
        List<GuestAddress> called = [];
        _machine.Interpreter.CallObserver = (_, callee) => called.Add(callee);
        _machine.Interpreter.BreakpointHandler = cpu =>
        {
            cpu.State[X64Register.Rsp] -= 8;
            cpu.State.Rip = Host;
            return true;
        };

        _machine.RunBytes(0xcc);

        Assert.Equal([Host], called);
    }

    [Fact]
    public void Ud2_is_an_invalid_opcode() =>
        Assert.Equal(GuestFaultKind.InvalidOpcode, Assert.Throws<GuestFaultException>(() => _machine.RunBytes(0x0f, 0x0b)).Kind);

    [Fact]
    public void Step_instruction_that_is_not_modelled_is_named()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Run(a => a.cpuid()));

        Assert.Contains("cpuid", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_bytes_that_are_no_instruction_are_shown()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.RunBytes(0x06));

        Assert.Contains("06", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("6690")]
    [InlineData("0f1f00")]
    [InlineData("0f1f4000")]
    [InlineData("0f1f440000")]
    [InlineData("660f1f440000")]
    [InlineData("0f1f8000000000")]
    [InlineData("0f1f840000000000")]
    [InlineData("6666666690")]
    [InlineData("f30f1efa")]
    [InlineData("f390")]
    public void Step_of_a_nop_moves_on_by_its_length(string bytes)
    {
        byte[] nop = Convert.FromHexString(bytes);

        _machine.RunBytes(nop);

        Assert.Equal(X64Machine.Code + nop.Length, _machine.State.Rip);
    }

    public static TheoryData<int, int, bool> Conditions()
    {
        TheoryData<int, int, bool> rows = [];
        foreach (int bits in Enumerable.Range(0, 32))
        {
            bool carry = (bits & 1) != 0;
            bool zero = (bits & 2) != 0;
            bool sign = (bits & 4) != 0;
            bool overflow = (bits & 8) != 0;
            bool parity = (bits & 16) != 0;
            int flags = (carry ? 1 : 0) | (zero ? 0x40 : 0) | (sign ? 0x80 : 0) | (overflow ? 0x800 : 0) | (parity ? 4 : 0);
            bool[] even = [overflow, carry, zero, carry | zero, sign, parity, sign ^ overflow, zero | (sign ^ overflow)];
            for (int condition = 0; condition < 16; condition++)
            {
                rows.Add(condition, flags, even[condition / 2] ^ (condition % 2 == 1));
            }
        }

        return rows;
    }
}
