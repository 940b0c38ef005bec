using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

/// <summary>Every form in which people name a commit, with its role and subject.</summary>
public sealed class CommitFormTests
{
    private const string Long = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    [Theory]
    [InlineData("Fixes: 0a1b2c3d4e5f (\"area: do it\")", "Fixes|area: do it")]
    [InlineData("fixes: 0a1b2c3d4e5f (\"area: do it\")", "Fixes|area: do it")]
    [InlineData("Fixes 0a1b2c3d4e5f (\"area: do it\")", "Fixes|area: do it")]
    [InlineData("Fixes: commit 0a1b2c3d4e5f (\"area: do it\")", "Fixes|area: do it")]
    [InlineData("Fixes: 0a1b2c3d4e5f ('area: do it')", "Fixes|area: do it")]
    [InlineData("Fixes: 0a1b2c3d4e5f (area: do it)", "Fixes|area: do it")]
    [InlineData("Fixes: 0a1b2c3d4e5f  \"area: do it\"", "Fixes|area: do it")]
    [InlineData("Fixes: 0a1b2c3d4e5f", "Fixes|")]
    [InlineData("Fixes: 0a1b2c3d4e5f60 (\"area: do it\")", "Fixes|area: do it")]
    [InlineData("Fixes: 0a1b2c3d4e5f (\"area: Rename \"first\" as \"early\" (again)\")", "Fixes|area: Rename \"first\" as \"early\" (again)")]
    [InlineData("Fixes: 0a1b2c3d4e5f (\"area: do it in a way that is so long that it\nwas wrapped\")", "Fixes|area: do it in a way that is so long that it was wrapped")]
    [InlineData("Since commit 0a1b2c3d4e5f (\"area: do it\") it fails.", "Culprit|area: do it")]
    [InlineData("It is broken since commit\n0a1b2c3d4e5f (\"area: do it\").", "Culprit|area: do it")]
    [InlineData("As of commit 0a1b2c3d4e5f\n(\"area: do it\") we have it.", "Mentioned|area: do it")]
    [InlineData("See commit 0a1b2c3d4e5f (area: do it) for why.", "Mentioned|area: do it")]
    [InlineData("See commit 0a1b2c3d4e5f \"area: do it\" for why.", "Mentioned|area: do it")]
    [InlineData("See commit 0a1b2c3d4e5f: area: do it", "Mentioned|area: do it")]
    [InlineData("  0a1b2c3d4e5f (\"area: do it\")", "Mentioned|area: do it")]
    [InlineData("  _ 0a1b2c3d4e5f (area: do it)", "Mentioned|area: do it")]
    [InlineData("[0a1b2c3] area: do it", "Mentioned|area: do it")]
    [InlineData("commit " + Long + " upstream.", "Upstream|")]
    [InlineData("[ Upstream commit " + Long + " ]", "Upstream|")]
    [InlineData("(cherry picked from commit " + Long + ")", "Upstream|")]
    [InlineData("This reverts commit " + Long + ".", "Reverts|")]
    [InlineData("base-commit: " + Long, "Base|")]
    [InlineData("HEAD commit:    0a1b2c3d4e5f Merge tag 'x' of y", "Base|Merge tag 'x' of y")]
    [InlineData("Commit-ID:     " + Long + "\nGitweb:        https://git.example.org/x\nAuthor:        Demo <demo@example.org>\n\narea: do it", "Mentioned|area: do it")]
    [InlineData("Cc: <stable@example.org> # 3.3.x: 0a1b2c3: area: Check it", "Mentioned|area: Check it")]
    [InlineData("Bisected to 0a1b2c3d4e5f (\"area: do it\").", "Culprit|area: do it")]
    [InlineData("I bisected it, and it points to\n0a1b2c3d4e5f.", "Culprit|")]
    [InlineData("The first bad commit is 0a1b2c3d4e5f.", "FirstBad|")]
    [InlineData("first bad commit: [" + Long + "] area: do it", "FirstBad|area: do it")]
    [InlineData("# first bad commit: [" + Long + "] area: do it", "FirstBad|area: do it")]
    [InlineData("# first 'bad' commit: [" + Long + "] area: do it", "FirstBad|area: do it")]
    [InlineData(Long + " is the first bad commit", "FirstBad|")]
    [InlineData(Long + " is the first 'bad' commit", "FirstBad|")]
    [InlineData(Long + " is the first new commit", "FirstBad|")]
    [InlineData("# good: [" + Long + "] Linux 6.1", "BisectStep good|Linux 6.1")]
    [InlineData("# bad: [" + Long + "] Linux 6.2", "BisectStep bad|Linux 6.2")]
    [InlineData("# skip: [" + Long + "] area: do it", "BisectStep skip|area: do it")]
    [InlineData("git bisect good " + Long, "BisectStep good|")]
    [InlineData("$ git bisect bad 0a1b2c3d4e5f", "BisectStep bad|")]
    [InlineData("# old: [" + Long + "] area: do it", "BisectStep good|area: do it")]
    [InlineData("Reverting 0a1b2c3d4e5f helps.", "Reverts|")]
    [InlineData("It was fixed by commit 0a1b2c3d4e5f (\"area: mend it\").", "Fix|area: mend it")]
    [InlineData("The commit 0a1b2c3d4e5f works, its child does not.", "LastGood|")]
    [InlineData("0a1b2c3d4e5f (\"area: do it\") works.", "LastGood|area: do it")]
    [InlineData("commit 0a1b2c3d4e5f (\"area: do it\") does not work.", "FirstBad|area: do it")]
    [InlineData("commit 0a1b2c3d4e5f (\"area: do it\") is broken.", "FirstBad|area: do it")]
    [InlineData("The last good commit was 0a1b2c3d4e5f.", "LastGood|")]
    [InlineData("Commit 0a1b2c3d4e5f (\"area: do it\") broke it.", "Culprit|area: do it")]
    public void Read_form_gives_role_and_subject(string text, string expected)
    {
        CommitFact commit = Assert.Single(MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits);

        Assert.Equal(expected, $"{commit.Role}{(commit.State is null ? "" : " " + commit.State)}|{commit.Subject}");
    }

    [Theory]
    [InlineData("0a1b2c3d4e5f works, 1b2c3d4e5f60 does not.", "0a1b2c3d4e5f LastGood, 1b2c3d4e5f60 FirstBad")]
    [InlineData("The range is 0a1b2c3d4e5f..1b2c3d4e5f60.", "0a1b2c3d4e5f Mentioned, 1b2c3d4e5f60 Mentioned")]
    [InlineData("#regzbot introduced: 0a1b2c3d4e5f..1b2c3d4e5f60", "0a1b2c3d4e5f LastGood, 1b2c3d4e5f60 Culprit")]
    [InlineData("# good: [" + Long + "] Linux 6.1\ngit bisect good " + Long + "\n# status: waiting for bad commit, 1 good commit known", Long + " BisectStep")]
    [InlineData("There are only 'skip'ped commits left to test.\nThe first bad commit could be any of:\n" + Long + "\nWe cannot bisect more!", Long + " Mentioned")]
    [InlineData("# only skipped commits left to test\n# possible first bad commit: [" + Long + "] area: do it", Long + " Mentioned")]
    public void Read_text_gives_the_commits(string text, string expected)
    {
        Assert.Equal(expected, string.Join(", ", MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits()));
    }

    [Theory]
    [InlineData("It is v6.1-rc3-123-g0a1b2c3d4e5f that I run.")]
    [InlineData("Linux demo 6.1.0-rc3-00123-g0a1b2c3d4e5f #5 SMP")]
    [InlineData("https://git.example.org/linux/commit/?id=" + Long)]
    [InlineData("https://lore.example.org/r/0a1b2c3d4e5f.1234@example.org/")]
    [InlineData("index 0a1b2c3d4e5f..1b2c3d4e5f60 100644")]
    [InlineData("[c0000000387afac0] [c0000000002200ac] demo_coming+0x1/0x2")]
    [InlineData("> Fixes: 0a1b2c3d4e5f (\"area: do it\")")]
    [InlineData("Build id 0a1b2c3d4e5f60718293")]
    public void Read_what_only_looks_like_a_commit_gives_none(string text)
    {
        Assert.Empty(MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits);
    }

    [Theory]
    [InlineData("v6.1 works, v6.2 does not.", "v6.1 LastGood, v6.2 FirstBad")]
    [InlineData("v6.2-rc1 fails while v6.1 is fine.", "v6.2-rc1 FirstBad, v6.1 LastGood")]
    [InlineData("It broke between v6.1 and v6.2.", "v6.1 LastGood, v6.2 FirstBad")]
    [InlineData("It broke in v6.1..v6.2.", "v6.1 LastGood, v6.2 FirstBad")]
    [InlineData("I see it on 6.1, on my laptop.", "6.1 Mentioned")]
    [InlineData("The order of the notifiers on 6.1 is the same.", "6.1 Mentioned")]
    [InlineData("It is an old 6.1.28 kernel.", "6.1.28 Mentioned")]
    [InlineData("Please queue it for 6.6.y as well.", "6.6 Mentioned")]
    [InlineData("It fails since 6.4-rc3.", "6.4-rc3 FirstBad")]
    [InlineData("Use gcc in 5.2 mode for the kernel.", "")]
    [InlineData("See section 4.3 of the notes on notifiers.", "")]
    [InlineData("module demo: 4.50.0-ioctl initialised", "")]
    [InlineData("The suspend took 5.2 seconds less, from 5.5 s to 4.1 s.", "")]
    [InlineData("#regzbot introduced: v6.1..v6.2", "v6.1 LastGood, v6.2 FirstBad")]
    [InlineData("#regzbot introduced: next-20240101..next-20240102", "next-20240101 LastGood, next-20240102 FirstBad")]
    [InlineData("Seen on next-20240102.", "next-20240102 Mentioned")]
    [InlineData("I run v6.1-rc3-123-g0a1b2c3d4e5f here.", "v6.1-rc3-123-g0a1b2c3d4e5f Mentioned")]
    [InlineData("Kernel 6.1.5 does not boot, kernel 6.1.4 does.", "6.1.5 FirstBad, 6.1.4 LastGood")]
    [InlineData("It worked in v6.1 and fails since v6.2.", "v6.1 LastGood, v6.2 FirstBad")]
    [InlineData("The patch is against v6.3-rc1.", "v6.3-rc1 Base")]
    [InlineData("good: v6.1\nbad: v6.2", "v6.1 LastGood, v6.2 FirstBad")]
    public void Read_versions_and_what_is_said_of_them(string text, string expected)
    {
        Assert.Equal(expected, string.Join(", ", MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Versions.Select(v => $"{v.Text} {v.Role}")));
    }

    [Fact]
    public void Read_describe_name_has_its_commit()
    {
        Assert.Equal("0a1b2c3d4e5f", Assert.Single(MailText.Read("I run v6.1-rc3-123-g0a1b2c3d4e5f here.\n").Versions).Sha);
    }

    [Theory]
    [InlineData("Link: https://lore.kernel.org/r/1234@example.org/ # [1]", "Message Link 1234@example.org")]
    [InlineData("Closes: https://lore.kernel.org/all/1234@example.org/", "Message Closes 1234@example.org")]
    [InlineData("See https://lkml.kernel.org/r/1234@example.org for more.", "Message  1234@example.org")]
    [InlineData("https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=" + Long, "Commit  " + Long)]
    [InlineData("https://git.kernel.org/linus/0a1b2c3d4e5f", "Commit  0a1b2c3d4e5f")]
    [InlineData("https://github.com/torvalds/linux/commit/0a1b2c3d4e5f.", "Commit  0a1b2c3d4e5f")]
    [InlineData("https://git.kernel.org/torvalds/c/0a1b2c3d4e5f", "Commit  0a1b2c3d4e5f")]
    [InlineData("Closes: https://bugzilla.kernel.org/show_bug.cgi?id=218001", "Bug Closes 218001")]
    [InlineData("Closes: https://syzkaller.appspot.com/bug?extid=0123456789abcdef0123", "Bug Closes 0123456789abcdef0123")]
    [InlineData("Closes: https://github.com/demo/demo/issues/12", "Bug Closes 12")]
    [InlineData("Link: https://example.org/page", "Other Link ")]
    public void Read_link_has_kind_tag_and_id(string text, string expected)
    {
        LinkFact link = Assert.Single(MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Links);

        Assert.Equal(expected, $"{link.Kind} {link.Tag} {link.Id}");
    }
}
