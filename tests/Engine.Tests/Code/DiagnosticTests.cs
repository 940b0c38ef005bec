using CsCheck;
using TriageBot.Engine.Code;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("int f(void) { return x; }", "'x' is not declared")]
    [InlineData("int f(void) { return 1 }", "';' is expected")]
    [InlineData("int f(void) { return (1; }", "')' is expected")]
    [InlineData("int f(void) { ", "'}' is expected")]
    [InlineData("f(void) { }", "A declaration is expected")]
    [InlineData("int f(void) { int x; int x; return 1; }", "declared twice")]
    [InlineData("int f(void) { return 1; } int f(void) { return 2; }", "defined twice")]
    [InlineData("int f(int); long f(int x) { return 2; }", "declared with other types")]
    [InlineData("int x; int x;", "defined twice")]
    [InlineData("int x = y;", "not constant")]
    [InlineData("int x = 1 / 0;", "not constant")]
    [InlineData("int f(void) { break; }", "break needs")]
    [InlineData("int f(void) { continue; }", "continue needs")]
    [InlineData("int f(void) { case 1: return 1; }", "belong directly")]
    [InlineData("int f(int x) { switch (x) { case 1: case 1: return 1; } return 2; }", "there twice")]
    [InlineData("int f(int x) { switch (x) { case x: return 1; } return 2; }", "needs a constant")]
    [InlineData("int f(int x) { switch (x) { default: default: return 1; } }", "there twice")]
    [InlineData("int f(int x) { goto out; }", "no label 'out'")]
    [InlineData("int f(int x) { a: a: return 1; }", "there twice")]
    [InlineData("void f(int x) { return x; }", "returns no value")]
    [InlineData("int f(int x) { return; }", "must return a value")]
    [InlineData("void g(void); int f(int x) { return g(); }", "A value is needed")]
    [InlineData("int g(int a); int f(int x) { return g(); }", "takes 1 argument(s), not 0")]
    [InlineData("int g(int a); int f(int x) { return g(1, 2); }", "takes 1 argument(s), not 2")]
    [InlineData("int f(int x) { 5 = x; return 1; }", "can be assigned")]
    [InlineData("int f(int x) { return *x; }", "Only a pointer")]
    [InlineData("int f(struct foo *p) { return p->x; }", "members of a structure")]
    [InlineData("int f(struct foo *p) { p++; return 1; }", "does not go with")]
    [InlineData("struct foo { int a; };", "cannot be defined")]
    [InlineData("struct foo x;", "without size")]
    [InlineData("int f(int x) { return &5 == 0; }", "has no address")]
    [InlineData("int f(int x) { return x(); }", "is no function")]
    [InlineData("int f(const char *s) { pr_info(s); return 1; }", "must be a string literal")]
    [InlineData("int f(int x) { char b[0]; return 1; }", "constant length")]
    [InlineData("int f(int x) { char b[x]; return 1; }", "constant length")]
    [InlineData("int f(int x) { char b[9000]; return 1; }", "need more than")]
    [InlineData("int f(int x) { char b[2] = \"abc\"; return 1; }", "does not fit")]
    [InlineData("int g[2] = { 1, 2, 3 };", "does not fit")]
    [InlineData("int (*f)(int);", "Pointers to functions")]
    [InlineData("#include <linux/module.h>", "no preprocessor")]
    [InlineData("int f(int x) { return \"abc; }", "does not end on its line")]
    [InlineData("int f(int x) { return '\\q'; }", "escape")]
    [InlineData("int f(int x) { return 'ab'; }", "holds one character")]
    [InlineData("int f(int x) { return 09; }", "number cannot be read")]
    [InlineData("int f(int x) { return 1x; }", "number cannot be read")]
    [InlineData("int f(int x) { return 99999999999999999999; }", "number cannot be read")]
    [InlineData("/* never closed", "does not end")]
    [InlineData("int f(int x) { return x @ 1; }", "starts no token")]
    [InlineData("module_init(start);", "'start' is not defined")]
    [InlineData("module_param(x, int, 0);", "A declaration is expected")]
    [InlineData("int f(void) { asm(\"nop\"); }", "Assembler")]
    public void Compile_bad_source_says_what_is_wrong(string source, string message)
    {
        MiniCResult result = MiniC.Compile(source, new MiniCOptions());

        Assert.Contains(message, Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_bad_source_gives_no_image() =>
        Assert.Null(MiniC.Compile("int f(void) { return x; }", new MiniCOptions()).Image);

    [Fact]
    public void Compile_error_has_its_line_and_column()
    {
        MiniCResult result = MiniC.Compile("int f(void)\n{\n    return x;\n}", new MiniCOptions());

        Assert.Equal((3, 12), (result.Diagnostics[0].Line, result.Diagnostics[0].Column));
    }

    [Fact]
    public void Compile_error_behind_a_comment_has_the_right_line()
    {
        MiniCResult result = MiniC.Compile("/* a\n b */ // c\nint f(void) { return x; }", new MiniCOptions());

        Assert.Equal((3, 22), (result.Diagnostics[0].Line, result.Diagnostics[0].Column));
    }

    [Fact]
    public void Compile_reports_every_function_that_is_wrong() =>
        Assert.Equal(2, MiniC.Compile("int f(void) { return x; } int g(void) { return y; }", new MiniCOptions()).Diagnostics.Length);

    [Fact]
    public void Compile_number_of_reports_is_bounded() =>
        Assert.Equal(50, MiniC.Compile("int f(void) { " + string.Concat(Enumerable.Range(0, 200).Select(i => $"x{i};")) + "}", new MiniCOptions()).Diagnostics.Length);

    [Fact]
    public void Compile_source_that_is_too_long_is_refused() =>
        Assert.Contains("longer than", MiniC.Compile(new string(' ', MiniC.MaxSourceLength + 1), new MiniCOptions()).Diagnostics[0].Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("(", ")", 1)]
    [InlineData("-", "", 1)]
    [InlineData("!", "", 1)]
    [InlineData("x+(", ")", 1)]
    [InlineData("x?1:", "", 1)]
    [InlineData("x?", ":1", 1)]
    [InlineData("x=", "", 1)]
    [InlineData("g(", ")", 1)]
    [InlineData("(int)", "", 1)]
    [InlineData("sizeof ", "", 1)]
    [InlineData("1+", "", 1)]
    [InlineData("x&&", "", 1)]
    [InlineData("x,", "", 1)]
    public void Compile_deep_expression_is_refused(string open, string close, int times)
    {
        int count = 20_000 * times;
        string source = "int f(int x) { return " + string.Concat(Enumerable.Repeat(open, count / open.Length)) + "x"
            + string.Concat(Enumerable.Repeat(close, count / open.Length)) + "; }";

        Assert.Contains("levels", MiniC.Compile(source, new MiniCOptions()).Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("if (x) ")]
    [InlineData("while (x) ")]
    [InlineData("do ")]
    [InlineData("else ")]
    [InlineData("a:")]
    [InlineData("switch (x) {")]
    [InlineData("if (x) ; else ")]
    public void Compile_deep_statement_ends_with_a_diagnostic(string open)
    {
        string source = "int f(int x) { " + string.Concat(Enumerable.Repeat(open, 15_000));

        Assert.NotEmpty(MiniC.Compile(source, new MiniCOptions()).Diagnostics);
    }

    [Fact]
    public void Compile_deep_pointer_type_is_refused() =>
        Assert.NotEmpty(MiniC.Compile("int " + new string('*', 100_000) + "x;", new MiniCOptions()).Diagnostics);

    [Fact]
    public void Compile_long_chain_of_cold_functions_is_settled()
    {
        string source = string.Concat(Enumerable.Range(0, 900).Select(i => $"int f{i}(void) {{ return f{i + 1}(); }}\n")) + "int f900(void) { pr_info(\"x\"); return 1; }";

        ModuleImage image = MiniC.Compile(source, new MiniCOptions()).Image!;

        Assert.DoesNotContain(image.Sections, s => s.Name == ".text");
    }

    [Fact]
    public void Compile_random_tokens_never_throws()
    {
        string[] words =
        [
            "int", "long", "static", "char", "*", "(", ")", "{", "}", "[", "]", ";", ",", "x", "f", "if", "else", "while", "for", "return", "switch", "case",
            "default", ":", "?", "=", "+", "-", "&", "1", "\"s\"", "struct", "goto", "break", "sizeof", "pr_info", "++", "==", "void", "const", "__init", "...",
            "extern", "do", "'c'", "module_init",
        ];
        Gen.Int[0, words.Length - 1].Array[0, 60].Sample(
            picks => MiniC.Compile(string.Join(' ', picks.Select(i => words[i])), new MiniCOptions()),
            iter: 4_000,
            threads: 1);
    }

    [Fact]
    public void Compile_damaged_program_never_throws()
    {
        const string source = """
            static int state = 7; static char *names[] = { "a", "b" };
            static int call_set(const char *val, const struct kernel_param *kp)
            { int x, err = kstrtoint(val, 0, &x); if (err) return err; for (x = 0; x < 3; x++) { switch (x) { case 1: goto out; default: break; } } out: return names[1][0] ? -EINVAL : state; }
            static int __init start(void) { char buf[16]; snprintf(buf, sizeof(buf), "%d", state++); pr_info("init %s\n", buf); return 0; }
            module_init(start);
            """;
        Gen.Select(Gen.Int[0, source.Length - 1], Gen.Int[0, 12], Gen.Int[0, source.Length - 1], Gen.Int[0, 8]).Array[1, 3].Sample(
            cuts =>
            {
                string damaged = source;
                foreach ((int at, int length, int from, int copied) in cuts)
                {
                    int start = Math.Min(at, damaged.Length);
                    string piece = source.Substring(from, Math.Min(copied, source.Length - from));
                    damaged = damaged[..start] + piece + damaged[Math.Min(start + length, damaged.Length)..];
                }

                MiniC.Compile(damaged, new MiniCOptions());
            },
            iter: 4_000,
            threads: 1);
    }
}
