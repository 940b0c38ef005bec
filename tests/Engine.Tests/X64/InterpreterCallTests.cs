using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.X64;

public sealed class InterpreterCallTests
{
    private static readonly GuestAddress Host = new(0xffffffff81000000);
    private static readonly GuestAddress Inner = X64Machine.Code + 0x100;

    private readonly X64Machine _machine = new();

    [Fact]
    public void Call_passes_six_arguments_in_their_registers()
    {
        _machine.Assemble(a =>
        {
            a.lea(rax, __[rdi + (rsi * 2)]);
            a.lea(rax, __[rax + (rdx * 4)]);
            a.lea(rax, __[rax + (rcx * 8)]);
            a.add(rax, r8);
            a.imul(rax, r9);
            a.ret();
        });

        Assert.Equal((1 + 4 + 12 + 32 + 5) * 6UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Call_seven_arguments_are_refused() =>
        Assert.Throws<ArgumentException>(() => _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, [1, 2, 3, 4, 5, 6, 7]));

    [Fact]
    public void Call_enters_with_the_stack_that_the_abi_wants()
    {
        _machine[X64Register.Rsp] -= 5;
        _machine.Assemble(a =>
        {
            a.lea(rax, __[rsp + 8]);
            a.ret();
        });

        Assert.Equal(0UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []) % 16);
    }

    [Fact]
    public void Call_leaves_rip_and_rsp_as_they_were()
    {
        _machine[X64Register.Rsp] -= 24;
        _machine.State.Rip = X64Machine.Code + 0x800;
        (ulong, GuestAddress) before = (_machine[X64Register.Rsp], _machine.State.Rip);
        _machine.Assemble(a => a.ret());

        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        Assert.Equal(before, (_machine[X64Register.Rsp], _machine.State.Rip));
    }

    [Fact]
    public void Call_of_a_host_function_needs_no_code_at_its_address()
    {
        _machine.Host.Bind(Host, "host", cpu => cpu.State[X64Register.Rax] = cpu.State[X64Register.Rsi]);

        Assert.Equal(8UL, _machine.Interpreter.Call(_machine.Cpu, Host, [7, 8]));
    }

    [Fact]
    public void Call_nested_in_a_host_function_restores_registers()
    {
        _machine.Assemble(
            a =>
            {
                a.mov(rbx, 1);
                a.mov(rdi, 2);
                a.mov(eax, 50);
                a.stc();
                a.ret();
            },
            Inner);
        _machine.Host.Bind(Host, "host", cpu => cpu.State[X64Register.Rax] = _machine.Interpreter.Call(cpu, Inner, [9]) + 1);
        _machine[X64Register.R12] = Host.Value;
        _machine.Assemble(a =>
        {
            a.mov(ebx, 100);
            a.mov(edi, 1000);
            a.call(r12);
            a.lea(rax, __[rax + rbx]);
            a.add(rax, rdi);
            a.ret();
        });

        Assert.Equal(1151UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Call_nested_from_a_call_observer_does_not_disturb_the_call()
    {
        _machine.Assemble(a => a.ret(), Inner);
        _machine.Assemble(a => a.ret(), X64Machine.Code + 0x200);
        bool seen = false;
        _machine.Interpreter.CallObserver = (cpu, _) =>
        {
            if (!seen)
            {
                seen = true;
                _machine.Interpreter.Call(cpu, X64Machine.Code + 0x200, []);
            }
        };
        _machine.Assemble(a =>
        {
            a.mov(eax, 6);
            a.call(Inner.Value);
            a.ret();
        });

        Assert.Equal(6UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Call_nested_on_another_cpu_does_not_disturb_this_one()
    {
        GuestAddress otherStack = X64Machine.Stack + 0x10000;
        _machine.Memory.Map(otherStack, 0x1000, PagePermissions.Read | PagePermissions.Write);
        VirtualCpu other = new(1, otherStack + 0x1000);
        _machine.Assemble(
            a =>
            {
                a.mov(eax, 50);
                a.ret();
            },
            Inner);
        _machine.Interpreter.BreakpointHandler = _ =>
        {
            _machine.Interpreter.Call(other, Inner, []);
            return true;
        };
        _machine.Assemble(a =>
        {
            a.mov(eax, 1);
            a.int3();
            a.add(eax, 1);
            a.ret();
        });

        Assert.Equal(2UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void Call_endless_loop_runs_out_of_budget()
    {
        _machine.Memory.Poke(X64Machine.Code, [0xeb, 0xfe]);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(
            () => _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, [], 1000));

        Assert.Equal((GuestFaultKind.BudgetExhausted, X64Machine.Code), (fault.Kind, fault.Address));
    }

    [Fact]
    public void Call_budget_of_exactly_the_instructions_needed_is_enough()
    {
        _machine.Memory.Poke(X64Machine.Code, [0x90, 0x90, 0xc3]);

        Assert.Equal(0UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, [], 3));
    }

    [Fact]
    public void Call_endless_recursion_overflows_the_stack()
    {
        _machine.Assemble(a => a.call(X64Machine.Code.Value));

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));

        Assert.Equal(GuestFaultKind.StackOverflow, fault.Kind);
    }

    [Fact]
    public void Call_endless_recursion_through_the_host_ends_as_a_guest_fault()
    {
        _machine.Host.Bind(Host, "host", cpu => _machine.Interpreter.Call(cpu, Host, []));

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, Host, []));

        Assert.Equal(GuestFaultKind.StackOverflow, fault.Kind);
    }

    [Fact]
    public void Call_after_a_fault_works_again()
    {
        _machine.Memory.Poke(X64Machine.Code, [0x0f, 0x0b]);
        Assert.Throws<GuestFaultException>(() => _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
        _machine.Cpu.Reset();
        _machine.Memory.Poke(X64Machine.Code, [0xb8, 4, 0, 0, 0, 0xc3]);

        Assert.Equal(4UL, _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []));
    }

    [Fact]
    public void InstructionsExecuted_counts_instructions_and_host_functions()
    {
        _machine.Host.Bind(Host, "host", _ => { });
        _machine[X64Register.Rbx] = Host.Value;
        _machine.Assemble(a =>
        {
            a.call(rbx);
            a.ret();
        });

        _machine.Interpreter.Call(_machine.Cpu, X64Machine.Code, []);

        Assert.Equal(3, _machine.Interpreter.InstructionsExecuted);
    }

    [Fact]
    public void Clone_shares_nothing_with_the_original()
    {
        X64State copy = _machine.State.Clone();

        copy[X64Register.Rax] = 9;

        Assert.Equal(0UL, _machine[X64Register.Rax]);
    }
}
