using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

/// <summary>What the words around a commit say of it, and which words are commits at all. The cases are of the kinds that were read wrongly in real archives.</summary>
public sealed class CommitSenseTests
{
    private const string A = "0a1b2c3d4e5f";
    private const string B = "1b2c3d4e5f60";
    private const string Long = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    [Theory]
    [InlineData("Since commit 0a1b2c3d4e5f (\"area: split it\") the helper is unused.", CommitRole.Mentioned)]
    [InlineData("Since commit 0a1b2c3d4e5f (\"area: split it\") my machine crashes.", CommitRole.Culprit)]
    [InlineData("It has not changed since it was introduced by commit 0a1b2c3d4e5f in 2009.", CommitRole.Mentioned)]
    [InlineData("This leak was introduced by commit 0a1b2c3d4e5f.", CommitRole.Culprit)]
    [InlineData("We could remove the error check in f() introduced by commit 0a1b2c3d4e5f (\"area: check\").", CommitRole.Mentioned)]
    [InlineData("Commit 0a1b2c3d4e5f (\"area: add f()\") introduced a helper for this.", CommitRole.Mentioned)]
    [InlineData("Commit 0a1b2c3d4e5f (\"area: add f()\") introduced a race.", CommitRole.Culprit)]
    [InlineData("A sleep cures it as well, see commit 0a1b2c3d4e5f.", CommitRole.Mentioned)]
    [InlineData("This issue is similar to the one fixed in commit 0a1b2c3d4e5f.", CommitRole.Mentioned)]
    [InlineData("It is a similar problem that has been solved by commit 0a1b2c3d4e5f.", CommitRole.Mentioned)]
    [InlineData("This is probably why commit 0a1b2c3d4e5f worked.", CommitRole.Mentioned)]
    [InlineData("We should fix commit 0a1b2c3d4e5f first.", CommitRole.Mentioned)]
    [InlineData("Commit 0a1b2c3d4e5f (\"area: f()\") fixes this for me.", CommitRole.Fix)]
    [InlineData("#syz fix: 0a1b2c3d4e5f (\"area: do it\")", CommitRole.Fix)]
    [InlineData("#regzbot fixed-by: 0a1b2c3d4e5f", CommitRole.Fix)]
    [InlineData("#syz test: https://example.org/linux.git 0a1b2c3d4e5f", CommitRole.Base)]
    [InlineData("0a1b2c3d4e5f is bad and 0a1b2c3d4e5f^ is good.", CommitRole.FirstBad)]
    [InlineData("The commit 0a1b2c3d4e5f (\"area: f()\" leads to this warning.", CommitRole.Culprit)]
    [InlineData("0a1b2c3d4e5f (\"area: f()\") is the commit that fixes it.", CommitRole.Fix)]
    [InlineData("`git show 0a1b2c3d4e5f` looks odd.", CommitRole.Mentioned)]
    [InlineData("0a1b2c3d4e5f's changelog tells why.", CommitRole.Mentioned)]
    [InlineData("It was already reverted in 0a1b2c3d4e5f.", CommitRole.Mentioned)]
    [InlineData("0a1b2c3d4e5f has been reverted.", CommitRole.Reverts)]
    [InlineData("I bisected it and found commit 0a1b2c3d4e5f (\"area: f()\") as the first bad commit.", CommitRole.FirstBad)]
    [InlineData("She bisected and found that the following is the first bad commit.\n\ncommit 0a1b2c3d4e5f", CommitRole.FirstBad)]
    [InlineData("HEAD is now at 0a1b2c3d4e5f area: do it", CommitRole.Base)]
    [InlineData("It does not reproduce on 0a1b2c3d4e5f.", CommitRole.Mentioned)]
    [InlineData("I tested the tree @ 0a1b2c3d4e5f and it hangs.", CommitRole.Mentioned)]
    [InlineData("Before 0a1b2c3d4e5f \"area: do it\" it was quick.", CommitRole.Mentioned)]
    public void Read_words_around_a_commit_give_its_role(string text, CommitRole role)
    {
        Assert.Equal([$"{A} {role}"], MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits());
    }

    [Fact]
    public void Read_words_in_front_of_a_list_are_about_each_of_its_items()
    {
        string text = $"Reverting the following commits resulted in no crash:\n\n  {A} (\"area: a title that is long and\n  wrapped\")\n  {B} (\"area: two\")\n";

        Assert.Equal([$"{A} Reverts", $"{B} Reverts"], MailText.Read(text).Commits());
    }

    [Fact]
    public void Read_list_of_builds_tells_which_work()
    {
        Assert.Equal([$"{A} LastGood", $"{B} FirstBad"], MailText.Read($"Kernels I tested:\n\n{A} works\n{B} broken\n").Commits());
    }

    [Fact]
    public void Read_words_about_one_commit_are_not_about_the_next()
    {
        Assert.Equal(
            [$"{A} FirstBad", $"{B} Mentioned"],
            MailText.Read($"The first bad commit is {A}, and commit {B} is its parent.\n").Commits());
    }

    [Fact]
    public void Read_tag_makes_prose_about_its_commit_redundant()
    {
        string text = $"Commit {A} (\"area: add f()\") introduced a race.\n\nFixes: {A} (\"area: add f()\")\n";

        Assert.Equal([$"{A} Fixes"], MailText.Read(text, "[PATCH] area: close the race").Commits());
    }

    [Theory]
    [InlineData("head: 00fff00000000040 ffff88801b042000 ffffea0001e8d600 dead000000000002")]
    [InlineData("clang version 18.1.5 (https://example.org/llvm 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567)")]
    [InlineData("Message-Id:\n <0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.1652583332.git.someone@example.org>")]
    [InlineData(":040000 040000 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 1b2c3d4e5f60718293a4b5c6d7e8f9012345670a M\tdrivers")]
    [InlineData("/lib/modules/demo.ko (0a1b2c3d4e5f60718293a4b5c6d7e8f901234567)")]
    [InlineData("The block is at addr 0a1b2c3d4e5f here.")]
    [InlineData("It jumps to ffff800080872eb0 and dies.")]
    [InlineData("dumps 1400000003000000474e5500314a936b2959fa34 as its id")]
    public void Read_other_numbers_are_no_commits(string text)
    {
        Assert.Empty(MailText.Read("Hello,\n\n" + text + "\n\nBye\n").Commits());
    }

    [Theory]
    [InlineData("# first bad commit:\n  [" + Long + "]\n   area: the title", "area: the title")]
    [InlineData("The first bad commit is\n" + Long + "\narea: the title", "area: the title")]
    [InlineData("# first bad commit: [" + Long + "] area: a title of some length\nThe output is below.", "area: a title of some length")]
    [InlineData("    # bad: [" + Long + "] Bluetooth:\nsubsystem: two", "Bluetooth: subsystem: two")]
    [InlineData("base-commit: " + Long + "\nchange-id: 20240525-a-b", null)]
    public void Read_title_below_an_id_belongs_to_it(string text, string? title)
    {
        Assert.Equal(title, MailText.Read(text + "\n").Commits[0].Subject);
    }

    [Fact]
    public void Read_command_below_a_signature_names_its_commit()
    {
        Assert.Equal([$"{A} Fix"], MailText.Read($"Hello,\n\nsee there.\n\n-- \nA Tester\n\n#regzbot fix: {A}\n").Commits());
    }
}
