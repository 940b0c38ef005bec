using CsCheck;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

/// <summary>Random int expressions, as C text and as the value that the C standard gives them.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly string[] Operators =
        ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&&", "||"];

    /// <summary>Text, and value for given a, b and c; null where the behaviour is undefined.</summary>
    private sealed record Sample(string Text, Func<int[], int?> Value);

    private static readonly Gen<Sample> Leaves = Gen.OneOf(
        Gen.Int[0, 2].Select(i => new Sample("abc"[i].ToString(), v => v[i])),
        Gen.Int[0, 1000].Select(n => new Sample(n.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => n)),
        Gen.Int.Select(n => new Sample($"((int)0x{n:x}u)", _ => n)));

    private static readonly Gen<Sample> Expressions = Nested(4);

    [Fact]
    public void Compile_random_expression_gives_the_value_of_the_standard() =>
        Gen.Select(Expressions, Gen.Int, Gen.Int[-20, 20], Gen.Int).Sample(
            (sample, a, b, c) =>
            {
                int? expected = sample.Value([a, b, c]);
                if (expected is not null)
                {
                    CompiledModule module = new($"int f(int a, int b, int c) {{ return {sample.Text}; }}");
                    Assert.Equal(expected.Value, module.CallInt("f", a, b, c));
                }
            },
            iter: 2000,
            threads: 1);

    private static Gen<Sample> Nested(int depth)
    {
        if (depth == 0)
        {
            return Leaves;
        }

        Gen<Sample> inner = Nested(depth - 1);
        return Gen.OneOf(
            Leaves,
            Gen.Select(Gen.Int[0, 2], inner).Select(Unary),
            Gen.Select(inner, Gen.Int[0, Operators.Length - 1], inner).Select((l, o, r) => Binary(l, Operators[o], r)),
            Gen.Select(inner, Gen.Int[0, Operators.Length - 1], inner).Select((l, o, r) => Binary(l, Operators[o], r)),
            Gen.Select(inner, inner, inner).Select((x, y, z) => new Sample(
                $"({x.Text} ? {y.Text} : {z.Text})", v => x.Value(v) is not { } n ? null : n != 0 ? y.Value(v) : z.Value(v))));
    }

    private static Sample Unary(int operation, Sample operand) => operation switch
    {
        0 => new Sample($"(- {operand.Text})", v => unchecked(-operand.Value(v))),
        1 => new Sample($"(~{operand.Text})", v => ~operand.Value(v)),
        _ => new Sample($"(!{operand.Text})", v => operand.Value(v) is not { } n ? null : n == 0 ? 1 : 0),
    };

    private static Sample Binary(Sample left, string operation, Sample right) => new(
        $"({left.Text} {operation} {right.Text})",
        v =>
        {
            int? a = left.Value(v);
            if (a is null || (operation == "&&" && a == 0) || (operation == "||" && a != 0))
            {
                return a is null ? null : operation == "&&" ? 0 : 1;
            }

            return right.Value(v) is { } b ? Operate(a.Value, operation, b) : null;
        });

    private static int? Operate(int a, string operation, int b) => unchecked(operation switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => b == 0 || (a == int.MinValue && b == -1) ? null : a / b,
        "%" => b == 0 || (a == int.MinValue && b == -1) ? null : a % b,
        "&" => a & b,
        "|" => a | b,
        "^" => a ^ b,
        "<<" => b is < 0 or > 31 ? null : a << b,
        ">>" => b is < 0 or > 31 ? null : a >> b,
        "<" => a < b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "==" => a == b ? 1 : 0,
        "!=" => a != b ? 1 : 0,
        _ => b != 0 ? 1 : 0,
    });
}
