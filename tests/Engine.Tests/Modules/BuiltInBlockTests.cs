using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Tests.Livepatch;
using Xunit;

namespace TriageBot.Engine.Tests.Modules;

/// <summary>What a built-in callback of the module chain that cannot do its work does to a load: facts M31 to M34, N33, N42, N44.</summary>
public sealed class BuiltInBlockTests
{
    private const string Chain = """
        "moduleChain": [
          { "callback": "first_nb", "priority": "2", "file": "a.c" },
          { "callback": "failing_nb", "priority": "1", "file": "b.c", "actions": { "COMING": "fail.enomem" }, "result": "RESULT" },
          { "callback": "last_nb", "priority": "0", "file": "c.c" }
        ]
        """;

    [Theory]
    [InlineData("errno", "v6.1", true)]
    [InlineData("bareErrno", "v6.1", false)]
    [InlineData("drop", "v6.1", false)]
    [InlineData("errno", "v4.6", false)]
    public void Load_failing_block_refuses_only_where_the_error_is_encoded_and_honoured(string result, string profile, bool refused)
    {
        PatchedKernel machine = Booted(result, profile);

        string[] lines = machine.Run("insmod t.ko");

        Assert.Equal(refused, lines.Contains("rc 12"));
        Assert.Equal(refused, machine.Kernel.Loader.Find("t") is null);
    }

    [Fact]
    public void Load_bare_errno_rolls_back_those_before_it_and_goes_on()
    {
        PatchedKernel machine = Booted("bareErrno", "v6.1");

        machine.Run("insmod t.ko");

        Assert.Equal(["COMING first_nb", "COMING failing_nb", "GOING first_nb", "LIVE first_nb", "LIVE failing_nb", "LIVE last_nb"], Calls(machine));
        Assert.Equal(ModuleState.Live, machine.Kernel.Loader.Find("t")?.State);
    }

    [Fact]
    public void Load_refusing_block_is_not_rolled_back_itself()
    {
        PatchedKernel machine = Booted("errno", "v6.1");

        machine.Run("insmod t.ko");

        Assert.Equal(["COMING first_nb", "COMING failing_nb", "GOING first_nb"], Calls(machine));
    }

    /// <summary>A plain chain stops at the error, and nobody learns of it.</summary>
    [Fact]
    public void Load_on_the_plain_chain_forgets_the_error()
    {
        PatchedKernel machine = Booted("errno", "v4.6");

        machine.Run("insmod t.ko");

        Assert.Equal(["COMING first_nb", "COMING failing_nb", "LIVE first_nb", "LIVE failing_nb", "LIVE last_nb"], Calls(machine));
    }

    private static PatchedKernel Booted(string result, string profile) => new(
        KernelProfileCatalog.FromJson($$"""{ "extends": "{{profile}}", {{Chain.Replace("RESULT", result, StringComparison.Ordinal)}} }""", "test"), PatchedModules.Target);

    private static string[] Calls(PatchedKernel machine) => [.. machine.Kernel.Trace.Events.OfType<NotifierCalled>().Select(c => $"{c.Action} {c.Callback}")];
}
