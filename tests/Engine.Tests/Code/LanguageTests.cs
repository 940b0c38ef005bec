using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("return x + 1;", 41, 42)]
    [InlineData("return -x;", 5, -5)]
    [InlineData("return ~x;", 0, -1)]
    [InlineData("return !x;", 0, 1)]
    [InlineData("return !x;", 7, 0)]
    [InlineData("return x - 3 * 2;", 10, 4)]
    [InlineData("return (x - 3) * 2;", 10, 14)]
    [InlineData("return x / 4;", -9, -2)]
    [InlineData("return x % 4;", -9, -1)]
    [InlineData("return x << 3 | 1;", 2, 17)]
    [InlineData("return x >> 1;", -4, -2)]
    [InlineData("return x & 6 ^ 1;", 12, 5)]
    [InlineData("return x < 3 == 1;", 2, 1)]
    [InlineData("return x ? 5 : 6;", 1, 5)]
    [InlineData("return x ? 5 : 6;", 0, 6)]
    [InlineData("return x > 2 ? x > 4 ? 3 : 2 : 1;", 3, 2)]
    [InlineData("return x && x / 0;", 0, 0)]
    [InlineData("return x || x / 0;", 3, 1)]
    [InlineData("return (x++, x);", 3, 4)]
    public void Expression(string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument));

    [Theory]
    [InlineData("int y; y = x; y += 2; y -= 1; y *= 3; y /= 2; y %= 7; return y;", 9, 1)]
    [InlineData("int y = x; y &= 6; y |= 8; y ^= 1; y <<= 2; y >>= 1; return y;", 7, 30)]
    [InlineData("int y = x++; return y * 100 + x;", 3, 304)]
    [InlineData("int y = ++x; return y * 100 + x;", 3, 404)]
    [InlineData("int y = x--; return y * 100 + --x;", 3, 301)]
    [InlineData("int a, b; a = b = x; return a + b;", 4, 8)]
    public void Assignment(string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument));

    [Theory]
    [InlineData("if (x) return 1; return 2;", 1, 1)]
    [InlineData("if (x == 1) return 10; else if (x == 2) return 20; else return 30;", 2, 20)]
    [InlineData("int s = 0; while (x > 0) { s += x; x--; } return s;", 4, 10)]
    [InlineData("int s = 0; do s++; while (s < x); return s;", 0, 1)]
    [InlineData("int s = 0; for (int i = 0; i < x; i++) s += i; return s;", 5, 10)]
    [InlineData("int s = 0, i; for (i = 0;; i++) { if (i == x) break; if (i & 1) continue; s += i; } return s;", 6, 6)]
    [InlineData("int s = 0; do { if (x == 3) continue; s += x; } while (--x); return s;", 4, 7)]
    [InlineData("switch (x) { case 1: return 10; case 2: case 3: return 23; default: return 0; }", 3, 23)]
    [InlineData("int r = 0; switch (x) { case 1: r += 1; case 2: r += 2; break; case 3: r = 9; } return r;", 1, 3)]
    [InlineData("switch (x) { case -1: return 5; } return 6;", -1, 5)]
    [InlineData("switch (x) { default: return 1; case 4: return 2; }", 4, 2)]
    [InlineData("int r = 1; if (x) goto out; r = 2; out: return r;", 1, 1)]
    [InlineData("int r = 0; again: r++; if (r < x) goto again; return r;", 4, 4)]
    [InlineData("{ int x = 5; } return x;", 7, 7)]
    [InlineData("; ; return x;", 7, 7)]
    public void Statement(string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument));

    [Theory]
    [InlineData("unsigned int u = x; return u > 10;", -1, 1)]
    [InlineData("unsigned u = x; return u / 2 == 0x7fffffff;", -1, 1)]
    [InlineData("unsigned u = x; return u >> 31;", -1, 1)]
    [InlineData("long l = x; return l * 0x100000000 >> 33;", 6, 3)]
    [InlineData("unsigned long l = x; return l == 0xffffffffffffffff;", -1, 1)]
    [InlineData("long l = 1; return (l << 40) >> 38;", 0, 4)]
    [InlineData("int i = 0x7fffffff; return i + x < 0;", 1, 1)]
    [InlineData("bool b = x; return b;", 256, 1)]
    [InlineData("bool b = true; b += 3; return b;", 0, 1)]
    [InlineData("char c = x; return c;", 200, -56)]
    [InlineData("unsigned char c = x; return c;", 300, 44)]
    [InlineData("short s = x; return s;", 40000, -25536)]
    [InlineData("u16 s = x; return s;", -1, 65535)]
    [InlineData("return (char)x;", 130, -126)]
    [InlineData("return (unsigned long)x >> 63;", -1, 1)]
    [InlineData("return (bool)x + (bool)x;", 4, 2)]
    [InlineData("return x < 4u;", -1, 0)]
    [InlineData("return sizeof(int) + sizeof(long) + sizeof(char) + sizeof(void *);", 0, 21)]
    [InlineData("return 'a' + '\\n' + '\\x41' + '\\0';", 0, 172)]
    [InlineData("return 010 + 0x10 + 10;", 0, 34)]
    [InlineData("return -EINVAL - ENOMEM;", 0, -34)]
    [InlineData("return true + false + (NULL == 0);", 0, 2)]
    [InlineData("return NOTIFY_STOP & NOTIFY_STOP_MASK;", 0, 0x8000)]
    public void Type(string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument));

    [Theory]
    [InlineData("int y = 1; int *p = &y; *p = x; return y;", 7, 7)]
    [InlineData("int y = 1; int *p = &y; *p += x; (*p)++; return y;", 7, 9)]
    [InlineData("int a[4]; for (int i = 0; i < 4; i++) a[i] = i * x; return a[0] + a[3] * 10 + sizeof(a);", 2, 76)]
    [InlineData("int a[3] = { 1, x, 3 }; return a[0] + a[1] * 10 + a[2] * 100;", 2, 321)]
    [InlineData("int a[4] = { x }; return a[0] + a[3];", 9, 9)]
    [InlineData("char b[] = \"abc\"; return b[0] + b[3] + sizeof(b);", 0, 101)]
    [InlineData("char b[8] = \"ab\"; b[1] = 'z'; return b[1] + b[7];", 0, 122)]
    [InlineData("const char *s = \"demo\"; return s[2];", 0, 'm')]
    [InlineData("const char *s = \"ab\" \"cd\"; return *(s + 3);", 0, 'd')]
    [InlineData("const char *s = \"abc\"; s++; return *s++ * 1000 + *s;", 0, 98099)]
    [InlineData("int a[5]; int *p = &a[4], *q = a; return p - q;", 0, 4)]
    [InlineData("int a[5]; return &a[3] > a;", 0, 1)]
    [InlineData("long a[3]; a[2] = x; long *p = a; p += 2; return *p--;", 6, 6)]
    [InlineData("void *p = NULL; return !p;", 0, 1)]
    [InlineData("int y = 3; int *p = &y; int **q = &p; **q = x; return y;", 8, 8)]
    [InlineData("char b[4]; b[0] = 1; b[1] = 2; b[x++] = 7; return b[0] * 100 + b[1] * 10 + x;", 1, 172)]
    [InlineData("\"abc\"[1]; return \"abc\"[1];", 0, 'b')]
    public void Pointer(string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument));

    [Theory]
    [InlineData("static int g = 5;", "g += x; return g;", 2, 7)]
    [InlineData("static int g;", "g = x; return g + 1;", 2, 3)]
    [InlineData("int g = -1;", "return g;", 0, -1)]
    [InlineData("static long g = 0x100000000;", "return g >> 32;", 0, 1)]
    [InlineData("static bool g = 7;", "return g;", 0, 1)]
    [InlineData("static char *g = \"text\";", "return g[1];", 0, 'e')]
    [InlineData("static char g[8] = \"hi\";", "return g[1] + g[2] + sizeof(g);", 0, 'i' + 8)]
    [InlineData("static int g[] = { 3, 4, 5 };", "return g[x] + sizeof(g);", 2, 17)]
    [InlineData("static const char *const g[] = { \"a\", \"b\" };", "return g[x][0];", 1, 'b')]
    [InlineData("static int a = 4; static int *g = &a;", "*g += x; return a;", 2, 6)]
    [InlineData("static int g = 1 + 2 * sizeof(int);", "return g;", 0, 9)]
    [InlineData("static u8 a = 1; static u64 b = 2; static u8 c = 3;", "return a + b * 10 + c * 100;", 0, 321)]
    [InlineData("extern int g; int g = 3;", "return g;", 0, 3)]
    [InlineData("static int twice(int y);", "return twice(x); } static int twice(int y) { return y * 2;", 4, 8)]
    [InlineData("static long wide(long a) { return a * a; }", "return wide(100000) / 100000;", 0, 100000)]
    [InlineData("static bool odd(int a) { return a & 1; }", "return odd(x) + odd(x + 1);", 3, 1)]
    [InlineData("static bool any(int a) { return a; }", "return any(x);", 256, 1)]
    [InlineData("static int sum(int a, int b, int c, int d, int e, int f, int g, int h) { return a + b + c + d + e + f + g * 10 + h * 100; }",
        "return sum(1, 1, 1, 1, 1, 1, x, 3);", 2, 326)]
    [InlineData("static int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }", "return fact(x);", 6, 720)]
    [InlineData("static void set(int *p, int v) { *p = v; }", "int y; set(&y, x); return y;", 9, 9)]
    [InlineData("static int next(void) { static int count = 10; return count++; }", "next(); next(); return next();", 0, 12)]
    [InlineData("static char first(const char *s) { return *s; }", "return first(\"xyz\");", 0, 'x')]
    [InlineData("static void none(void) { }", "none(); return x;", 3, 3)]
    [InlineData("static int nothing(void) { return 0; }", "return f2(x, nothing());  } static int f2(int a, int b) { return a + b;", 3, 3)]
    public void Unit(string before, string body, int argument, int expected) =>
        Assert.Equal(expected, Run(body, argument, before));

    [Fact]
    public void Comment_and_unused_words_are_passed_over() =>
        Assert.Equal(3, Run("/* a\n b */ return /**/ x; // end\n", 3, "noinline __used static inline int h(void) { return 0; } MODULE_LICENSE(\"GPL\");"));

    [Fact]
    public void Function_name_string_is_the_name()
    {
        CompiledModule module = new("void hello(void) { pr_info(\"%s\", __func__); }");

        module.Call("hello");

        Assert.Equal(["hello"], module.Log);
    }

    [Fact]
    public void Print_more_than_five_values_goes_over_the_stack()
    {
        CompiledModule module = new("void f(int a) { pr_info(\"%d %d %d %d %d %d %d\", a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6); }");

        module.Call("f", 1);

        Assert.Equal(["1 2 3 4 5 6 7"], module.Log);
    }

    [Theory]
    [InlineData("pr_info", "demo: x")]
    [InlineData("pr_err", "demo: x")]
    [InlineData("pr_cont", "demo: x")]
    [InlineData("printk", "x")]
    public void Print_prefix_goes_before_the_text_of_pr_macros_only(string name, string expected)
    {
        CompiledModule module = new($"void f(void) {{ {name}(\"x\"); }}", new("demo: "));

        module.Call("f");

        Assert.Equal([expected], module.Log);
    }

    [Fact]
    public void Print_level_marks_are_empty()
    {
        CompiledModule module = new("void f(void) { printk(KERN_INFO \"x\"); }");

        module.Call("f");

        Assert.Equal(["x"], module.Log);
    }

    [Fact]
    public void Print_debug_vanishes_with_its_arguments()
    {
        CompiledModule module = new("int f(int x) { pr_debug(\"%d\", x++); return x; }");

        Assert.Equal(4, module.CallInt("f", 4));
    }

    [Fact]
    public void Text_beyond_ascii_is_utf8()
    {
        CompiledModule module = new("const char *f(void) { return \"\u00e9\"; }");
        byte[] bytes = new byte[3];

        module.Memory.Read(new GuestAddress(module.Call("f")), bytes);

        Assert.Equal([0xc3, 0xa9, 0], bytes);
    }

    [Fact]
    public void Prototype_of_a_pointer_keeps_all_64_bits()
    {
        CompiledModule module = new("void *where(void); long f(void) { return (long)where(); }", bind: m => m.Bind("where", cpu => cpu.State[X64Register.Rax] = 0xffff888000000123));

        Assert.Equal(0xffff888000000123, module.Call("f"));
    }

    [Fact]
    public void Undeclared_function_returns_an_int()
    {
        CompiledModule module = new("long f(void) { return where(); }", bind: m => m.Bind("where", cpu => cpu.State[X64Register.Rax] = 0x1_ffff_fffe));

        Assert.Equal(unchecked((ulong)-2), module.Call("f"));
    }

    [Fact]
    public void This_module_is_the_address_of_its_structure()
    {
        CompiledModule module = new("void *f(void) { return THIS_MODULE; }", bind: m => m.Bind("__this_module", _ => { }));

        Assert.Equal(0xffffffff81000040, module.Call("f"));
    }

    [Fact]
    public void Extern_structure_can_be_passed_by_address()
    {
        CompiledModule module = new(
            "extern struct klp_patch patch; int f(void) { return take(&patch) == 5; }",
            bind: m =>
            {
                m.Bind("patch", _ => { });
                m.Bind("take", cpu => cpu.State[X64Register.Rax] = cpu.State[X64Register.Rdi] == 0xffffffff81000040 ? 5UL : 0);
            });

        Assert.Equal(1, module.CallInt("f"));
    }

    private static int Run(string body, int argument, string before = "") =>
        new CompiledModule($"{before}\nint f(int x) {{ {body} }}").CallInt("f", argument);
}
