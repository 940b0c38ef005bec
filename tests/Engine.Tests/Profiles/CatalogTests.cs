using TriageBot.Engine.Kernel;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Profiles;

/// <summary>The profiles that are built in: they load, compose and are found.</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> Names() => [.. KernelProfileCatalog.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_profile_of_the_list_boots(string name) => Assert.Equal(name, new EmulatedKernel(KernelProfileCatalog.Get(name)).Profile.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_every_step_names_a_label_that_exists(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);
        IEnumerable<string> labels = profile.Programs.Values
            .SelectMany(p => p)
            .Select(LoaderStep.Parse)
            .SelectMany(s => s.Action == "goto" ? (IEnumerable<string?>)[s.Arguments[0]] : [s.OnError])
            .OfType<string>();

        Assert.Empty(labels.Except(profile.Programs.Keys));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_every_profile_says_what_it_stands_for(string name) => Assert.NotEmpty(KernelProfileCatalog.Get(name).StandsFor);

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_predecessor_exists(string name)
    {
        string? before = KernelProfileCatalog.Get(name).Predecessor;

        Assert.True(before is null || KernelProfileCatalog.TryGet(before, out _), before);
    }

    [Fact]
    public void Get_suffixes_compose()
    {
        KernelProfile profile = KernelProfileCatalog.Get("v6.1+bug-2016-err");

        Assert.Equal(
            (EnableAccounting.Assign, true, BlockResult.Errno),
            (profile.Ftrace.Accounting, profile.Livepatch.SaveRegs, profile.ModuleChain.Single(b => b.Callback == "klp_nb_both").Result));
    }

    [Fact]
    public void Get_suffix_moves_the_predecessor_along() => Assert.Equal("v6.1-2016", KernelProfileCatalog.Get("v6.1+bug-2016").Predecessor);

    [Fact]
    public void Get_oldref_leaves_livepatch_without_saved_registers()
    {
        KernelProfile profile = KernelProfileCatalog.Get("v6.1+bug-oldref");

        Assert.Equal((EnableAccounting.Assign, false), (profile.Ftrace.Accounting, profile.Livepatch.SaveRegs));
    }

    [Theory]
    [InlineData("v9.9")]
    [InlineData("overlay-2016")]
    [InlineData("-2016")]
    [InlineData("v6.1-2017")]
    [InlineData("")]
    public void Get_unknown_name_lists_the_known_ones(string name)
    {
        string message = Assert.Throws<ProfileException>(() => KernelProfileCatalog.Get(name)).Message;

        Assert.All([.. KernelProfileCatalog.All.Select(p => p.Name), "-2016", "-err", "-oldref"], known => Assert.Contains(known, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("b56b36e", "livepatching-b56b36e")]
    [InlineData("5156dca", "ftrace-5156dca")]
    [InlineData("5156DCA34A3E", "ftrace-5156dca")]
    public void FindByCommit_named_commit_is_found(string sha, string name) => Assert.Equal(name, KernelProfileCatalog.FindByCommit(sha)?.Name);

    [Theory]
    [InlineData("5156dc")]
    [InlineData("0123456789ab")]
    [InlineData("")]
    public void FindByCommit_too_short_or_unknown_is_not_found(string sha) => Assert.Null(KernelProfileCatalog.FindByCommit(sha));

    [Theory]
    [InlineData("v4.6", "v4.6")]
    [InlineData("4.9.337", "v4.6")]
    [InlineData("v6.1-rc3", "v4.6")]
    [InlineData("6.1.192", "v6.1")]
    [InlineData("v6.6", "v6.1")]
    [InlineData("v7.0-rc1", "v6.18")]
    public void FindByVersion_release_gives_the_newest_profile_not_after_it(string version, string name) =>
        Assert.Equal(name, KernelProfileCatalog.FindByVersion(version)?.Name);

    [Theory]
    [InlineData("v4.5")]
    [InlineData("next")]
    public void FindByVersion_before_the_first_or_no_version_is_not_found(string version) => Assert.Null(KernelProfileCatalog.FindByVersion(version));

    [Theory]
    [InlineData(2016, 5, 14, null)]
    [InlineData(2016, 5, 15, "v4.6")]
    [InlineData(2023, 6, 1, "v6.1")]
    [InlineData(2026, 1, 1, "v6.18")]
    public void NewestAt_date_gives_the_release_of_the_day(int year, int month, int day, string? name) =>
        Assert.Equal(name, KernelProfileCatalog.NewestAt(new DateOnly(year, month, day))?.Name);

    /// <summary>Every variant that was recorded, those that were not, the suffixes on each, and the founding pair.</summary>
    [Theory]
    [InlineData("livepatching-b56b36e")]
    [InlineData("ftrace-5156dca")]
    [InlineData("v4.6")]
    [InlineData("v6.1-debian")]
    [InlineData("v6.1-2016")]
    [InlineData("v6.1-oldref")]
    [InlineData("v6.1+bug-err")]
    [InlineData("v6.1+bug-oldref")]
    [InlineData("v6.1+swap-2016-err")]
    [InlineData("v6.1+split-2016")]
    [InlineData("v6.1+split-err")]
    [InlineData("v6.1+split-oldref-err")]
    [InlineData("v6.18")]
    public void Get_variant_boots_and_loads_a_module(string name)
    {
        Livepatch.PatchedKernel machine = new(name, Livepatch.PatchedModules.Target);

        machine.Run("insmod t.ko");

        Assert.NotNull(machine.Kernel.Loader.Find("t"));
    }
}
