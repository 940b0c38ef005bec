using Iced.Intel;
using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

/// <summary>What the compiled code looks like to ftrace and livepatch.</summary>
public sealed class ShapeTests
{
    private const string ColdSource = """
        int ext(int);
        static int glob;
        static char text[64];
        int a_straight(int x) { pr_info("a"); return x; }
        int b_call_before(int x) { ext(x); pr_info("b"); return x; }
        int c_built_in_before(int x) { snprintf(text, 10, "%d", x); pr_info("c"); return x; }
        int d_join(int x) { if (x) glob = 1; pr_info("d"); return x; }
        int e_join_with_call(int x) { if (x) ext(x); pr_info("e"); return x; }
        int f_early_return(int x) { if (x) return 1; pr_info("f"); return x; }
        int g_both(int x) { if (x) pr_info("g1"); else pr_info("g2"); return x; }
        int h_one_side(int x) { if (x) pr_info("h"); return x; }
        int i_loop_before(int x) { while (x--) glob += x; pr_info("i"); return x; }
        int j_do_while(int x) { do { pr_info("j"); } while (--x); return x; }
        int k_for(int x) { for (int i = 0; i < x; i++) pr_info("k"); return x; }
        int l_endless(int x) { for (;;) { pr_info("l"); ext(x); } }
        int m_calls_cold(int x) { return a_straight(x) + 1; }
        int n_calls_later(int x) { return z_later(x) + 1; }
        int o_chain(int x) { return n_calls_later(x) + 1; }
        int p_and(int x) { return x && a_straight(x); }
        int q_ternary(int x) { int y = x ? 5 : glob; pr_info("q %d", y); return x; }
        int r_switch(int x) { switch (x) { case 1: pr_info("1"); break; case 2: pr_info("2"); break; default: pr_info("3"); } return x; }
        int s_switch_join(int x) { switch (x) { case 1: glob = 4; break; case 2: glob = 9; break; } pr_info("s"); return x; }
        int t_switch_return(int x) { switch (x) { case 1: glob = 4; break; case 2: return 5; } pr_info("t"); return 4; }
        int u_goto(int x) { if (x) goto out; glob = 5; out: pr_info("u"); return 4; }
        int v_condition(int x) { while (a_straight(x)) ext(x); return 2; }
        static int pure(int x) { return x * glob; }
        int w_pure_before(int x) { glob = pure(x); pr_info("w"); return 2; }
        int x_recursion(int x) { if (x == 0) return a_straight(x); return x_recursion(x - 1); }
        static int writes(int x) { glob = x; return x; }
        int y_write_before(int x) { writes(x); pr_info("y"); return 2; }
        int z_later(int x) { pr_info("z"); return x; }
        int debug_only(int x) { pr_debug("x"); return x; }
        static int only_cold_callers(int x) { glob++; return x; }
        int cold_caller(int x) { pr_info("c"); return only_cold_callers(x); }
        """;

    private static readonly Lazy<CompiledModule> Cold = new(() => new CompiledModule(ColdSource, bind: m => m.Bind("ext", _ => { })));

    /// <summary>Where GCC 12 at -O2 puts the functions of this source.</summary>
    [Theory]
    [InlineData("a_straight", true)]
    [InlineData("b_call_before", false)]
    [InlineData("c_built_in_before", true)]
    [InlineData("d_join", true)]
    [InlineData("e_join_with_call", false)]
    [InlineData("f_early_return", false)]
    [InlineData("g_both", true)]
    [InlineData("h_one_side", false)]
    [InlineData("i_loop_before", false)]
    [InlineData("j_do_while", true)]
    [InlineData("k_for", false)]
    [InlineData("l_endless", true)]
    [InlineData("m_calls_cold", true)]
    [InlineData("n_calls_later", true)]
    [InlineData("o_chain", true)]
    [InlineData("p_and", false)]
    [InlineData("q_ternary", true)]
    [InlineData("r_switch", true)]
    [InlineData("s_switch_join", true)]
    [InlineData("t_switch_return", false)]
    [InlineData("u_goto", true)]
    [InlineData("v_condition", true)]
    [InlineData("pure", true)]
    [InlineData("w_pure_before", true)]
    [InlineData("x_recursion", false)]
    [InlineData("writes", false)]
    [InlineData("y_write_before", false)]
    [InlineData("z_later", true)]
    [InlineData("debug_only", false)]
    [InlineData("only_cold_callers", true)]
    public void Section_of_a_function_is_the_one_that_gcc_chooses(string function, bool cold) =>
        Assert.Equal(cold ? ".text.unlikely" : ".text", SectionOf(Cold.Value, function));

    [Fact]
    public void Section_order_of_functions_is_the_order_of_the_source()
    {
        CompiledModule module = new("int b(void) { return 1; } int a(void) { return 2; } int c(void) { return 3; }");

        Assert.Equal(["b", "a", "c"], module.Image.Symbols.Where(s => s.IsFunction && s.Section >= 0).OrderBy(s => s.Offset).Select(s => s.Name));
    }

    [Fact]
    public void Functions_of_text_start_at_multiples_of_16() =>
        Assert.All(
            Cold.Value.Image.Symbols.Where(s => s.IsFunction && s.Section >= 0 && Cold.Value.Image.Sections[s.Section].Name == ".text"),
            s => Assert.Equal(0, s.Offset % 16));

    [Fact]
    public void Functions_of_text_unlikely_follow_each_other_without_gap()
    {
        ImageSymbol[] symbols = [.. Cold.Value.Image.Symbols
            .Where(s => s.Section >= 0 && Cold.Value.Image.Sections[s.Section].Name == ".text.unlikely").OrderBy(s => s.Offset)];

        Assert.All(symbols.Zip(symbols.Skip(1)), pair => Assert.Equal(pair.First.Offset + pair.First.Size, pair.Second.Offset));
    }

    [Theory]
    [InlineData("int f(void) { return 1; }", true, true, true)]
    [InlineData("notrace int f(void) { return 1; }", true, true, false)]
    [InlineData("int notrace f(void) { return 1; }", true, true, false)]
    [InlineData("static int __exit f(void) { return 1; }", true, true, false)]
    [InlineData("static int __init f(void) { return 1; }", true, true, true)]
    [InlineData("static int __init f(void) { return 1; }", false, true, false)]
    [InlineData("int f(void) { return 1; }", true, false, false)]
    [InlineData("notrace int f(void); int f(void) { return 1; }", true, true, false)]
    public void Entry_call_is_there_unless_the_function_is_not_traced(string source, bool traceInit, bool entryCalls, bool expected)
    {
        CompiledModule module = new(source, new MiniCOptions(TraceInit: traceInit, EntryCalls: entryCalls));

        Assert.Equal(expected, module.Image.McountLocations.Length == 1);
    }

    [Fact]
    public void Entry_call_is_the_first_instruction_with_a_relocation_of_its_field()
    {
        CompiledModule module = new("int f(void) { return 1; }");
        ImageRelocation relocation = module.Image.Relocations.Single(r => module.Image.Symbols[r.Symbol].Name == "__fentry__");

        Assert.Equal(
            ("e800000000", 1, RelocationKind.Plt32, -4L),
            (Convert.ToHexStringLower(module.Image.Sections[0].Bytes.AsSpan()[..5]), relocation.Offset, relocation.Kind, relocation.Addend));
    }

    [Theory]
    [InlineData("int f(int x) { return g(x); }", Mnemonic.Jmp)]
    [InlineData("void f(int x) { g(x); }", Mnemonic.Jmp)]
    [InlineData("void f(int x) { if (x) g(x); else g(2); }", Mnemonic.Jmp)]
    [InlineData("void f(int x) { g(x); return; }", Mnemonic.Jmp)]
    [InlineData("int f(int x) { return g(x) + 1; }", Mnemonic.Call)]
    [InlineData("int f(int x) { g(x); return 1; }", Mnemonic.Call)]
    [InlineData("long f(int x) { return g(x); }", Mnemonic.Call)]
    [InlineData("int f(int x) { return g(&x); }", Mnemonic.Call)]
    [InlineData("int f(int x) { int *p = &x; return g(*p); }", Mnemonic.Call)]
    [InlineData("int f(int x) { char b[8]; b[0] = x; return g(b[0]); }", Mnemonic.Call)]
    [InlineData("int f(int x) { return g(1, 2, 3, 4, 5, 6, x); }", Mnemonic.Call)]
    [InlineData("void f(int x) { while (x--) g(x); }", Mnemonic.Call)]
    [InlineData("int f(int x) { static char b[8]; b[0] = x; return g(b[0]); }", Mnemonic.Jmp)]
    public void Call_in_tail_position_is_a_jump(string source, Mnemonic expected)
    {
        CompiledModule module = new(source, bind: m => m.Bind("g", _ => { }));

        Assert.Equal(expected, TransferTo(module, "g"));
    }

    [Fact]
    public void Sibling_call_passes_arguments_and_result_through()
    {
        CompiledModule module = new("int g(int a, int b) { return a * 10 + b; } int f(int x, int y) { return g(y, x); }");

        Assert.Equal(21, module.CallInt("f", 1, 2));
    }

    [Fact]
    public void Sibling_call_leaves_no_frame_behind()
    {
        CompiledModule module = new("int g(int a) { return a; } int f(int x) { if (x) return f(x - 1); return g(5); }");

        // Deep enough to overflow a stack that grew with every call.
        Assert.Equal(5, module.CallInt("f", 10_000));
    }

    [Fact]
    public void Strings_that_are_equal_are_stored_once()
    {
        CompiledModule module = new("void f(void) { pr_info(\"same\"); pr_info(\"same\"); }");

        Assert.Equal("same\0"u8.ToArray(), module.Image.Sections.Single(s => s.Name == ".rodata.str1.1").Bytes);
    }

    [Theory]
    [InlineData("int g;", ".bss")]
    [InlineData("int g = 0;", ".bss")]
    [InlineData("int g = 1;", ".data")]
    [InlineData("char *g = \"\";", ".data")]
    public void Variable_goes_to_data_or_bss(string source, string section) =>
        Assert.Equal(section, SectionOf(new CompiledModule(source), "g"));

    [Fact]
    public void Bss_takes_room_but_no_bytes()
    {
        CompiledModule module = new("static char g[100];");
        ImageSection bss = module.Image.Sections.Single(s => s.Name == ".bss");

        Assert.Equal((0, 100), (bss.Bytes.Length, bss.Size));
    }

    [Theory]
    [InlineData("static int f(void) { return 0; }", false)]
    [InlineData("int f(void) { return 0; }", true)]
    [InlineData("static int f(void); int f(void) { return 0; }", false)]
    public void Symbol_is_global_unless_static(string source, bool global) =>
        Assert.Equal(global, new CompiledModule(source).Image.Symbols.Single(s => s.Name == "f").Global);

    [Fact]
    public void Module_init_names_the_function_a_second_time()
    {
        CompiledModule module = new("static int __init start(void) { return 7; } module_init(start);");

        Assert.Equal((module.AddressOf("start"), 7), (module.AddressOf("init_module"), module.CallInt("init_module")));
    }

    [Fact]
    public void Compile_twice_gives_the_same_image()
    {
        MiniCOptions options = new("x: ");

        Assert.Equal(Everything(MiniC.Compile(ColdSource, options).Image!), Everything(MiniC.Compile(ColdSource, options).Image!));
    }

    private static string Everything(ModuleImage image) => string.Join(
        '\n',
        [
            .. image.Sections.Select(s => $"{s.Name} {s.Size} {s.Alignment} {s.Flags} {Convert.ToHexStringLower(s.Bytes.AsSpan())}"),
            .. image.Symbols.Select(s => s.ToString()), .. image.Relocations.Select(r => r.ToString()), .. image.McountLocations.Select(l => l.ToString()),
        ]);

    private static string SectionOf(CompiledModule module, string symbol) =>
        module.Image.Sections[module.Image.Symbols.Single(s => s.Name == symbol).Section].Name;

    private static Mnemonic TransferTo(CompiledModule module, string callee)
    {
        GuestAddress start = module.AddressOf("f");
        byte[] bytes = new byte[module.Image.Symbols.Single(s => s.Name == "f").Size];
        module.Memory.Read(start, bytes);
        Decoder decoder = Decoder.Create(64, bytes, start.Value);
        ulong target = module.AddressOf(callee).Value;
        Instruction last = default;
        while (decoder.IP < start.Value + (ulong)bytes.Length)
        {
            Instruction instruction = decoder.Decode();
            bool transfers = instruction.Mnemonic is Mnemonic.Jmp or Mnemonic.Call && instruction.NearBranchTarget == target;
            last = transfers ? instruction : last;
        }

        return last.Mnemonic;
    }
}
