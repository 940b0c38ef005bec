using System.Numerics;
using CsCheck;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.X64;

public sealed class ArithmeticTests
{
    /// <summary>Operations on rax and rcx by the number in their opcodes.</summary>
    private static readonly string[] Binary = ["add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"];

    private static readonly Dictionary<string, int> ShiftNumbers = new() { ["rol"] = 0, ["ror"] = 1, ["shl"] = 4, ["shr"] = 5, ["sar"] = 7 };

    private static readonly Gen<int> Sizes = Pick(1, 2, 4, 8);

    /// <summary>Numbers with a liking for the borders.</summary>
    private static readonly Gen<ulong> Values = Gen.OneOf(
        Gen.ULong,
        Pick<ulong>(0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, long.MaxValue, 1UL << 63, ulong.MaxValue));

    private static readonly Gen<Rflags> Flags = Gen.Int[0, 63].Select(bits => Rflags.AlwaysSet
        | ((bits & 1) != 0 ? Rflags.Carry : 0) | ((bits & 2) != 0 ? Rflags.Zero : 0) | ((bits & 4) != 0 ? Rflags.Sign : 0)
        | ((bits & 8) != 0 ? Rflags.Overflow : 0) | ((bits & 16) != 0 ? Rflags.Parity : 0) | ((bits & 32) != 0 ? Rflags.Auxiliary : 0));

    [Fact]
    public void Binary_operations_agree_with_the_naive_model() =>
        Gen.Select(Gen.Int[0, 7], Sizes, Values, Values, Flags).Sample((number, size, a, b, flags) =>
        {
            BigInteger left = a & X64Registers.Mask(size);
            BigInteger right = b & X64Registers.Mask(size);
            int carry = flags.HasFlag(Rflags.Carry) ? 1 : 0;
            NaiveResult expected = Binary[number] switch
            {
                "add" => NaiveAlu.Add(left, right, 0, size * 8),
                "adc" => NaiveAlu.Add(left, right, carry, size * 8),
                "sub" or "cmp" => NaiveAlu.Subtract(left, right, 0, size * 8),
                "sbb" => NaiveAlu.Subtract(left, right, carry, size * 8),
                "and" => NaiveAlu.Logic(left & right, size * 8),
                "or" => NaiveAlu.Logic(left | right, size * 8),
                _ => NaiveAlu.Logic(left ^ right, size * 8),
            };

            X64State state = Run(a, b, flags, [.. Prefix(size), (byte)((number * 8) + (size == 1 ? 0 : 1)), 0xc8]);

            Verify(state, expected, a, size, flags, writes: Binary[number] != "cmp");
        });

    [Fact]
    public void Unary_operations_agree_with_the_naive_model() =>
        Gen.Select(Pick("inc", "dec", "neg"), Sizes, Values, Flags).Sample((operation, size, a, flags) =>
        {
            BigInteger value = a & X64Registers.Mask(size);
            NaiveResult expected = operation switch
            {
                "inc" => NaiveAlu.Add(value, 1, 0, size * 8),
                "dec" => NaiveAlu.Subtract(value, 1, 0, size * 8),
                _ => NaiveAlu.Subtract(0, value, 0, size * 8),
            };
            if (operation != "neg")
            {
                expected = expected with { Defined = expected.Defined & ~Rflags.Carry };
            }

            byte opcode = (byte)((operation == "neg" ? 0xf6 : 0xfe) + (size == 1 ? 0 : 1));
            byte operand = operation switch
            {
                "inc" => 0xc0,
                "dec" => 0xc8,
                _ => 0xd8,
            };
            X64State state = Run(a, 0, flags, [.. Prefix(size), opcode, operand]);

            Verify(state, expected, a, size, flags);
        });

    [Theory]
    [InlineData(0xc0, true)]
    [InlineData(0xc8, false)]
    public void Inc_and_dec_leave_the_carry_alone(byte operand, bool carry)
    {
        Rflags flags = Rflags.AlwaysSet | (carry ? Rflags.Carry : Rflags.None);

        X64State state = Run(carry ? 5UL : 0, 0, flags, [0x48, 0xff, operand]);

        Assert.Equal(carry, state.Flags.HasFlag(Rflags.Carry));
    }

    [Fact]
    public void Shifts_and_rotations_agree_with_the_naive_model() =>
        Gen.Select(Pick("rol", "ror", "shl", "shr", "sar"), Sizes, Values, Gen.Int[0, 70], Flags).Sample((operation, size, a, count, flags) =>
        {
            BigInteger value = a & X64Registers.Mask(size);
            NaiveResult expected = NaiveAlu.Shift(operation, value, count, size * 8) ?? new NaiveResult(value, Rflags.Arithmetic, flags);
            byte opcode = (byte)(size == 1 ? 0xd2 : 0xd3);

            X64State state = Run(a, (ulong)count, flags, [.. Prefix(size), opcode, (byte)(0xc0 + (ShiftNumbers[operation] * 8))]);

            Verify(state, expected, a, size, flags);
        });

    [Fact]
    public void Imul_of_two_registers_agrees_with_the_naive_model() =>
        Gen.Select(Pick(2, 4, 8), Values, Values, Flags).Sample((size, a, b, flags) =>
        {
            NaiveResult expected = NaiveAlu.MultiplySigned(a & X64Registers.Mask(size), b & X64Registers.Mask(size), size * 8);

            X64State state = Run(a, b, flags, [.. Prefix(size), 0x0f, 0xaf, 0xc1]);

            Verify(state, expected, a, size, flags);
        });

    [Fact]
    public void Mul_gives_both_halves_of_the_product() =>
        Gen.Select(Values, Values).Sample((a, b) =>
        {
            X64State state = Run(a, b, Rflags.AlwaysSet, [0x48, 0xf7, 0xe1]);

            BigInteger product = ((BigInteger)state[X64Register.Rdx] << 64) + state[X64Register.Rax];
            Assert.Equal((BigInteger)a * b, product);
        });

    [Fact]
    public void Imul_of_one_operand_gives_both_halves_of_the_product() =>
        Gen.Select(Values, Values).Sample((a, b) =>
        {
            X64State state = Run(a, b, Rflags.AlwaysSet, [0x48, 0xf7, 0xe9]);

            BigInteger product = NaiveAlu.Signed(((BigInteger)state[X64Register.Rdx] << 64) + state[X64Register.Rax], 128);
            Assert.Equal(NaiveAlu.Signed(a, 64) * NaiveAlu.Signed(b, 64), product);
        });

    [Fact]
    public void Div_and_remainder_give_back_the_dividend() =>
        Gen.Select(Values, Values, Values).Where(t => t.Item3 > t.Item1).Sample((high, low, divisor) =>
        {
            X64Machine machine = new() { [X64Register.Rdx] = high, [X64Register.Rax] = low, [X64Register.Rcx] = divisor };

            machine.RunBytes(0x48, 0xf7, 0xf1);

            BigInteger dividend = ((BigInteger)high << 64) + low;
            Assert.Equal(dividend, ((BigInteger)machine[X64Register.Rax] * divisor) + machine[X64Register.Rdx]);
        });

    [Fact]
    public void Idiv_truncates_towards_zero() =>
        Gen.Select(Gen.Int, Gen.Int).Where(t => t.Item2 != 0 && !(t.Item1 == int.MinValue && t.Item2 == -1)).Sample((a, b) =>
        {
            X64Machine machine = new() { [X64Register.Rax] = unchecked((uint)a), [X64Register.Rcx] = unchecked((uint)b) };

            machine.Run(code =>
            {
                code.cdq();
                code.idiv(ecx);
            });

            Assert.Equal((a / b, a % b), (unchecked((int)machine[X64Register.Rax]), unchecked((int)machine[X64Register.Rdx])));
        });

    [Theory]
    [InlineData("48f7f1", 5UL, 0UL, 0UL)]
    [InlineData("48f7f1", 0UL, 1UL, 1UL)]
    [InlineData("f7f9", 0x80000000UL, 0xffffffffUL, 0xffffffffUL)]
    [InlineData("48f7f9", 0x8000000000000000UL, ulong.MaxValue, ulong.MaxValue)]
    [InlineData("f6f1", 0x1000UL, 0UL, 0x10UL)]
    public void Div_quotient_that_does_not_fit_faults(string bytes, ulong low, ulong high, ulong divisor)
    {
        X64Machine machine = new() { [X64Register.Rax] = low, [X64Register.Rdx] = high, [X64Register.Rcx] = divisor };

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => machine.RunBytes(Convert.FromHexString(bytes)));

        Assert.Equal((GuestFaultKind.DivideError, X64Machine.Code), (fault.Kind, fault.Address));
    }

    [Fact]
    public void Div_of_a_byte_puts_the_remainder_into_ah()
    {
        X64Machine machine = new() { [X64Register.Rax] = 1003, [X64Register.Rcx] = 10 };

        machine.Run(code => code.div(cl));

        Assert.Equal(0x0364UL, machine[X64Register.Rax]);
    }

    [Fact]
    public void Not_leaves_flags_alone()
    {
        X64State state = Run(0, 0, Rflags.AlwaysSet | Rflags.Carry, [0x48, 0xf7, 0xd0]);

        Assert.Equal((ulong.MaxValue, Rflags.AlwaysSet | Rflags.Carry), (state[X64Register.Rax], state.Flags));
    }

    [Fact]
    public void Test_writes_only_flags()
    {
        X64State state = Run(0xf0, 0x0f, Rflags.AlwaysSet, [0x48, 0x85, 0xc8]);

        Assert.Equal((0xf0UL, Rflags.AlwaysSet | Rflags.Zero | Rflags.Parity), (state[X64Register.Rax], state.Flags));
    }

    [Fact]
    public void Add_sign_extends_a_byte_immediate() =>
        Assert.Equal(4UL, Run(5, 0, Rflags.AlwaysSet, [0x48, 0x83, 0xc0, 0xff])[X64Register.Rax]);

    [Fact]
    public void Add_to_memory_stores_the_sum()
    {
        X64Machine machine = new() { [X64Register.Rbx] = X64Machine.Data.Value };
        machine.Memory.WriteUInt32(X64Machine.Data, 40);

        machine.Run(code => code.add(__dword_ptr[rbx], 2));

        Assert.Equal(42U, machine.Memory.ReadUInt32(X64Machine.Data));
    }

    [Fact]
    public void Add_to_memory_that_refuses_leaves_flags_alone()
    {
        X64Machine machine = new() { [X64Register.Rbx] = X64Machine.Code.Value };
        Rflags before = machine.State.Flags;

        Assert.Throws<GuestFaultException>(() => machine.Run(code => code.sub(__dword_ptr[rbx], 2)));

        Assert.Equal(before, machine.State.Flags);
    }

    [Fact]
    public void Imul_with_an_immediate_reads_its_second_operand()
    {
        X64Machine machine = new() { [X64Register.Rdi] = 6 };

        machine.Run(code => code.imul(eax, edi, 7));

        Assert.Equal(42UL, machine[X64Register.Rax]);
    }

    [Theory]
    [InlineData(0b1000UL, 3UL, true)]
    [InlineData(0b1000UL, 67UL, true)]
    [InlineData(0b1000UL, 2UL, false)]
    public void Bt_of_a_register_takes_the_index_modulo_the_width(ulong value, ulong index, bool set) =>
        Assert.Equal(set, Run(value, index, Rflags.AlwaysSet, [0x48, 0x0f, 0xa3, 0xc8]).Flags.HasFlag(Rflags.Carry));

    [Fact]
    public void Bt_of_memory_with_a_negative_index_reads_below()
    {
        X64Machine machine = new() { [X64Register.Rbx] = X64Machine.Data.Value + 8, [X64Register.Rcx] = unchecked((ulong)-1) };
        machine.Memory.Write(X64Machine.Data + 7, [0x80]);

        machine.Run(code => code.bt(__qword_ptr[rbx], rcx));

        Assert.True(machine.State.Flags.HasFlag(Rflags.Carry));
    }

    [Fact]
    public void Bts_sets_the_bit_in_memory()
    {
        X64Machine machine = new() { [X64Register.Rbx] = X64Machine.Data.Value, [X64Register.Rcx] = 70 };

        machine.Run(code => code.bts(__qword_ptr[rbx], rcx));

        Assert.Equal(0x40, machine.Memory.ReadByte(X64Machine.Data + 8));
    }

    [Theory]
    [InlineData("480fbcc1", 0x50UL, 4UL)]
    [InlineData("480fbdc1", 0x50UL, 6UL)]
    [InlineData("f3480fbcc1", 0UL, 64UL)]
    [InlineData("f3480fbdc1", 1UL, 63UL)]
    [InlineData("f30fbdc1", 1UL, 31UL)]
    [InlineData("f3480fb8c1", 0xff01UL, 9UL)]
    public void Scans_and_counts(string bytes, ulong value, ulong expected) =>
        Assert.Equal(expected, Run(0, value, Rflags.AlwaysSet, Convert.FromHexString(bytes))[X64Register.Rax]);

    [Fact]
    public void Bsf_of_zero_keeps_the_destination_and_sets_zero()
    {
        X64State state = Run(0x1122334455667788, 0, Rflags.AlwaysSet, [0x0f, 0xbc, 0xc1]);

        Assert.Equal((0x1122334455667788UL, true), (state[X64Register.Rax], state.Flags.HasFlag(Rflags.Zero)));
    }

    [Fact]
    public void Shld_shifts_in_from_the_other_register()
    {
        // shld rax, rcx, 8
        X64State state = Run(0x1122334455667788, 0xaa00000000000000, Rflags.AlwaysSet, [0x48, 0x0f, 0xa4, 0xc8, 0x08]);

        Assert.Equal(0x22334455667788aaUL, state[X64Register.Rax]);
    }

    [Fact]
    public void Shrd_shifts_in_from_the_other_register()
    {
        // shrd rax, rcx, 8
        X64State state = Run(0x1122334455667788, 0xaa, Rflags.AlwaysSet, [0x48, 0x0f, 0xac, 0xc8, 0x08]);

        Assert.Equal(0xaa11223344556677UL, state[X64Register.Rax]);
    }

    private static byte[] Prefix(int size) => size switch
    {
        2 => [0x66],
        8 => [0x48],
        _ => [],
    };

    private static X64State Run(ulong rax, ulong rcx, Rflags flags, byte[] bytes)
    {
        X64Machine machine = new() { [X64Register.Rax] = rax, [X64Register.Rcx] = rcx };
        machine.State.Flags = flags;
        machine.RunBytes(bytes);
        return machine.State;
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Verify(X64State state, NaiveResult expected, ulong before, int size, Rflags flags, bool writes = true)
    {
        ulong result = (ulong)NaiveAlu.Wrap(expected.Value, size * 8);
        ulong kept = size is 1 or 2 ? before & ~X64Registers.Mask(size) : 0;
        Assert.Equal(writes ? kept | result : before, state[X64Register.Rax]);
        Assert.Equal(expected.Flags & expected.Defined, state.Flags & expected.Defined);
        Assert.Equal(flags & ~Rflags.Arithmetic, state.Flags & ~Rflags.Arithmetic);
    }
}
