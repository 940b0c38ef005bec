using NetArchTest.Rules;
using Xunit;

namespace TriageBot.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class DependencyTests
{
    // Folders of the engine that every other folder may use, and that therefore know none of them.
    private static readonly string[] s_base = ["TriageBot.Engine.Machine", "TriageBot.Engine.Trace", "TriageBot.Engine.Profiles"];

    private static readonly string[] s_subsystems =
    [
        "TriageBot.Engine.Ftrace", "TriageBot.Engine.Livepatch", "TriageBot.Engine.Modules", "TriageBot.Engine.Kprobes",
        "TriageBot.Engine.Scenarios", "TriageBot.Engine.Checks", "TriageBot.Engine.Repair",
    ];

    private static readonly string[] s_comparisons = [" >= ", " <= ", " < ", " > ", " == ", "CompareTo"];

    [Fact]
    public void Parsers_know_nothing_of_the_others()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Parsers).Should().NotHaveDependencyOnAny("TriageBot.Engine", "TriageBot.Bot"));
    }

    [Fact]
    public void Engine_knows_nothing_of_the_others()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine).Should().NotHaveDependencyOnAny("TriageBot.Parsers", "TriageBot.Bot"));
    }

    [Fact]
    public void Parsers_have_no_clock_network_logger_or_container()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Parsers).Should().NotHaveDependencyOnAny(
            "System.Net", "System.TimeProvider", "Microsoft.Extensions.Logging", "Microsoft.Extensions.DependencyInjection", "System.IO.File", "System.IO.Directory"));
    }

    [Fact]
    public void Engine_touches_no_files()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine).Should().NotHaveDependencyOnAny(
            "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.FileStream"));
    }

    [Fact]
    public void Engine_is_not_asynchronous()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine).Should().NotHaveDependencyOnAny(
            "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Thread"));
    }

    [Fact]
    public void Engine_has_no_clock_and_no_logger()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine).Should().NotHaveDependencyOnAny(
            "System.TimeProvider", "Microsoft.Extensions", "System.Net"));
    }

    [Fact]
    public void Base_of_the_engine_knows_no_subsystem()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine)
            .That().ResideInNamespace(s_base[0]).Or().ResideInNamespace(s_base[1]).Or().ResideInNamespace(s_base[2])
            .Should().NotHaveDependencyOnAny(s_subsystems));
    }

    [Fact]
    public void Interpreter_and_patcher_know_no_kernel_subsystem()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine)
            .That().ResideInNamespace("TriageBot.Engine.X64").Or().ResideInNamespace("TriageBot.Engine.Patching")
            .Should().NotHaveDependencyOnAny("TriageBot.Engine.Ftrace", "TriageBot.Engine.Livepatch", "TriageBot.Engine.Modules", "TriageBot.Engine.Scenarios"));
    }

    [Fact]
    public void Tasks_know_no_kernel_subsystem()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine)
            .That().ResideInNamespace("TriageBot.Engine.Tasks")
            .Should().NotHaveDependencyOnAny(s_subsystems));
    }

    [Fact]
    public void Modules_reach_ftrace_and_livepatch_only_through_what_they_are_given()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine)
            .That().ResideInNamespace("TriageBot.Engine.Modules")
            .Should().NotHaveDependencyOnAny("TriageBot.Engine.Ftrace", "TriageBot.Engine.Livepatch"));
    }

    [Fact]
    public void Ftrace_does_not_know_livepatch()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Engine)
            .That().ResideInNamespace("TriageBot.Engine.Ftrace")
            .Should().NotHaveDependencyOn("TriageBot.Engine.Livepatch"));
    }

    [Fact]
    public void Only_the_planner_makes_plans()
    {
        IEnumerable<string> makers = Solution.SourceFiles("src", "Bot")
            .Where(file => File.ReadAllText(file).Contains("CheckPlan plan = new(", StringComparison.Ordinal)
                || File.ReadAllText(file).Contains("new CheckPlan(", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file)!);

        Assert.Equal(["ScenarioPlanner.cs"], makers);
    }

    [Fact]
    public void Reports_do_not_know_the_store_but_for_outbox_rows()
    {
        Solution.AssertKept(Types.InAssembly(Solution.Bot)
            .That().ResideInNamespace("TriageBot.Bot.Reports").And().DoNotHaveName("OutboxRows")
            .Should().NotHaveDependencyOn("TriageBot.Bot.Storage"));
    }

    [Fact]
    public void Kernel_versions_are_compared_only_in_profiles()
    {
        IEnumerable<string> comparing = Solution.SourceFiles("src", "Engine")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Profiles{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.Contains("KernelVersion", StringComparison.Ordinal)
                && s_comparisons.Any(c => line.Contains(c, StringComparison.Ordinal))));

        Assert.Empty(comparing);
    }
}
