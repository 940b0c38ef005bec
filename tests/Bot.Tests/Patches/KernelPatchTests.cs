using TriageBot.Bot.Patches;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Profiles.Patches;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Patches;

/// <summary>Patches of <c>fixtures/mail/patches</c> as edits of profiles. Where a built-in profile stands for the kernel with the patch, the patch must give that profile.</summary>
public sealed class KernelPatchTests
{
    private static readonly Func<PatchedProfile, string> Why = patched => string.Join('\n', patched.Unplaced);

    [Theory]
    [InlineData("bug-to-swap", "v6.1+bug", "v6.1+swap")]
    [InlineData("bug-to-split", "v6.1+bug", "v6.1+split")]
    [InlineData("direct-calls", "ftrace-5156dca", "v4.6")]
    public void Apply_gives_the_blocks_and_programs_of_the_profile_with_the_patch(string patch, string from, string to)
    {
        PatchedProfile patched = Apply(patch, from);

        Assert.True(patched.Applies, Why(patched));
        Assert.DoesNotContain(ProfileComparison.Between(patched.Profile, KernelProfileCatalog.Get(to)), change => change.Kind != ProfileChangeKind.Rule);
    }

    [Fact]
    public void Apply_direct_calls_gives_the_load_of_the_kernel_without_notifiers()
    {
        KernelProfile patched = Apply("bug-to-direct", "v6.1+bug").Profile;
        KernelProfile direct = KernelProfileCatalog.Get("v6.1");

        Assert.Equal(direct.Programs["load"].Select(Call), patched.Programs["load"].Select(Call));
        Assert.Equal(direct.Programs["unload"], patched.Programs["unload"]);
        Assert.Equal(direct.Programs["coming_cleanup"], patched.Programs["coming_cleanup"]);
        Assert.Equal(direct.ModuleChain.Select(b => b.Callback), patched.ModuleChain.Select(b => b.Callback));
    }

    [Fact]
    public void Apply_refusal_runs_what_the_error_branch_says()
    {
        KernelProfile patched = Apply("bug-to-direct", "v6.1+bug").Profile;

        string label = LoaderStep.Parse(patched.Programs["load"].First(step => step.StartsWith("chain COMING", StringComparison.Ordinal))).OnError!;

        Assert.Equal(["klp.module_going", "goto bug_cleanup"], patched.Programs[label]);
    }

    [Fact]
    public void Apply_blocks_get_their_actions_from_their_handlers()
    {
        KernelProfile patched = Apply("notifiers-again", "v6.1").Profile;

        BuiltInBlock livepatch = patched.ModuleChain.Single(b => b.Callback == "klp_module_event");
        Assert.Equal("klp.module_coming", livepatch.Actions!["COMING"]);
        Assert.Equal("klp.module_going", livepatch.Actions["GOING"]);
        Assert.Equal(BlockResult.Errno, livepatch.Result);
        Assert.Equal(KernelProfileCatalog.Get("v6.1+bug").Programs["unload"], patched.Programs["unload"]);
        Assert.Equal(KernelProfileCatalog.Get("v6.1+bug").Programs["init_failed"], patched.Programs["init_failed"]);
    }

    [Theory]
    [InlineData("delete-module-call-removed", "v6.1", "unload", "set_state GOING; exit; chain GOING; ftrace.release_mod; free_module")]
    [InlineData("chain-plain", "v6.1", "load", "layout or unlinked; ftrace.module_init; protect_text; set_state COMING; ftrace.module_enable; klp.module_coming or bug_cleanup; chain COMING; parse_args or coming_cleanup; do_init_module or init_failed; set_state LIVE; chain LIVE; ftrace.free_init; free_init")]
    [InlineData("coming-reordered", "v6.18", "load", "layout or unlinked; ftrace.module_init; protect_text; set_state COMING; klp.module_coming or bug_cleanup; ftrace.module_enable; chain COMING robust GOING or coming_refused; parse_args or coming_cleanup; do_init_module or init_failed; set_state LIVE; chain LIVE; ftrace.free_init; free_init")]
    public void Apply_edits_the_program_of_a_function(string patch, string profile, string program, string steps) =>
        Assert.Equal(steps, string.Join("; ", Apply(patch, profile).Profile.Programs[program]));

    [Fact]
    public void Apply_context_that_the_kernel_does_not_have_is_not_placed() =>
        Assert.Contains(Apply("context-unknown", "v6.1").Unplaced, reason => reason.Contains("delete_module()", StringComparison.Ordinal));

    [Fact]
    public void Apply_priority_that_differs_from_the_context_is_not_placed() =>
        Assert.Contains(Apply("bug-to-swap", "v6.1+swap").Unplaced, reason => reason.Contains("INT_MIN + 1", StringComparison.Ordinal));

    [Fact]
    public void Apply_patch_of_a_driver_leaves_the_kernel_as_it_is() =>
        Assert.Same(KernelPatchTests.Profile, ProfilePatcher.Apply(Profile, Read("driver-notifier")).Profile);

    private static KernelProfile Profile { get; } = KernelProfileCatalog.Get("v6.1");

    private static string Call(string step) => LoaderStep.Parse(step).Call;

    private static PatchedProfile Apply(string patch, string profile) => ProfilePatcher.Apply(KernelProfileCatalog.Get(profile), Read(patch));

    private static ProfilePatch Read(string patch) =>
        ProfilePatches.Of(MailReader.Read(File.ReadAllBytes(Repository.PathOf("fixtures", "mail", "patches", patch + ".eml"))).KernelPatch!);
}
