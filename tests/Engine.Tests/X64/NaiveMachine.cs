using System.Numerics;
using Iced.Intel;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tests.X64;

/// <summary>Registers and memory as plain numbers.</summary>
internal sealed class NaiveMachine(ulong[] values)
{
    public const int Registers = 8;
    public const int MemorySize = 64;

    private static readonly Register[][] Names =
    [
        [Register.AL, Register.CL, Register.DL, Register.BL, Register.SIL, Register.DIL, Register.R8L, Register.R9L],
        [Register.AX, Register.CX, Register.DX, Register.BX, Register.SI, Register.DI, Register.R8W, Register.R9W],
        [Register.EAX, Register.ECX, Register.EDX, Register.EBX, Register.ESI, Register.EDI, Register.R8D, Register.R9D],
        [Register.RAX, Register.RCX, Register.RDX, Register.RBX, Register.RSI, Register.RDI, Register.R8, Register.R9],
    ];

    private static readonly X64Register[] Numbers =
        [X64Register.Rax, X64Register.Rcx, X64Register.Rdx, X64Register.Rbx, X64Register.Rsi, X64Register.Rdi, X64Register.R8, X64Register.R9];

    public BigInteger[] Values { get; } = [.. values.Select(v => (BigInteger)v)];

    public byte[] Memory { get; } = new byte[MemorySize];

    public static Register Named(int index, int size) => Names[size][index];

    public static X64Register Number(int index) => Numbers[index];

    public void Run(NaiveStep[] program)
    {
        for (int i = 0; i < program.Length; i++)
        {
            NaiveStep step = program[i];
            if (step.Skips == 0)
            {
                Do(step);
            }
            else if (Holds(step))
            {
                i += step.Skips;
            }
        }
    }

    private void Do(NaiveStep step)
    {
        BigInteger to = Low(Values[step.To], step.Bytes);
        BigInteger from = Low(Values[step.From], step.Bytes);
        int bits = step.Bytes * 8;
        int count = step.Count % (bits == 64 ? 64 : 32);
        switch (step.Kind)
        {
            case 0: Write(step.To, step.Bytes, to + from); break;
            case 1: Write(step.To, step.Bytes, to - from); break;
            case 2: Write(step.To, step.Bytes, to & from); break;
            case 3: Write(step.To, step.Bytes, to | from); break;
            case 4: Write(step.To, step.Bytes, to ^ from); break;
            case 5: Write(step.To, step.Bytes, from); break;
            case 6:
                Write(step.To, step.Bytes, from);
                Write(step.From, step.Bytes, to);
                break;
            case 7: Write(step.To, step.Bytes, -to - 1); break;
            case 8: Write(step.To, step.Bytes, -to); break;
            case 9: Write(step.To, step.Bytes, to + 1); break;
            case 10: Write(step.To, step.Bytes, to - 1); break;
            case 11: Write(step.To, step.Bytes, to << count, count); break;
            case 12: Write(step.To, step.Bytes, to >> count, count); break;
            case 13: Write(step.To, step.Bytes, Signed(to, bits) >> count, count); break;
            case 14:
                int size = 1 << step.MultiplicationSize;
                Write(step.To, size, Low(Values[step.To], size) * Low(Values[step.From], size));
                break;
            case 15: Store(step.Offset, step.Bytes, from); break;
            case 16: Write(step.To, step.Bytes, new BigInteger(Memory.AsSpan(step.Offset, step.Bytes), isUnsigned: true)); break;
            case 17: Values[step.To] = Values[step.From]; break;
            default: Write(step.To, 1, Holds(step) ? 1 : 0); break;
        }
    }

    private bool Holds(NaiveStep step)
    {
        int bits = step.Bytes * 8;
        BigInteger a = Low(Values[step.To], step.Bytes);
        BigInteger b = Low(Values[step.From], step.Bytes);
        BigInteger signedA = Signed(a, bits);
        BigInteger signedB = Signed(b, bits);
        bool negative = Signed(Low(a - b, step.Bytes), bits) < 0;
        return step.Condition switch
        {
            0 => a == b,
            1 => a != b,
            2 => a < b,
            3 => a >= b,
            4 => a <= b,
            5 => a > b,
            6 => signedA < signedB,
            7 => signedA >= signedB,
            8 => signedA <= signedB,
            9 => signedA > signedB,
            10 => negative,
            _ => !negative,
        };
    }

    /// <summary>Writing 4 bytes clears the upper half, also when a shift by nothing changes nothing; writing 1 or 2 keeps the rest.</summary>
    private void Write(int register, int bytes, BigInteger value, int? count = null)
    {
        BigInteger low = count == 0 ? Low(Values[register], bytes) : Low(value, bytes);
        Values[register] = bytes >= 4 ? low : Values[register] - Low(Values[register], bytes) + low;
    }

    private void Store(int offset, int bytes, BigInteger value)
    {
        for (int i = 0; i < bytes; i++)
        {
            Memory[offset + i] = (byte)((value >> (8 * i)) & 0xff);
        }
    }

    private static BigInteger Low(BigInteger value, int bytes) => value & ((BigInteger.One << (8 * bytes)) - 1);

    private static BigInteger Signed(BigInteger value, int bits) => value >> (bits - 1) == 1 ? value - (BigInteger.One << bits) : value;
}
