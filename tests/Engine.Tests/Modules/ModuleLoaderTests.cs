using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Modules;

/// <summary>The loader's steps and refusals: facts M01, M05, M10 to M13, M35, M40, M41, M50 to M52.</summary>
public sealed class ModuleLoaderTests
{
    private readonly PatchedKernel _machine = new(
        "v6.1",
        Module("m", init: "return ret;", more: "  - { name: ret, type: int, default: \"0\" }", code: "static int ret;"),
        Module("stay", exit: false),
        Module("lost", code: "extern int nobody_has_this(void);", init: "return nobody_has_this();"));

    [Fact]
    public void Load_module_that_is_there_exists_already() =>
        Assert.Equal(["out: finit_module: errno 17 File exists", "rc 17"], _machine.Run("insmod m.ko", "insmod m.ko"));

    [Fact]
    public void Load_unknown_symbol_is_named_and_refused() =>
        Assert.Equal(
            ["lost: Unknown symbol nobody_has_this (err -2)", "out: finit_module: errno 2 No such file or directory", "rc 2"], _machine.Run("insmod lost.ko"));

    [Fact]
    public void Load_unknown_symbol_leaves_nothing_behind()
    {
        _machine.Run("insmod lost.ko");

        Assert.Empty(_machine.Kernel.Loader.Modules);
    }

    [Fact]
    public void Load_failing_init_gives_its_error() =>
        Assert.Equal(["out: finit_module: errno 19 No such device", "rc 19"], _machine.Run("insmod m.ko ret=-19"));

    [Fact]
    public void Load_failing_init_goes_through_going()
    {
        _machine.Run("insmod m.ko ret=-19");

        Assert.Equal([ModuleState.Unformed, ModuleState.Coming, ModuleState.Going], States("m"));
    }

    [Fact]
    public void Load_positive_init_is_suspicious_and_goes_on()
    {
        Assert.Equal(
            ["do_init_module: 'm'->init suspiciously returned 3, it should follow 0/-E convention", "do_init_module: loading module anyway..."],
            _machine.Run("insmod m.ko ret=3"));
        Assert.Equal(ModuleState.Live, _machine.Kernel.Loader.Find("m")?.State);
    }

    [Fact]
    public void Load_bad_parameter_is_refused_after_coming()
    {
        Assert.Contains("m: `many' invalid for parameter `ret'", _machine.Run("insmod m.ko ret=many"));
        Assert.Equal([ModuleState.Unformed, ModuleState.Coming, ModuleState.Going], States("m")[..3]);
    }

    [Fact]
    public void Load_unknown_parameter_is_ignored() =>
        Assert.Equal(["m: unknown parameter 'nope' ignored"], _machine.Run("insmod m.ko nope=1"));

    [Fact]
    public void Unload_module_that_is_not_there_has_no_entry() =>
        Assert.Equal(["out: rmmod: can't unload module 'm': No such file or directory", "rc 1"], _machine.Run("rmmod m"));

    [Fact]
    public void Unload_module_without_exit_is_busy() =>
        Assert.Contains("Device or resource busy", _machine.Run("insmod stay.ko", "rmmod stay")[0], StringComparison.Ordinal);

    [Fact]
    public void Unload_module_with_a_reference_asks_to_try_again()
    {
        _machine.Run("insmod m.ko");
        _machine.Kernel.Loader.Find("m")!.References++;

        Assert.Contains("Resource temporarily unavailable", _machine.Run("rmmod m")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_is_another_module_at_the_same_place()
    {
        _machine.Run("insmod m.ko");
        KernelModule first = _machine.Kernel.Loader.Find("m")!;
        GuestAddress place = first.Place!.Core.Start;
        _machine.Run("rmmod m", "insmod m.ko");
        KernelModule second = _machine.Kernel.Loader.Find("m")!;

        Assert.NotEqual(first.LoadId, second.LoadId);
        Assert.Equal(place, second.Place!.Core.Start);
    }

    private ModuleState[] States(string name) => [.. _machine.Kernel.Trace.Events.OfType<ModuleStateChanged>().Where(e => e.Module == name).Select(e => e.State)];

    private static string Module(string name, bool exit = true, string init = "return 0;", string more = "  []", string code = "/* no more */") => $$"""
        module: {{name}}
        outOfTree: false
        code: |
          {{code}}
          noinline int {{name}}_fn(int x) { return x; }
          static int __init {{name}}_init(void) { {{name}}_fn(1); {{init}} }
          static void __exit {{name}}_exit(void) { }
        init: {{name}}_init
        {{(exit ? $"exit: {name}_exit" : "")}}
        parameters:
        {{more}}
        """;
}
