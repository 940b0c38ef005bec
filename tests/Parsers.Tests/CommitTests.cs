using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

public sealed class CommitTests
{
    private const string Sha = "0a1b2c3d4e5f";
    private const string Full = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    [Theory]
    [InlineData("Fixes: 0a1b2c3d4e5f (\"area: do it\")", CommitRole.Fixes)]
    [InlineData("fixes 0a1b2c3d4e5f (\"area: do it\")", CommitRole.Fixes)]
    [InlineData("This reverts commit 0a1b2c3d4e5f.", CommitRole.Reverts)]
    [InlineData("commit 0a1b2c3d4e5f upstream.", CommitRole.Upstream)]
    [InlineData("[ Upstream commit 0a1b2c3d4e5f ]", CommitRole.Upstream)]
    [InlineData("(cherry picked from commit 0a1b2c3d4e5f)", CommitRole.Upstream)]
    [InlineData("I bisected this to commit 0a1b2c3d4e5f (\"area: do it\").", CommitRole.Culprit)]
    [InlineData("Bisect points to 0a1b2c3d4e5f (\"area: do it\").", CommitRole.Culprit)]
    [InlineData("This was introduced by commit 0a1b2c3d4e5f.", CommitRole.Culprit)]
    [InlineData("Commit 0a1b2c3d4e5f (\"area: do it\") broke my machine.", CommitRole.Culprit)]
    [InlineData("The first bad commit is 0a1b2c3d4e5f.", CommitRole.FirstBad)]
    [InlineData("0a1b2c3d4e5f is the first bad commit", CommitRole.FirstBad)]
    [InlineData("0a1b2c3d4e5f is the first 'bad' commit", CommitRole.FirstBad)]
    [InlineData("# first bad commit: [0a1b2c3d4e5f] area: do it", CommitRole.FirstBad)]
    [InlineData("# first 'bad' commit: [0a1b2c3d4e5f] area: do it", CommitRole.FirstBad)]
    [InlineData("The last good commit is 0a1b2c3d4e5f.", CommitRole.LastGood)]
    [InlineData("It was fixed by commit 0a1b2c3d4e5f.", CommitRole.Fix)]
    [InlineData("#regzbot introduced: 0a1b2c3d4e5f", CommitRole.Culprit)]
    [InlineData("#regzbot fix: 0a1b2c3d4e5f", CommitRole.Fix)]
    [InlineData("base-commit: 0a1b2c3d4e5f", CommitRole.Base)]
    [InlineData("See commit 0a1b2c3d4e5f (\"area: do it\") for the idea.", CommitRole.Mentioned)]
    public void Read_reference_has_its_role(string text, CommitRole role)
    {
        Assert.Equal([$"{Sha} {role}"], MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits());
    }

    [Theory]
    [InlineData("Fixes: 0a1b2c3d4e5f (\"area: rename \"a\" to \"b\"\")", "area: rename \"a\" to \"b\"")]
    [InlineData("see commit 0a1b2c3d4e5f (\"area: a title that is\nwrapped over a line\") there", "area: a title that is wrapped over a line")]
    [InlineData("see commit 0a1b2c3d4e5f: area: do it", "area: do it")]
    [InlineData("[0a1b2c3d4e5f] area: do it", "area: do it")]
    [InlineData("commit 0a1b2c3d4e5f (area: do it) is bad", "area: do it")]
    public void Read_reference_has_its_subject(string text, string subject)
    {
        Assert.Equal(subject, Assert.Single(MailText.Read(text + "\n").Commits).Subject);
    }

    [Fact]
    public void Read_bisect_log_gives_steps_with_state_and_the_answer()
    {
        string log = "git bisect start\n# good: [1111111aaaaa] a: one\ngit bisect good 1111111aaaaa\n# bad: [2222222bbbbb] b: two\n"
            + "git bisect bad 2222222bbbbb\n# skip: [3333333ccccc] c: three\ngit bisect skip 3333333ccccc\n# first bad commit: [4444444ddddd] d: four\n";

        Assert.Equal(
            ["1111111aaaaa BisectStep good", "2222222bbbbb BisectStep bad", "3333333ccccc BisectStep skip", "4444444ddddd FirstBad "],
            MailText.Read(log).Commits.Select(c => $"{c.Sha} {c.Role} {c.State}"));
    }

    [Fact]
    public void Read_fixes_tag_in_a_dumped_commit_is_no_claim_of_the_author()
    {
        string text = $"{Full} is the first bad commit\ncommit {Full}\nAuthor: A <a@example.org>\nDate:   today\n\n    area: do it\n\n    Fixes: 5555555eeeee (\"x: y\")\n";

        Assert.Equal([$"{Full} FirstBad", "5555555eeeee Mentioned"], MailText.Read(text).Commits());
    }

    [Fact]
    public void Read_dumped_commit_has_the_title_of_the_dump()
    {
        string text = $"{Full} is the first bad commit\ncommit {Full}\nAuthor: A <a@example.org>\nDate:   today\n\n    area: do it\n";

        Assert.Equal("area: do it", Assert.Single(MailText.Read(text).Commits).Subject);
    }

    [Theory]
    [InlineData("[   34.373742] Call Trace:")]
    [InlineData("[c0000000387afac0] [c0000000002200ac] foo_bar+0x1/0x2")]
    [InlineData("index 0a1b2c3d4e5f..1a2b3c4d5e6f 100644")]
    [InlineData("RAX: 0000000000000000 RBX: ffff93bc81d8e700")]
    [InlineData("see https://example.org/x/0a1b2c3d4e5f")]
    [InlineData("<0a1b2c3d4e5f@example.org>")]
    [InlineData("a decade of added facade")]
    [InlineData("v6.1 and 1234567")]
    public void Read_what_only_looks_like_a_commit_is_none(string text)
    {
        Assert.Empty(MailText.Read(text + "\n").Commits);
    }

    [Fact]
    public void Read_quoted_reference_is_not_the_authors()
    {
        Assert.Empty(MailText.Read("> Fixes: 0a1b2c3d4e5f (\"area: do it\")\n\nThanks\n").Commits);
    }
}
