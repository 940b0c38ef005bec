using TriageBot.Engine.Kernel;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Transcripts;
using Xunit;

namespace TriageBot.Engine.Tests.Kernel;

/// <summary>Modules whose code never comes to an end: the command ends the kernel with a clear line, after a bounded number of instructions.</summary>
public sealed class RunawayGuestTests
{
    private const long Budget = 1_000_000;

    [Theory]
    [InlineData("static int __init bad(void) { for (;;) { } return 0; }")]
    [InlineData("static int __init bad(void) { int i; for (i = 0; ; i++) { pr_info(\"again %d\\n\", i); } return 0; }")]
    [InlineData("noinline int g(int x) { return g(x + 1) + 1; }\nstatic int __init bad(void) { return g(0); }")]
    public void Insmod_init_that_never_ends_ends_the_kernel(string code) =>
        Assert.Equal((true, true), Run($"module: loop\ncode: |\n{Indented(code)}init: bad\n", "insmod loop.ko"));

    [Fact]
    public void Write_to_a_parameter_whose_callback_never_ends_ends_the_kernel() => Assert.Equal((true, true), Run(
        "module: loop\ncode: |\n" + Indented("static int set(const char *val, const struct kernel_param *kp) { for (;;) { } return 0; }")
            + "parameters: [ { name: call, type: callback, set: set, mode: \"0200\" } ]\n",
        "insmod loop.ko",
        "echo 1 > /sys/module/loop/parameters/call"));

    /// <summary>A loop around a call into livepatch, whose callback loops nearly as long as it may: the bounds must not multiply.</summary>
    [Fact]
    public void Insmod_loop_around_a_callback_that_loops_ends_the_kernel() => Assert.Equal((true, true), Run(
        "module: loop\ncode: |\n" + Indented(
            """
            static int pre(struct klp_object *obj) { int i; for (i = 0; i < 60000; i++) { } return -1; }
            static int nothing(int x) { return x; }
            static int __init bad(void) { for (;;) { klp_enable_patch(THIS_MODULE); } return 0; }
            """)
            + "init: bad\nlivepatch: { objects: [ { name: target, prePatch: pre, functions: [ { old: target_fn, new: nothing } ] } ] }\n",
        "insmod target.ko",
        "insmod loop.ko"));

    private static (bool Died, bool Bounded) Run(string yaml, params string[] commands)
    {
        EmulatedKernel kernel = new(KernelProfileCatalog.Get("v6.1"));
        KernelShell shell = new(kernel, new Library(ModuleFileReader.Read(yaml, "loop.yaml")));
        foreach (string command in commands)
        {
            shell.Run(command);
        }

        return (shell.Oops is not null, kernel.Machine.Interpreter.InstructionsExecuted < Budget * 2);
    }

    private static string Indented(string code) => string.Concat(code.Split('\n').Select(l => $"  {l}\n"));

    private sealed class Library(ModuleDefinition own) : IModuleLibrary
    {
        public ModuleDefinition? Find(string name) => name == own.Name ? own : new BuiltInModules().Find(name);
    }
}
