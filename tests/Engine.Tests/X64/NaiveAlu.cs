using System.Numerics;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tests.X64;

/// <summary>What an instruction gives: the result, which flags it defines, and their values.</summary>
internal sealed record NaiveResult(BigInteger Value, Rflags Defined, Rflags Flags);

/// <summary>Integer arithmetic with unbounded numbers, as far from the interpreter's tricks as can be.</summary>
internal static class NaiveAlu
{
    private const Rflags Result = Rflags.Zero | Rflags.Sign | Rflags.Parity;

    public static NaiveResult Add(BigInteger a, BigInteger b, int carry, int bits) => new(
        a + b + carry,
        Rflags.Arithmetic,
        OfResult(a + b + carry, bits)
            | If(a + b + carry >= Top(bits), Rflags.Carry)
            | If((a % 16) + (b % 16) + carry >= 16, Rflags.Auxiliary)
            | If(IsOutside(Signed(a, bits) + Signed(b, bits) + carry, bits), Rflags.Overflow));

    public static NaiveResult Subtract(BigInteger a, BigInteger b, int borrow, int bits) => new(
        a - b - borrow,
        Rflags.Arithmetic,
        OfResult(a - b - borrow, bits)
            | If(a < b + borrow, Rflags.Carry)
            | If(a % 16 < (b % 16) + borrow, Rflags.Auxiliary)
            | If(IsOutside(Signed(a, bits) - Signed(b, bits) - borrow, bits), Rflags.Overflow));

    public static NaiveResult Logic(BigInteger value, int bits) =>
        new(value, Rflags.Arithmetic & ~Rflags.Auxiliary, OfResult(value, bits));

    public static NaiveResult MultiplySigned(BigInteger a, BigInteger b, int bits)
    {
        BigInteger product = Signed(a, bits) * Signed(b, bits);
        return new NaiveResult(
            product, Rflags.Carry | Rflags.Overflow, If(IsOutside(product, bits), Rflags.Carry | Rflags.Overflow));
    }

    /// <summary>A shift by one place as often as the count says.</summary>
    public static NaiveResult? Shift(string operation, BigInteger value, int count, int bits)
    {
        count %= bits == 64 ? 64 : 32;
        if (count == 0)
        {
            return null;
        }

        bool carry = false;
        bool before = false;
        for (int i = 0; i < count; i++)
        {
            bool top = Bit(value, bits - 1);
            before = top;
            carry = operation is "shl" or "rol" ? top : Bit(value, 0);
            value = operation switch
            {
                "shl" => (value * 2) % Top(bits),
                "shr" => value / 2,
                "sar" => (value / 2) + (top ? Top(bits) / 2 : 0),
                "rol" => ((value * 2) % Top(bits)) + (top ? 1 : 0),
                _ => (value / 2) + (carry ? Top(bits) / 2 : 0),
            };
        }

        bool overflow = Bit(value, bits - 1) != before;
        bool rotates = operation is "rol" or "ror";

        // The carry of a shift is defined up to the operand's width, the overflow for one place only.
        Rflags defined = (rotates ? Rflags.None : Result)
            | If(rotates || count <= bits, Rflags.Carry)
            | If(count == 1, Rflags.Overflow);
        return new NaiveResult(
            value, defined, (rotates ? Rflags.None : OfResult(value, bits)) | If(carry, Rflags.Carry) | If(overflow, Rflags.Overflow));
    }

    public static BigInteger Signed(BigInteger value, int bits) => Bit(value, bits - 1) ? value - Top(bits) : value;

    public static BigInteger Top(int bits) => BigInteger.One << bits;

    public static BigInteger Wrap(BigInteger value, int bits) => ((value % Top(bits)) + Top(bits)) % Top(bits);

    private static Rflags OfResult(BigInteger value, int bits)
    {
        BigInteger wrapped = Wrap(value, bits);
        int ones = Enumerable.Range(0, 8).Count(i => Bit(wrapped, i));
        return If(wrapped.IsZero, Rflags.Zero) | If(Bit(wrapped, bits - 1), Rflags.Sign) | If(ones % 2 == 0, Rflags.Parity);
    }

    private static bool Bit(BigInteger value, int index) => !((value >> index) & 1).IsZero;

    private static bool IsOutside(BigInteger value, int bits) => value < -(Top(bits) / 2) || value >= Top(bits) / 2;

    private static Rflags If(bool condition, Rflags flag) => condition ? flag : Rflags.None;
}
