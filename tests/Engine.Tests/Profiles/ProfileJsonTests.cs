using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Engine.Tests.Profiles;

/// <summary>Profiles from a file of one's own: edits of a built-in one, and errors that name the place.</summary>
public sealed class ProfileJsonTests
{
    [Fact]
    public void FromJson_remove_steps_takes_the_call_out_of_every_program() => Assert.DoesNotContain(
        "klp.module_going", Read("""{ "extends": "v6.1", "removeSteps": ["klp.module_going"] }""").Programs.Values.SelectMany(p => p));

    [Fact]
    public void FromJson_remove_steps_keeps_the_other_steps() => Assert.Equal(
        ["set_state GOING", "exit", "chain GOING", "ftrace.release_mod", "free_module"],
        Read("""{ "extends": "v6.1", "removeSteps": ["klp.module_going"] }""").Programs["unload"]);

    [Fact]
    public void FromJson_replace_steps_finds_a_step_without_its_error_label() => Assert.Contains(
        "chain COMING", Read("""{ "extends": "v6.1", "replaceSteps": { "chain COMING robust GOING": "chain COMING" } }""").Programs["load"]);

    [Fact]
    public void FromJson_add_blocks_appends_to_the_chain() => Assert.Equal(
        ("my_notify", int.MinValue + 1),
        Read("""{ "extends": "v6.1", "addBlocks": [ { "callback": "my_notify", "priority": "INT_MIN + 1", "file": "my.c" } ] }""").ModuleChain
            .Select(b => (b.Callback, b.PriorityValue)).Last());

    [Fact]
    public void FromJson_set_blocks_changes_the_blocks_that_have_the_action() => Assert.Equal(
        7,
        Read("""{ "extends": "v6.1+bug", "setBlocks": { "klp.module_coming": { "priority": "7" } } }""").ModuleChain.Single(b => b.Callback == "klp_nb_both").PriorityValue);

    [Fact]
    public void FromJson_null_takes_a_field_of_the_parent_away() =>
        Assert.DoesNotContain("coming_refused", Read("""{ "extends": "v6.1", "replaceSteps": { "chain COMING robust GOING": "chain COMING" }, "programs": { "coming_refused": null } }""").Programs.Keys);

    [Fact]
    public void FromJson_versions_are_not_inherited() => Assert.Empty(Read("""{ "extends": "v6.1" }""").Versions);

    [Fact]
    public void FromJson_own_name_wins_over_that_of_the_file() => Assert.Equal("mine", Read("""{ "extends": "v6.1", "name": "mine" }""").Name);

    [Fact]
    public void FromJson_comments_and_trailing_commas_are_allowed() => Assert.NotEmpty(Read("{ // a comment\n \"extends\": \"v6.1\", }").Programs);

    [Theory]
    [InlineData("{ \"extends\": \"v6.1\"", "LineNumber: 0")]
    [InlineData("[]", "JSON object")]
    [InlineData("{ \"extends\": \"v0.1\" }", "v0.1")]
    [InlineData("{ \"extends\": \"v6.1\", \"patching\": \"magic\" }", "$.patching")]
    [InlineData("{ \"extends\": \"v6.1\", \"ftrace\": { \"bugBanner\": 3 } }", "$.ftrace.bugBanner")]
    [InlineData("{ \"extends\": \"v6.1\", \"modulChain\": [] }", "modulChain")]
    public void FromJson_text_that_is_no_profile_names_file_and_place(string json, string place)
    {
        string message = Assert.Throws<ProfileException>(() => Read(json)).Message;

        Assert.Contains("my.json", message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
    }

    private static KernelProfile Read(string json) => KernelProfileCatalog.FromJson(json, "my.json");
}
