using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.X64;

public sealed class DataMovementTests
{
    private readonly X64Machine _machine = new();

    [Fact]
    public void Mov_to_a_32_bit_register_clears_the_upper_half()
    {
        _machine[X64Register.Rax] = ulong.MaxValue;

        _machine.Run(a => a.mov(eax, 7));

        Assert.Equal(7UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_to_a_16_bit_register_keeps_the_rest()
    {
        _machine[X64Register.Rax] = ulong.MaxValue;

        _machine.Run(a => a.mov(ax, 7));

        Assert.Equal(0xffffffffffff0007, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_to_a_high_byte_keeps_the_rest()
    {
        _machine[X64Register.Rbx] = 0x1122334455667788;

        _machine.Run(a => a.mov(bh, 0xaa));

        Assert.Equal(0x112233445566aa88UL, _machine[X64Register.Rbx]);
    }

    [Fact]
    public void Mov_to_sil_writes_rsi_and_not_dh()
    {
        _machine.Run(a => a.mov(sil, 0x12));

        Assert.Equal(0x12UL, _machine[X64Register.Rsi]);
    }

    [Fact]
    public void Mov_to_r15b_writes_r15()
    {
        _machine.Run(a => a.mov(r15b, 0x12));

        Assert.Equal(0x12UL, _machine[X64Register.R15]);
    }

    [Fact]
    public void Mov_sign_extends_a_32_bit_immediate_to_64()
    {
        _machine.Run(a => a.mov(rax, -2L));

        Assert.Equal(ulong.MaxValue - 1, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_loads_a_64_bit_immediate()
    {
        _machine.Run(a => a.mov(rax, 0x1122334455667788));

        Assert.Equal(0x1122334455667788UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_through_base_index_scale_and_displacement()
    {
        _machine.Memory.WriteUInt64(X64Machine.Data + 0x48, 99);
        _machine[X64Register.Rbx] = X64Machine.Data.Value;
        _machine[X64Register.Rcx] = 8;

        _machine.Run(a => a.mov(rax, __qword_ptr[rbx + (rcx * 8) + 8]));

        Assert.Equal(99UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_relative_to_the_instruction_pointer()
    {
        _machine.Memory.WriteUInt32(X64Machine.Data, 77);

        // mov eax, [rip+0xfffa]: the instruction is six bytes long.
        _machine.RunBytes(0x8b, 0x05, 0xfa, 0xff, 0x00, 0x00);

        Assert.Equal(77UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_with_32_bit_addressing_wraps_at_4_gib()
    {
        _machine.Memory.Map(new GuestAddress(0x10000), 4096, PagePermissions.Read);
        _machine[X64Register.Rbx] = 0xffffffff_00010000;

        _machine.Run(a => a.mov(al, __byte_ptr[ebx]));

        Assert.Equal(0UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_from_gs_uses_the_base()
    {
        _machine.Memory.WriteUInt64(X64Machine.Data + 0x10, 5);
        _machine.State.GsBase = X64Machine.Data;

        _machine.RunBytes(0x65, 0x48, 0x8b, 0x04, 0x25, 0x10, 0x00, 0x00, 0x00);

        Assert.Equal(5UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Mov_from_gs_without_per_cpu_data_faults()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(
            () => _machine.RunBytes(0x65, 0x48, 0x8b, 0x04, 0x25, 0x00, 0xac, 0x01, 0x00));

        Assert.Equal((GuestFaultKind.NotMapped, new GuestAddress(0x1ac00)), (fault.Kind, fault.Address));
    }

    [Theory]
    [InlineData(0x80, 0x80UL)]
    [InlineData(0x7f, 0x7fUL)]
    public void Movzx_of_a_byte_clears_the_rest(byte value, ulong expected)
    {
        _machine[X64Register.Rax] = ulong.MaxValue;
        _machine[X64Register.Rcx] = 0xffffff00UL | value;

        _machine.Run(a => a.movzx(eax, cl));

        Assert.Equal(expected, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Movsx_of_a_word_to_32_bits_clears_the_upper_half()
    {
        _machine[X64Register.Rcx] = 0x8000;

        _machine.Run(a => a.movsx(eax, cx));

        Assert.Equal(0xffff8000UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Movsxd_spreads_bit_31()
    {
        _machine[X64Register.Rcx] = 0x80000000;

        _machine.Run(a => a.movsxd(rax, ecx));

        Assert.Equal(0xffffffff80000000, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Lea_computes_without_reading_memory()
    {
        _machine[X64Register.Rdi] = 3;

        _machine.Run(a => a.lea(eax, __[rdi + (rdi * 2) + 7]));

        Assert.Equal(16UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Push_and_pop_give_back_the_value()
    {
        _machine[X64Register.Rbx] = 0x1122334455667788;

        _machine.Run(a =>
        {
            a.push(rbx);
            a.pop(r12);
        });

        Assert.Equal(0x1122334455667788UL, _machine[X64Register.R12]);
    }

    [Fact]
    public void Push_of_the_stack_pointer_stores_its_old_value()
    {
        ulong before = _machine[X64Register.Rsp];

        _machine.Run(a => a.push(rsp));

        Assert.Equal(before, _machine.Memory.ReadUInt64(new GuestAddress(_machine[X64Register.Rsp])));
    }

    [Fact]
    public void Push_sign_extends_a_byte()
    {
        _machine.Run(a => a.push(-1));

        Assert.Equal(ulong.MaxValue, _machine.Memory.ReadUInt64(new GuestAddress(_machine[X64Register.Rsp])));
    }

    [Fact]
    public void Pop_relative_to_the_stack_uses_the_new_pointer()
    {
        _machine.Run(a =>
        {
            a.push(5);
            a.push(6);
            a.pop(__qword_ptr[rsp]);
        });

        Assert.Equal(6UL, _machine.Memory.ReadUInt64(new GuestAddress(_machine[X64Register.Rsp])));
    }

    [Fact]
    public void Push_below_the_stack_is_a_stack_overflow()
    {
        _machine[X64Register.Rsp] = X64Machine.Stack.Value;

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Run(a => a.push(rax)));

        Assert.Equal(GuestFaultKind.StackOverflow, fault.Kind);
    }

    [Fact]
    public void Popfq_restores_flags_that_pushfq_saved()
    {
        _machine.Run(a =>
        {
            a.stc();
            a.pushfq();
            a.clc();
            a.popfq();
        });

        Assert.True(_machine.State.Flags.HasFlag(Rflags.Carry));
    }

    [Fact]
    public void Popfq_cannot_clear_bit_1()
    {
        _machine.Run(a =>
        {
            a.push(0);
            a.popfq();
        });

        Assert.Equal(Rflags.AlwaysSet, _machine.State.Flags);
    }

    [Fact]
    public void Xchg_swaps_a_register_and_memory()
    {
        _machine.Memory.WriteUInt64(X64Machine.Data, 1);
        _machine[X64Register.Rbx] = X64Machine.Data.Value;
        _machine[X64Register.Rax] = 2;

        _machine.Run(a => a.xchg(__qword_ptr[rbx], rax));

        Assert.Equal((2UL, 1UL), (_machine.Memory.ReadUInt64(X64Machine.Data), _machine[X64Register.Rax]));
    }

    [Fact]
    public void Xadd_leaves_the_old_value_in_the_register()
    {
        _machine.Memory.WriteUInt32(X64Machine.Data, 40);
        _machine[X64Register.Rbx] = X64Machine.Data.Value;
        _machine[X64Register.Rax] = 2;

        _machine.Run(a => a.@lock.xadd(__dword_ptr[rbx], eax));

        Assert.Equal((42U, 40UL), (_machine.Memory.ReadUInt32(X64Machine.Data), _machine[X64Register.Rax]));
    }

    [Theory]
    [InlineData(5UL, 9U, 5UL, true)]
    [InlineData(4UL, 5U, 5UL, false)]
    public void Cmpxchg_stores_only_when_equal(ulong accumulator, uint stored, ulong left, bool equal)
    {
        _machine.Memory.WriteUInt32(X64Machine.Data, 5);
        _machine[X64Register.Rbx] = X64Machine.Data.Value;
        _machine[X64Register.Rax] = accumulator;
        _machine[X64Register.Rcx] = 9;

        _machine.Run(a => a.cmpxchg(__dword_ptr[rbx], ecx));

        Assert.Equal(
            (stored, left, equal),
            (_machine.Memory.ReadUInt32(X64Machine.Data), _machine[X64Register.Rax], _machine.State.Flags.HasFlag(Rflags.Zero)));
    }

    [Fact]
    public void Bswap_reverses_eight_bytes()
    {
        _machine[X64Register.R9] = 0x0102030405060708;

        _machine.Run(a => a.bswap(r9));

        Assert.Equal(0x0807060504030201UL, _machine[X64Register.R9]);
    }

    [Fact]
    public void Cdqe_extends_eax()
    {
        _machine[X64Register.Rax] = 0x80000001;

        _machine.Run(a => a.cdqe());

        Assert.Equal(0xffffffff80000001, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Cwde_extends_ax_and_clears_the_upper_half()
    {
        _machine[X64Register.Rax] = 0x1111111100008000;

        _machine.Run(a => a.cwde());

        Assert.Equal(0xffff8000UL, _machine[X64Register.Rax]);
    }

    [Fact]
    public void Cdq_fills_edx_with_the_sign()
    {
        _machine[X64Register.Rax] = 0x80000000;

        _machine.Run(a => a.cdq());

        Assert.Equal(0xffffffffUL, _machine[X64Register.Rdx]);
    }

    [Fact]
    public void Cqo_of_a_positive_number_clears_rdx()
    {
        _machine[X64Register.Rdx] = 5;

        _machine.Run(a => a.cqo());

        Assert.Equal(0UL, _machine[X64Register.Rdx]);
    }

    [Fact]
    public void Rep_movsb_copies_and_moves_the_pointers()
    {
        _machine.Memory.Write(X64Machine.Data, "module\0"u8);
        _machine[X64Register.Rsi] = X64Machine.Data.Value;
        _machine[X64Register.Rdi] = X64Machine.Data.Value + 0x100;
        _machine[X64Register.Rcx] = 7;

        _machine.Run(a => a.rep.movsb());

        Assert.Equal("module", _machine.Memory.ReadCString(X64Machine.Data + 0x100, 16));
    }

    [Fact]
    public void Rep_stosq_fills_to_the_end_in_bounded_steps()
    {
        _machine[X64Register.Rdi] = X64Machine.Data.Value;
        _machine[X64Register.Rax] = 0x0101010101010101;
        _machine[X64Register.Rcx] = 1024;

        _machine.Run(a => a.rep.stosq());

        Assert.Equal(
            (X64Machine.Data.Value + 0x2000, 0UL, 0x01010101U),
            (_machine[X64Register.Rdi], _machine[X64Register.Rcx], _machine.Memory.ReadUInt32(X64Machine.Data + 0x1ffc)));
    }

    [Fact]
    public void Rep_stosb_longer_than_one_step_goes_on_in_the_next()
    {
        _machine[X64Register.Rdi] = X64Machine.Data.Value;
        _machine[X64Register.Rcx] = 5000;
        _machine.Assemble(a => a.rep.stosb());

        _machine.Interpreter.Step(_machine.Cpu);

        Assert.Equal((X64Machine.Code, 904UL), (_machine.State.Rip, _machine[X64Register.Rcx]));
    }

    [Fact]
    public void Rep_stosb_that_faults_keeps_what_is_done()
    {
        _machine[X64Register.Rdi] = X64Machine.Data.Value + 0x1ffe;
        _machine[X64Register.Rcx] = 5;

        Assert.Throws<GuestFaultException>(() => _machine.Run(a => a.rep.stosb()));

        Assert.Equal(3UL, _machine[X64Register.Rcx]);
    }

    [Fact]
    public void Repne_scasb_finds_the_end_of_a_string()
    {
        _machine.Memory.Write(X64Machine.Data, "klp\0"u8);
        _machine[X64Register.Rdi] = X64Machine.Data.Value;
        _machine[X64Register.Rcx] = ulong.MaxValue;

        _machine.Run(a => a.repne.scasb());

        Assert.Equal(X64Machine.Data.Value + 4, _machine[X64Register.Rdi]);
    }

    [Fact]
    public void Repe_cmpsb_stops_behind_the_first_difference()
    {
        _machine.Memory.Write(X64Machine.Data, "abcabd"u8);
        _machine[X64Register.Rsi] = X64Machine.Data.Value;
        _machine[X64Register.Rdi] = X64Machine.Data.Value + 3;
        _machine[X64Register.Rcx] = 3;

        _machine.Run(a => a.repe.cmpsb());

        Assert.True(_machine.State.Flags.HasFlag(Rflags.Carry));
    }

    [Fact]
    public void Std_makes_string_instructions_go_down()
    {
        _machine[X64Register.Rdi] = X64Machine.Data.Value + 8;

        _machine.Run(a =>
        {
            a.std();
            a.stosq();
        });

        Assert.Equal(X64Machine.Data.Value, _machine[X64Register.Rdi]);
    }

    [Fact]
    public void Movsd_of_a_vector_register_is_named_in_the_fault()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _machine.Run(a => a.movsd(xmm0, __qword_ptr[rax])));

        Assert.Contains("movsd", fault.Message, StringComparison.Ordinal);
    }
}
