using TriageBot.Engine.Profiles;
using TriageBot.Engine.Scenarios;
using TriageBot.Engine.Selftests;
using TriageBot.Engine.Transcripts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Selftests;

/// <summary>The kernel's own livepatch selftests, as recorded and as derived from what their scripts do.</summary>
public sealed class SelftestScenarioTests
{
    private static string Recorded => Path.Combine(Repository.Shared, "golden", "selftests", "scenarios.json");

    private static string Derived => Repository.PathOf("fixtures", "selftests", "derived.json");

    public static TheoryData<string> RecordedTitles => Titles(Recorded);

    public static TheoryData<string> DerivedTitles => Titles(Derived);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(RecordedTitles))]
    public void Run_recorded_scenario_logs_what_the_script_expects(string title)
    {
        Assert.SkipUnless(File.Exists(Recorded), "the recorded selftests are not beside the repository");

        TranscriptCheck check = Run(Recorded, title, Profile(Recorded, title));

        Assert.Equal(check.Expected, check.Actual);
    }

    [Theory]
    [MemberData(nameof(DerivedTitles))]
    public void Run_derived_scenario_logs_what_is_derived(string title)
    {
        TranscriptCheck check = Run(Derived, title, Profile(Derived, title));

        Assert.Equal(check.Expected, check.Actual);
    }

    /// <summary>Number of lines of each test of the suite, as the table of the facts gives them.</summary>
    [Theory]
    [InlineData("atomic replace livepatch", 22)]
    [InlineData("module_coming notifier", 25)]
    [InlineData("module_coming and module_going notifiers", 26)]
    [InlineData("pre-patch callback -ENODEV", 14)]
    [InlineData("multiple target modules", 36)]
    [InlineData("atomic replace", 25)]
    [InlineData("taking over system state modification", 31)]
    [InlineData("incompatible cumulative livepatches", 23)]
    [InlineData("sysfs test", 12)]
    [InlineData("sysfs test object/patched", 26)]
    [InlineData("livepatch interaction with kprobed function with post_handler", 12)]
    [InlineData("trace livepatched function and check that the live patch remains in effect", 13)]
    [InlineData("module function patching (livepatch first)", 17)]
    [InlineData("sysfs test replace enabled", 12)]
    [InlineData("sysfs test stack_order value", 40)]
    public void Run_derived_scenario_logs_as_many_lines_as_the_suite_expects(string title, int lines) =>
        Assert.Equal(lines, Run(Derived, title, Profile(Derived, title)).Actual.Length);

    /// <summary>The suite does not see the founding bug, but for the error that its livepatch notifier drops.</summary>
    [Theory]
    [InlineData("v6.1+bug", false)]
    [InlineData("v6.1+swap", false)]
    [InlineData("v6.1+bug-err", true)]
    public void Run_refused_coming_on_kernels_with_the_bug_passes_only_when_the_error_is_kept(string profile, bool passes)
    {
        Assert.SkipUnless(File.Exists(Recorded), "the recorded selftests are not beside the repository");

        TranscriptCheck check = Run(Recorded, "module_coming + pre-patch callback -ENODEV", profile);

        Assert.Equal(passes, check.Matches);
    }

    /// <summary>S08b: with the founding bug the log is right and only the value that is read is wrong.</summary>
    [Fact]
    public void Run_livepatch_first_on_the_founding_bug_fails_at_the_value_read()
    {
        TranscriptCheck check = Run(Derived, "module function patching (livepatch first)", "v6.1+bug-2016");

        Assert.Contains("/proc/test_klp_mod_target is 'test_klp_mod_target: original output'", check.Actual[^1]);
    }

    private static TheoryData<string> Titles(string file) =>
        File.Exists(file) ? [.. SelftestReader.Read(File.ReadAllText(file), file).Select(s => s.Title)] : [];

    private static SelftestScenario Find(string file, string title) => SelftestReader.Read(File.ReadAllText(file), file).First(s => s.Title == title);

    private static string Profile(string file, string title) => Find(file, title).IsNewer ? "v6.18" : "v6.1";

    private static TranscriptCheck Run(string file, string title, string profile) =>
        SelftestRunner.Run(Find(file, title), KernelProfileCatalog.Get(profile), new BuiltInModules(), TestContext.Current.CancellationToken);
}
