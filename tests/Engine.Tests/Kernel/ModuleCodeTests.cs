using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Kernel;

/// <summary>What the kernel offers to module code besides livepatch and tasks.</summary>
public sealed class ModuleCodeTests
{
    private const string Show = "static int show(void *m, void *v) { seq_printf(m, \"%d\\n\", 7); return 0; }";
    private const string Emit = """
        extern void *kernel_kobj; static void *folder;
        static int emit(void *kobj, void *attr, char *buf) { return sprintf(buf, "%d\n", 8); }
        static void *attr[4] = { "file", (void *)0444, emit };
        """;

    [Theory]
    [InlineData("\"%d|%i|%u|%x|%X|%o\", -1, -2, 3, 255, 255, 8", "-1|-2|3|ff|FF|10")]
    [InlineData("\"%ld|%lx|%zx|%llu\", -1L, 0x1234567890L, 10L, 11L", "-1|1234567890|a|11")]
    [InlineData("\"%hhd|%hx\", 255, 0x12345", "-1|2345")]
    [InlineData("\"%5d|%-5d|%05d|%#x\", 42, 42, 42, 42", "   42|42   |00042|0x2a")]
    [InlineData("\"%s|%5s|%.2s|%c|%%\", \"abc\", \"ab\", \"abc\", 'x'", "abc|   ab|ab|x|%")]
    [InlineData("\"%s\", NULL", "(null)")]
    public void Printk_format_gives_what_the_kernel_gives(string arguments, string expected) =>
        Assert.Equal(["m: " + expected], Load($"pr_info({arguments});"));

    [Theory]
    [InlineData("GFP_KERNEL", "GFP_KERNEL")]
    [InlineData("GFP_ATOMIC", "GFP_ATOMIC")]
    public void Printk_gfp_flags_are_named(string flags, string expected) => Assert.Equal(["m: " + expected], Load($"gfp_t flags = {flags}; pr_info(\"%pGg\", &flags);"));

    [Fact]
    public void Printk_function_pointer_is_named() => Assert.Equal(["m: m_init [m]"], Load("pr_info(\"%ps\", m_init);"));

    [Fact]
    public void Kfree_twice_ends_the_kernel()
    {
        PatchedKernel machine = new("v6.1", Module("void *p = (void *)kzalloc(8, GFP_KERNEL); kfree(p); kfree(p);", "void *kzalloc(size_t n, gfp_t f);"));

        machine.Run("insmod m.ko");

        Assert.Contains("kfree() of memory that is not allocated", machine.Oops);
    }

    [Fact]
    public void Proc_file_is_filled_by_its_function() =>
        Assert.Equal("out: 7", Loaded("proc_create_single(\"mine\", 0, NULL, show);", Show).Read("/proc/mine"));

    [Fact]
    public void Proc_file_that_was_removed_is_not_there() =>
        Assert.EndsWith("rc 1", Loaded("proc_create_single(\"mine\", 0, NULL, show); remove_proc_entry(\"mine\", NULL);", Show).Read("/proc/mine"));

    [Fact]
    public void Sysfs_file_is_filled_by_its_function() =>
        Assert.Equal("out: 8", Loaded("folder = (void *)kobject_create_and_add(\"mine\", kernel_kobj); sysfs_create_file(folder, attr);", Folder(Emit)).Read("/sys/kernel/mine/file"));

    [Fact]
    public void Sysfs_file_has_its_mode() =>
        Assert.Equal(
            ["out: -r--r--r--"],
            Loaded("folder = (void *)kobject_create_and_add(\"mine\", kernel_kobj); sysfs_create_file(folder, attr);", Folder(Emit)).Run("stat -c %A /sys/kernel/mine/file"));

    [Fact]
    public void Sysfs_folder_that_is_put_takes_its_files_along() =>
        Assert.EndsWith(
            "rc 1", Loaded("folder = (void *)kobject_create_and_add(\"mine\", kernel_kobj); sysfs_create_file(folder, attr); kobject_put(folder);", Folder(Emit)).Read("/sys/kernel/mine/file"));

    [Fact]
    public void Parameter_array_takes_numbers_and_their_count()
    {
        PatchedKernel machine = new("v6.1", Module("pr_info(\"%d %d %d\\n\", list[0], list[1], count);", "static int list[4]; static unsigned int count;", "- { name: list, type: intArray, count: count }"));

        Assert.Equal(["m: 5 -6 2"], machine.Run("insmod m.ko list=5,-6"));
    }

    [Theory]
    [InlineData("1,2,3,4,5", "list: can only take 4 arguments")]
    [InlineData("1,x", "m: `1,x' invalid for parameter `list'")]
    public void Parameter_array_that_does_not_fit_refuses_the_load(string value, string line)
    {
        PatchedKernel machine = new("v6.1", Module("", "static int list[4];", "- { name: list, type: intArray }"));

        Assert.Contains(line, machine.Run("insmod m.ko list=" + value));
    }

    [Fact]
    public void Parameter_read_shows_what_the_code_left_in_its_variable()
    {
        PatchedKernel machine = new("v6.1", Module("level = 9;", "static int level;", "- { name: level, type: int, default: \"1\", mode: \"0644\" }"));
        machine.Run("insmod m.ko");

        Assert.Equal("out: 9", machine.Read("/sys/module/m/parameters/level"));
    }

    [Fact]
    public void Parameter_with_a_getter_is_read_through_it()
    {
        PatchedKernel machine = new("v6.1", Module("", "static int get(char *buf, const struct kernel_param *kp) { return sprintf(buf, \"got\\n\"); }", "- { name: p, type: callback, get: get, mode: \"0444\" }"));
        machine.Run("insmod m.ko");

        Assert.Equal("out: got", machine.Read("/sys/module/m/parameters/p"));
    }

    [Theory]
    [InlineData("cmdline_proc_show", "", "m: 0")]
    [InlineData("cmdline_proc_show", "probe[9] = after;", "m: 0")]
    [InlineData("no_such_function", "", "m: -2")]
    public void Register_kprobe_finds_its_function(string symbol, string prepare, string line) =>
        Assert.Equal([line], Load($"{prepare} pr_info(\"%d\\n\", register_kprobe(probe));", Probe(symbol)));

    [Fact]
    public void Kprobe_handlers_run_at_a_hit()
    {
        PatchedKernel machine = Loaded("probe[8] = before; probe[9] = after; register_kprobe(probe);", Probe("cmdline_proc_show"));

        Assert.Equal(["m: before", "m: after"], machine.Run("cat /proc/cmdline")[..2]);
    }

    [Fact]
    public void Kprobes_switched_off_globally_do_not_run()
    {
        PatchedKernel machine = Loaded("probe[8] = before; register_kprobe(probe);", Probe("cmdline_proc_show"));

        Assert.Equal(["kprobes: Kprobes globally disabled"], machine.Run("echo 0 > /sys/kernel/debug/kprobes/enabled"));
        Assert.Single(machine.Run("cat /proc/cmdline"));
    }

    private static string Folder(string code) => "void *kobject_create_and_add(const char *name, void *parent);\n" + code;

    private static string Probe(string symbol) => $$"""
        static void before(void *p, void *regs) { pr_info("before\n"); }
        static void after(void *p, void *regs, unsigned long flags) { pr_info("after\n"); }
        static void *probe[16] = { 0, 0, 0, 0, 0, 0, "{{symbol}}" };
        """;

    private static string[] Load(string body, string code = "") => new PatchedKernel("v6.1", Module(body, code)).Run("insmod m.ko");

    private static PatchedKernel Loaded(string body, string code)
    {
        PatchedKernel machine = new("v6.1", Module(body, code));
        machine.Run("insmod m.ko");
        return machine;
    }

    private static string Module(string body, string code = "", string parameter = "") =>
        "module: m\noutOfTree: false\ninit: m_init\n"
        + (parameter.Length > 0 ? $"parameters:\n  {parameter}\n" : "")
        + "code: |\n" + string.Join('\n', $"{code}\nstatic int __init m_init(void) {{ {body} return 0; }}".ReplaceLineEndings("\n").TrimStart('\n').Split('\n').Select(l => "  " + l));
}
