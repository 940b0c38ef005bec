using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using Xunit;

namespace TriageBot.Engine.Tests.Code;

public sealed class DemoModuleTests
{
    internal const string SourceText = """
        static int state = 7;
        noinline int target_fn(int x) { pr_info("target_fn(%d) OLD\n", x); return x + 1; }
        noinline int target_leaf(int a, int b) { return a * 3 + b + state; }
        noinline int target_frame(int a, int b, int c)
        {
            char buf[64];
            int n = snprintf(buf, sizeof(buf), "%d:%d:%d", a, b, c);

            pr_info("target_frame %s OLD\n", buf);
            return n + target_leaf(a, c);
        }
        static void call_all(const char *why, int x)
        {
            int r1 = target_fn(x);
            int r2 = target_frame(x, 2, 3);

            pr_info("%s results fn=%d frame=%d\n", why, r1, r2);
        }
        static int call_set(const char *val, const struct kernel_param *kp)
        {
            int x, err = kstrtoint(val, 0, &x);
            if (err)
                return err;
            call_all("call", x);
            return 0;
        }
        static bool fail_init;
        static int __init target_init(void)
        {
            pr_info("init\n");
            call_all("init", 1);
            return fail_init ? -ENODEV : 0;
        }
        static void __exit target_exit(void) { pr_info("exit\n"); call_all("exit", 9); }
        module_init(target_init);
        module_exit(target_exit);
        """;

    private readonly CompiledModule _module = new(SourceText, new MiniCOptions("demo: "));

    [Fact]
    public void Compile_init_prints_what_the_real_module_prints()
    {
        _module.Call("init_module");

        Assert.Equal(
            ["demo: init\n", "demo: target_fn(1) OLD\n", "demo: target_frame 1:2:3 OLD\n", "demo: init results fn=2 frame=18\n"],
            _module.Log);
    }

    [Fact]
    public void Compile_init_returns_the_errno_when_the_parameter_says_so()
    {
        _module.Memory.Write(_module.AddressOf("fail_init"), [1]);

        Assert.Equal(-19, _module.CallInt("init_module"));
    }

    [Fact]
    public void Compile_parameter_callback_returns_the_error_of_the_parser()
    {
        _module.Memory.Write(_module.AddressOf("state") + 8, "x\0"u8);

        Assert.Equal(-22, _module.CallInt("call_set", (long)(_module.AddressOf("state") + 8).Value, 0));
    }

    [Fact]
    public void Compile_functions_lie_in_the_order_of_the_real_module()
    {
        string[] order = [.. _module.Link.McountSites.Select(site => _module.Image.Symbols.First(s => s.IsFunction && _module.AddressOf(s.Name) == site).Name)];

        Assert.Equal(["target_leaf", "call_set", "target_fn", "target_frame", "call_all", "target_init"], order);
    }

    [Fact]
    public void Compile_every_function_but_exit_calls_its_entry_hook()
    {
        _module.Call("target_exit");

        Assert.Equal(
            new[] { "call_all", "target_fn", "target_frame", "target_leaf" }.Select(_module.AddressOf),
            _module.Entered);
    }

    [Fact]
    public void Compile_entry_call_is_relocated_to_the_hook()
    {
        GuestAddress site = _module.AddressOf("target_fn");
        byte[] bytes = new byte[5];
        _module.Memory.Read(site, bytes);

        Assert.Equal(new GuestAddress(0xffffffff81000000), TriageBot.Engine.Patching.CallEncoding.Target(site, bytes));
    }
}
