using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests.Patches;

/// <summary>Functions to which a diff gives another place: they are told with the callbacks, and nothing rests on them.</summary>
public sealed class PlacedFunctionTests
{
    [Theory]
    [InlineData("-device_initcall(quince_init);|+late_initcall(quince_init);", "quince_init 8")]
    [InlineData("-module_init(quince_init);|+subsys_initcall(quince_init);", "quince_init 8")]
    [InlineData("+core_initcall_sync(quince_init);", "quince_init 8")]
    [InlineData("+\t.shutdown = quince_shutdown,", "quince_shutdown 8")]
    [InlineData("-\tpm_power_off = quince_off;|+\tpm_power_off = NULL;", "quince_off 8")]
    [InlineData("+\tret = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, \"quince:online\",|+\t\t\t\tquince_up, quince_down);", "quince_up 8", "quince_down 8")]
    [InlineData("+\tret = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, \"quince:online\", quince_up, NULL);", "quince_up 8")]
    [InlineData("+module_init(quince_init);")]
    [InlineData(" late_initcall(quince_init);")]
    [InlineData("+module_platform_driver(quince_driver);")]
    [InlineData("+\t * the .shutdown = quince_shutdown, of others")]
    public void Read_tells_functions_that_get_another_place(string lines, params string[] functions)
    {
        string[] diff = ["Move it.", "", "---", "--- a/drivers/quince.c", "+++ b/drivers/quince.c", "@@ -10,3 +10,3 @@", " int loquat;", .. lines.Split('|'), " int medlar;"];

        MailFacts facts = MailText.Read(string.Join('\n', diff), "[PATCH] quince: move");

        Assert.Equal(functions, facts.Functions.Select(function => $"{function.Name} {function.Line}"));
        Assert.All(facts.Functions, function => Assert.True(function.IsPlain));
        Assert.Empty(facts.Callbacks);
    }
}
