using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Patches;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;
using TriageBot.Parsers.Facts;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

/// <summary>What kernel lists expect of commits, tags, patches and unasked mail. Each test names its rule; those of replies stand in Service.Tests.</summary>
public sealed class ListRuleTests
{
    private static readonly CommitFact s_culprit = new("5156dca", "ftrace: Fix the race between ftrace and insmod", CommitRole.FirstBad, 2, default);

    private static Judgement Regression { get; } = new(
        Samples.Facts with { Commits = [s_culprit] }, Samples.Plan, Samples.Reproduced, new CandidatePatch(Samples.PassingFix, "drivers/demo.c", IsCode: true, ["--- a/x"]));

    [Fact]
    public void Rule_commits_have_twelve_digits_and_the_title() =>
        Assert.Equal("5156dca34a3e (\"ftrace: Fix the race between ftrace and insmod\")", CommitWords.Cite(s_culprit));

    [Fact]
    public void Rule_commits_that_a_tree_knows_have_twelve_digits_of_it() =>
        Assert.Equal("0123456789ab", CommitWords.Sha(s_culprit with { Sha = "0123456", FullSha = "0123456789abcdef0123456789abcdef01234567" }));

    [Fact]
    public void Rule_fixes_stands_on_one_line() =>
        Assert.Contains("| Fixes: 5156dca34a3e (\"ftrace: Fix the race between ftrace and insmod\")", PatchWords.Trailers(Regression));

    [Fact]
    public void Rule_link_is_the_archive_of_the_list() => Assert.Contains("| Link: https://lore.kernel.org/r/1@example.org", PatchWords.Trailers(Regression));

    [Fact]
    public void Rule_link_is_left_out_where_the_list_is_archived_elsewhere() => Assert.DoesNotContain(
        PatchWords.Trailers(Regression with { Facts = Regression.Facts with { Head = Samples.Head with { ListId = "<list.example.org>" } } }), t => t.Contains("Link:", StringComparison.Ordinal));

    [Fact]
    public void Rule_tool_that_wrote_code_is_named_assisted_by() => Assert.Contains(PatchWords.Trailers(Regression), t => t.StartsWith("| Assisted-by: TriageBot:", StringComparison.Ordinal));

    [Fact]
    public void Rule_no_tag_of_its_own_each_is_a_hint_behind_a_bar() => Assert.All(PatchWords.Trailers(Regression), t => Assert.StartsWith("| ", t, StringComparison.Ordinal));

    [Fact]
    public void Rule_says_how_generated_code_was_tested() =>
        Assert.Contains("neither compiled nor run", PatchWords.Lead(Regression.Patch!), StringComparison.Ordinal);

    [Fact]
    public void Rule_regzbot_hint_names_the_first_bad_commit() =>
        Assert.Contains("`#regzbot introduced: 5156dca34a3e`", string.Join('\n', IssueBody.Markdown(Regression)), StringComparison.Ordinal);

    [Fact]
    public void Rule_regzbot_hint_is_left_out_where_regzbot_was_told()
    {
        DirectiveFact told = new("regzbot", "introduced", "5156dca34a3e", 3, default);

        Assert.DoesNotContain("#regzbot", string.Join('\n', IssueBody.Markdown(Regression with { Facts = Regression.Facts with { Directives = [told] } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_regzbot_is_told_by_people_no_line_of_a_reply_is_a_command() =>
        Assert.DoesNotContain(new ReplyBody(new TriageBotOptions()).Write(Regression, "x").Split('\n'), line => line.TrimStart().StartsWith("#regzbot", StringComparison.Ordinal));

    [Fact]
    public void Rule_rfc3834_section_5_unasked_mail_is_auto_generated()
    {
        ReplyDraft draft = Samples.ReportOf(Samples.Judgement).Reply! with { IsUnasked = true };

        string mail = new MailRenderer(Options.Create(new TriageBotOptions()), TimeProvider.System).Render(draft);

        Assert.Contains("\nAuto-Submitted: auto-generated\n", mail, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_urls_are_never_wrapped()
    {
        string url = "https://lore.kernel.org/r/" + new string('x', 90) + "@example.org";

        Assert.Contains(url, new PlainText().Prose("Seen in " + url + " as well.").ToString().Split('\n'));
    }

    [Fact]
    public void Rule_tags_are_never_wrapped()
    {
        string tag = "| Fixes: 5156dca34a3e (\"" + string.Join(' ', Enumerable.Repeat("word", 20)) + "\")";

        Assert.Contains("    " + tag, new PlainText().Code(tag).ToString().Split('\n'));
    }

    [Fact]
    public void Rule_tabs_of_code_are_kept() => Assert.Contains("\t.priority = 1,", new PlainText().Code("\t.priority = 1,").ToString(), StringComparison.Ordinal);
}
