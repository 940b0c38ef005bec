using CsCheck;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.X64;

/// <summary>Random programs, with partial registers, memory, the stack and forward jumps, against a machine of unbounded numbers.</summary>
public sealed class RandomProgramTests
{
    private static readonly Gen<NaiveStep> Straight = Gen.Select(
        Gen.Int[0, NaiveStep.Kinds - 1], Gen.Int[0, 3], Gen.Int[0, NaiveMachine.Registers - 1], Gen.Int[0, NaiveMachine.Registers - 1], Gen.ULong, Gen.Int[0, 11],
        (kind, size, to, from, value, condition) => new NaiveStep(kind, size, to, from, value, condition, Skips: 0));

    /// <summary>One step in six may jump over the next few.</summary>
    private static readonly Gen<NaiveStep[]> Programs =
        Gen.Select(Straight, Gen.Int[0, 17], (step, skips) => step with { Skips = skips > 3 ? 0 : skips }).Array[1, 40];

    private static readonly Gen<ulong[]> Values = Gen.OneOf(Gen.ULong, Gen.ULong[0, 3], Gen.ULong[ulong.MaxValue - 3, ulong.MaxValue], Gen.Const(1UL << 31)).Array[NaiveMachine.Registers];

    [Fact]
    public void Run_random_program_leaves_registers_and_memory_as_the_naive_machine_does() => Gen.Select(Programs, Values).Sample(
        (program, values) =>
        {
            NaiveMachine naive = new(values);
            naive.Run(program);

            X64Machine machine = new();
            machine[X64Register.Rbp] = X64Machine.Data.Value;
            for (int i = 0; i < values.Length; i++)
            {
                machine[NaiveMachine.Number(i)] = values[i];
            }

            machine.Run(a => NaiveStep.Assemble(a, program));

            byte[] memory = new byte[NaiveMachine.MemorySize];
            machine.Memory.Read(X64Machine.Data, memory);
            return naive.Values.Select((v, i) => v == machine[NaiveMachine.Number(i)]).All(same => same) && memory.AsSpan().SequenceEqual(naive.Memory);
        },
        iter: 1500);
}
