using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;
using Xunit;

namespace Parsers.Tests.Patches;

public sealed class SeriesBuilderTests
{
    [Theory]
    [InlineData("0;[PATCH 0/2] work;c;|1;[PATCH 1/2] one;p1;c|2;[PATCH 2/2] two;p2;c", "c v1 work: p1 p2")]
    [InlineData("2;[PATCH 2/2] two;p2;c|1;[PATCH 1/2] one;p1;c|0;[PATCH 0/2] work;c;", "c v1 work: p1 p2")]
    [InlineData("0;[PATCH 1/2] one;p1;|1;[PATCH 2/2] two;p2;p1", "p1 v1 one: p1 p2")]
    [InlineData("0;[PATCH 1/2] one;p1;|1;[PATCH 2/2] two;p2;", "p1 v1 one: p1 p2")]
    [InlineData("0;[PATCH 0/2] work;c;|1;[PATCH 1/2] one;p1;c", "c v1 work: p1 missing 2")]
    [InlineData("0;[PATCH] one;p;|1;Re: [PATCH] one;r;p", "p v1 one: p")]
    [InlineData("0;[PATCH v3 0/1] work;c;|1;[PATCH 1/1] one;p1;c", "c v3 work: p1")]
    [InlineData("0;[PATCH v2 1/4] one;a;|1;[PATCH v2 1/4] one;b;", "a v2 one: a missing 2 3 4 by b|b v2 one: b missing 2 3 4 for a")]
    [InlineData("0;[PATCH 0/1] work;c;|1;[PATCH 1/1] one;p;c|90;[PATCH v2 0/1] work;c2;c|91;[PATCH v2 1/1] one;p2;c2", "c v1 work: p by c2|c2 v2 work: p2 for c")]
    [InlineData("0;[RFC PATCH] one;a;|99;[PATCH] one;b;", "a v1 one: a by b|b v1 one: b for a")]
    [InlineData("0;[PATCH] one;a;|99;[RESEND PATCH] one;b;", "a v1 one: a by b|b v1 one: b for a")]
    [InlineData("0;[PATCH] one;a;|99;[PATCH] another;b;", "a v1 one: a|b v1 another: b")]
    public void Build_groups_patches_and_links_versions(string mails, string expected)
    {
        Assert.Equal(expected, string.Join('|', SeriesBuilder.Build(mails.Split('|').Select(mail => Mail(mail, ""))).Select(Show)));
    }

    [Fact]
    public void Build_series_that_says_what_it_supersedes_is_believed()
    {
        MailFacts old = Mail("0;[PATCH] one;a;", "");
        MailFacts next = Mail("9;[PATCH v2] quite another title;b;", "Supersedes: <a>\n");

        Assert.Equal("a", SeriesBuilder.Build([old, next])[1].Supersedes);
    }

    [Fact]
    public void Build_net_changes_are_those_of_all_patches()
    {
        MailFacts first = Mail("0;[PATCH 1/2] one;a;", Priority("1", "5"));
        MailFacts second = Mail("1;[PATCH 2/2] two;b;a", Priority("5", "9"));

        Assert.Equal(["1>9"], Assert.Single(SeriesBuilder.Build([first, second])).NetChanges.Select(c => $"{c.From}>{c.To}"));
    }

    [Fact]
    public void Build_partial_version_stands_on_the_old_one()
    {
        MailFacts first = Mail("0;[PATCH 1/2] one;a;", Priority("1", "5"));
        MailFacts second = Mail("1;[PATCH 2/2] two;b;a", Priority("5", "9"));
        MailFacts again = Mail("90;[PATCH v2 2/2] two;c;b", Priority("5", "7"));

        Assert.Equal(["1>7"], SeriesBuilder.Build([first, second, again])[1].NetChanges.Select(c => $"{c.From}>{c.To}"));
    }

    private static string Priority(string from, string to) =>
        $"---\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@ static struct notifier_block alpha_nb = {{\n \t.notifier_call = alpha,\n-\t.priority = {from},\n+\t.priority = {to},\n }};\n";

    // minute;subject;id;reference
    private static MailFacts Mail(string mail, string body)
    {
        string[] parts = mail.Split(';');
        MailFacts facts = MailText.Read(body, parts[1]);
        return facts with
        {
            Head = facts.Head with
            {
                Id = parts[2],
                References = parts[3].Length == 0 ? [] : [parts[3]],
                Date = DateTimeOffset.UnixEpoch.AddMinutes(int.Parse(parts[0]) * (int.Parse(parts[0]) > 10 ? 1_000 : 1)),
            },
        };
    }

    private static string Show(PatchSeries series) =>
        $"{series.Id} v{series.Version} {series.Title}: {string.Join(' ', series.Patches.Select(p => p.Id))}"
        + (series.IsComplete ? "" : $" missing {string.Join(' ', series.Missing)}")
        + (series.SupersededBy is null ? "" : $" by {series.SupersededBy}") + (series.Supersedes is null ? "" : $" for {series.Supersedes}");
}
