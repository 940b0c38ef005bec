using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Ftrace;

/// <summary>What the function tracer traces: facts F11, F12, F20, F52, F56.</summary>
public sealed class TracerFilterTests
{
    private const string Filter = "/sys/kernel/tracing/set_ftrace_filter";
    private const string Notrace = "/sys/kernel/tracing/set_ftrace_notrace";
    private const string Tracer = "/sys/kernel/tracing/current_tracer";

    private readonly PatchedKernel _machine = new("v6.1", PatchedModules.Target);

    [Theory]
    [InlineData("t_one", "t_one [t]")]
    [InlineData("t_*", "t_one [t]|t_two [t]")]
    [InlineData("*_two", "set_two [t]|t_two [t]")]
    [InlineData("t_?wo", "t_two [t]")]
    [InlineData("t_* !t_one", "t_two [t]")]
    [InlineData("t_o*:mod:t", "t_one [t]")]
    public void Filter_pattern_names(string pattern, string names)
    {
        _machine.Run("insmod t.ko", $"echo {pattern} > {Filter}");

        Assert.Equal(names, _machine.Read(Filter).Replace("out: ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Filter_pattern_that_matches_nothing_is_refused_and_empties_the_filter()
    {
        Assert.Contains("write failed", _machine.Run("insmod t.ko", $"echo t_one > {Filter}", $"echo nothing > {Filter}"));
        Assert.Equal("out: #### all functions enabled ####", _machine.Read(Filter));
    }

    [Fact]
    public void Filter_of_a_module_that_is_not_there_waits_for_it()
    {
        _machine.Run($"echo :mod:t > {Filter}", $"echo function > {Tracer}");
        Assert.Empty(_machine.Kernel.EnabledFunctions());

        _machine.Run("insmod t.ko");

        Assert.Contains(_machine.Kernel.EnabledFunctions(), l => l.StartsWith("t_one [t] (1)", StringComparison.Ordinal));
    }

    /// <summary>A stale entry keeps the filter from meaning everything.</summary>
    [Fact]
    public void Filter_after_unload_traces_nothing()
    {
        _machine.Run("insmod t.ko", $"echo t_one > {Filter}", $"echo function > {Tracer}", "rmmod t");

        Assert.Empty(_machine.Kernel.EnabledFunctions());
    }

    [Fact]
    public void Filter_opened_anew_forgets_what_waited()
    {
        _machine.Run($"echo :mod:t > {Filter}", $"echo > {Filter}");

        Assert.Equal("out: #### all functions enabled ####", _machine.Read(Filter));
    }

    [Fact]
    public void Notrace_function_is_left_out()
    {
        _machine.Run("insmod t.ko", $"echo t_one > {Notrace}", $"echo function > {Tracer}");

        Assert.DoesNotContain(_machine.Kernel.EnabledFunctions(), l => l.StartsWith("t_one ", StringComparison.Ordinal));
        Assert.Contains(_machine.Kernel.EnabledFunctions(), l => l.StartsWith("t_two ", StringComparison.Ordinal));
    }

    [Fact]
    public void Notrace_while_tracing_takes_the_call_out()
    {
        _machine.Run("insmod t.ko", $"echo function > {Tracer}", $"echo t_one > {Notrace}");

        Assert.Contains(": 0f 1f 44 00 00", _machine.Run("bytes t:t_one")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Select_unknown_tracer_is_refused() => Assert.Contains("write failed", _machine.Run($"echo hwlat > {Tracer}"));
}
