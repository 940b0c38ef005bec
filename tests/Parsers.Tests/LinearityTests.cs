using System.Text;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using Xunit;

namespace Parsers.Tests;

/// <summary>Time and memory grow with the size of a mail, not with its square. Sixteen times the input may take sixteen times as long; square growth would
/// take 256 times. The limit between them leaves room for a busy machine.</summary>
public sealed class LinearityTests
{
    private const int Factor = 16;
    private const int Tolerated = 100;
    private const int SmallChars = 64 << 10;

    public static TheoryData<string, string> Shapes => new()
    {
        { "words", "before after priority notifier " },
        { "statements", "alpha_notify runs before beta_notify on load.\n" },
        { "list", "1) alpha_notify (prio 5)\n" },
        { "quotes", "> > > > > quoted text of a_notify before b_notify\n" },
        { "attributions", "On Thu, somebody wrote:\n> x\n\n" },
        { "commits", "commit 0123456789ab (\"some: title of it\")\n" },
        { "open titles", "Fixes: 0123456789ab (\"" },
        { "bisect log", "git bisect bad 0123456789abcdef0123456789abcdef01234567\n" },
        { "directives", "#regzbot introduced: 0123456789ab\n" },
        { "hunks", "@@ -1,3 +1,3 @@ static int f(void)\n-\t.priority = 5,\n+\t.priority = 6,\n" },
        { "diff headers", "diff --git a/x b/x\n--- a/x\n+++ b/x\n" },
        { "blocks", "static struct notifier_block nb = {\n\t.notifier_call = a_notify,\n\t.priority = 1,\n};\n" },
        { "oops", "[    1.000000] BUG: unable to handle page fault for address: 0\n[    1.000000] Call Trace:\n[    1.000000]  f+0x1/0x2 [m]\n" },
        { "arrows", "a_notify -> b_notify -> " },
        { "signature rules", "-- \nname\n\n" },
        { "footers", "_______________\n" },
        { "blank lines", "\n" },
        { "words that point back", "The former is first, thing_x and the latter second.\n" },
        { "rows of a log", "[    1.000001] dev: alpha_notify: enter\n" },
        { "kernel-doc", "+ * @alpha_cb: It is called before @beta_cb\n" },
        { "opening brackets", "[(<{" },
        { "colons", "The order on load is:\n\n" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_grows_no_faster_than_the_body(string name, string piece)
    {
        byte[] small = Mail(piece, SmallChars);
        byte[] large = Mail(piece, SmallChars * Factor);
        MailReader.Read(small);

        (double few, long fewBytes) = ReadingCost.Of(small);
        (double many, long manyBytes) = ReadingCost.Of(large);

        Assert.True(many < Tolerated * Math.Max(few, 5), $"{name}: {few} ms became {many} ms");
        Assert.True(manyBytes < 4 * Factor * Math.Max(fewBytes, 1 << 20), $"{name}: {fewBytes} bytes became {manyBytes}");
    }

    [Theory]
    [InlineData("To: ", "a@example.org, ")]
    [InlineData("To: ", "\"")]
    [InlineData("To: ", "(")]
    [InlineData("To: ", "<")]
    [InlineData("References: ", "<a@example.org> ")]
    [InlineData("References: ", "<")]
    [InlineData("Subject: ", "=?utf-8?q?x?= ")]
    [InlineData("Subject: ", "[PATCH ")]
    [InlineData("Subject: ", "x")]
    [InlineData("X-Other: ", "y\n ")]
    public void Read_grows_no_faster_than_a_header(string field, string piece)
    {
        (double few, _) = ReadingCost.Of(Header(field, piece, SmallChars / Factor));
        (double many, _) = ReadingCost.Of(Header(field, piece, SmallChars));

        Assert.True(many < Tolerated * Math.Max(few, 5), $"{field}{piece}: {few} ms became {many} ms");
    }

    [Fact]
    public void Read_ten_thousand_levels_of_quotes_ends()
    {
        StringBuilder text = new();
        for (int depth = 1; depth <= 10_000; depth += 10)
        {
            text.Append('>', depth).Append(" alpha_notify runs before beta_notify\n");
        }

        Assert.Empty(MailText.Read(text.ToString()).Orderings);
    }

    [Fact]
    public void Read_64_megabytes_of_mail_keeps_to_its_limits()
    {
        byte[] bytes = Mail("alpha_notify runs before beta_notify on load, see commit 0123456789ab (\"x: y\").\n", 64 << 20);

        MailFacts facts = MailReader.Read(bytes);

        Assert.True(facts.Body.Text.Length <= new MailLimits().MaxTextChars && facts.Commits.Length <= new MailLimits().MaxFacts);
    }

    private static byte[] Mail(string piece, int chars) => MailText.Bytes(string.Concat(Enumerable.Repeat(piece, chars / piece.Length)));

    private static byte[] Header(string field, string piece, int chars) =>
        Encoding.ASCII.GetBytes("From: a@example.org\n" + field + string.Concat(Enumerable.Repeat(piece, chars / piece.Length)) + "\n\nx\n");
}
