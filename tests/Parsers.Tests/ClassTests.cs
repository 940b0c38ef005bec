using TriageBot.Parsers.Facts;
using Xunit;

namespace Parsers.Tests;

/// <summary>Classes of mails that are easily taken for another one.</summary>
public sealed class ClassTests
{
    private const string Diff = "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,2 @@\n int x;\n-int y;\n+int z;\n";
    private const string Log = "# bad: [1111111aaaaa1111111aaaaa1111111aaaaa1111] area: one\n# first bad commit: [1111111aaaaa1111111aaaaa1111111aaaaa1111] area: one\n";

    [Theory]
    [InlineData("[BUG] machine crashes on resume", "The machine crashes on resume. With this it does not:\n\n" + Diff, MailClass.RegressionReport)]
    [InlineData("selftests of demo fail on demoarch", "The test fails, its output is\n\n" + Diff, MailClass.RegressionReport)]
    [InlineData("Re: [PATCH v2 1/2] area: one", "I see a warning in -next. The log:\n\n" + Log, MailClass.RegressionReport)]
    [InlineData("[REGRESSION] demo does not wake up (was \"[PATCH] demo: sleep\")", "It does not.\n\n" + Diff, MailClass.RegressionReport)]
    [InlineData("WARNING in demo_init since 6.12", "With 6.12 I get this:\n\n" + Log, MailClass.RegressionReport)]
    [InlineData("the fan does not stop any more", "With 6.8.4 it did.\n", MailClass.RegressionReport)]
    [InlineData("+ demo-fix-the-notifier-order.patch added to mm-unstable branch", "The notifier is called before the other notifiers of the chain.\n", MailClass.Bot)]
    [InlineData("Re: [PATCH] demo: reorder", "The bridge has to be suspended after its children.\n", MailClass.OrderingDiscussion)]
    [InlineData("demo: fix a crash on resume", "The machine crashes on resume.\n\n" + Diff, MailClass.Patch)]
    [InlineData("[POC 3/7] demo: drop what fails", "It is not used.\n\n" + Diff, MailClass.Patch)]
    [InlineData("[PATCHv3 demo-next 0/3] demo: speed up", "Hello,\n\nthis is faster.\n", MailClass.Patch)]
    [InlineData("[PATCH v1 00/19] demo: states", "The callbacks might be called before and after the transition.\n", MailClass.Patch)]
    [InlineData("[PATCH v1 00/19] demo: states", "The notifier is called before the other notifiers of the chain.\n", MailClass.OrderingDiscussion)]
    [InlineData("[PATCH v2 3/7] demo: order", "demo_notify and demo_pm_notify are on one chain: demo_notify must be called before demo_pm_notify.\n", MailClass.OrderingPatch)]
    [InlineData("[PATCH] demo: states", "The order of the callbacks matters.\n", MailClass.Patch)]
    [InlineData("Re: demo crashes", "Can you try this?\n\nSigned-off-by: a <a@example.org>\n---\n" + Diff, MailClass.Patch)]
    [InlineData("Re: demo crashes", "Can you try this?\n\n" + Diff, MailClass.Other)]
    [InlineData("[tip:irq/core] demo: Add a flag", "Commit-ID:  1111111aaaaa1111111aaaaa1111111aaaaa1111\n\ndemo: Add a flag\n", MailClass.Bot)]
    public void Read_mail_has_the_class(string subject, string body, MailClass expected)
    {
        Assert.Equal(expected, MailText.Read(body, subject).Class);
    }
}
