using System.Globalization;
using System.Text;
using CsCheck;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using Xunit;

namespace Parsers.Tests;

/// <summary>Mails made to be dear for the readers of commits, commands, links, versions and diffs: what they hold grows, the cost of each piece must not.
/// <c>{0}</c> in a piece is a number that differs from piece to piece.</summary>
public sealed class HostileFactTests
{
    private const int Few = 800;
    private const int Factor = 16;
    private const int Tolerated = 100;
    private const string Module = "diff --git a/kernel/module.c b/kernel/module.c\n--- a/kernel/module.c\n+++ b/kernel/module.c\n@@ -1,9999999 +1,9999999 @@ static int load_module(struct load_info *info)\n";

    [Theory]
    [InlineData("tags", "", "Fixes: {0:x12} (\"area: do it\")\n")]
    [InlineData("ids in prose", "", "It fails on {0:x12}, and ")]
    [InlineData("items below a lead-in", "Reverting these commits helps:\n\n", "  {0:x12} (\"area: do it\")\n")]
    [InlineData("items without one", "", "{0:x12}\n")]
    [InlineData("open titles", "", "commit {0:x12} (\"area: \"do (it \n")]
    [InlineData("parts of a command", "#regzbot title: x", "; y{0}")]
    [InlineData("wrapped parts of a command", "#regzbot title: x", "; y; y; y; y; y; y; y; y; y; y; y; y; y\nz{0}")]
    [InlineData("commands below a signature", "-- \n", "#regzbot fix: {0:x12}\n")]
    [InlineData("links", "", "https://example.org/commit/?id={0:x12} ")]
    [InlineData("versions", "", "On 6.{0} the kernel fails. ")]
    [InlineData("calls taken out and put in", Module, "-\talpha_{0}(mod);\n+\talpha_{0}(mod);\n")]
    [InlineData("one call taken out and put in", Module, "-\talpha(mod);\n \tx;\n+\talpha(mod);\n")]
    [InlineData("wrapped calls", Module, "+\talpha_{0}(mod,\n+\t\tx,\n")]
    [InlineData("cases", Module + " static int f(struct notifier_block *nb)\n", "+\tcase A{0}:\n-\tcase B{0}:\n")]
    [InlineData("macros", Module, "-\tpm_notifier(alpha_{0}, 1);\n+\tpm_notifier(alpha_{0}, 2);\n")]
    [InlineData("registrations", Module, "+\tregister_reboot_notifier(&alpha_{0});\n")]
    [InlineData("open calls", Module, "+\tregister_reboot_notifier((((&alpha_{0},\n")]
    [InlineData("blocks", Module, "+static struct notifier_block nb{0} = {{\n+\t.notifier_call = alpha_{0},\n+\t.priority = {0},\n+}};\n")]
    [InlineData("open blocks", Module, "+static struct notifier_block nb{0} = {{\n")]
    [InlineData("open structures", Module, "+\t.member{0} = {{\n")]
    [InlineData("lone values", Module + "+static struct notifier_block nb = {\n", "+\talpha_{0},\n")]
    [InlineData("open definitions", Module, "+int f{0}(a(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)(p)(q)(r)(s)(t)(u)(v)(w)(x)(y)(z)((((((((\n")]
    [InlineData("hunks", Module, "@@ -{0},9999999 +{0},9999999 @@ static int load_module(struct load_info *info)\n+\talpha_{0}(mod);\n")]
    [InlineData("absurd counts", Module, "@@ -999999999999,999999999 +0,0 @@ x{0}\n+\t.priority = 1;\n")]
    [InlineData("frames", "[    1.000000] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n[    1.000000] Call Trace:\n", "[    1.000000]  ? ida_{0}+0x1/0x2\n")]
    public void Read_cost_of_each_piece_stays(string name, string head, string piece)
    {
        double few = ReadingCost.Of(Mail(head, piece, Few)).Milliseconds;
        double many = ReadingCost.Of(Mail(head, piece, Few * Factor)).Milliseconds;

        Assert.True(many < Tolerated * Math.Max(few, 5), string.Create(CultureInfo.InvariantCulture, $"{name}: {few:F0} ms became {many:F0} ms"));
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef ")]
    [InlineData("[0123456789ab] ")]
    [InlineData("#regzbot introduced: 0123456789ab; ")]
    [InlineData("+\tregister_reboot_notifier(")]
    public void Read_line_of_a_megabyte_gives_no_fact(string piece)
    {
        MailFacts facts = MailText.Read(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + "\n");

        Assert.Equal((0, 0, 0), (facts.Commits.Length, facts.Directives.Length, facts.NotifierChanges.Length));
    }

    [Fact]
    public void Read_more_facts_than_the_limit_keeps_the_limit()
    {
        MailFacts facts = MailReader.Read(Mail("", "Fixes: {0:x12} (\"area: do it\")\n", 100_000));

        Assert.Equal(new MailLimits().MaxFacts, facts.Commits.Length);
    }

    [Fact]
    public void Read_any_mix_of_diff_lines_keeps_every_span_inside_the_body()
    {
        string[] lines =
        [
            "diff --git a/kernel/module.c b/kernel/module.c", "--- a/a.c", "+++ b/a.c", "@@ -1,3 +1,4 @@ static int load_module(struct load_info *info)", "@@ -0,0 +1,99999 @@", "@@@ -1 -1 +1 @@@",
            "+static struct notifier_block nb = {", "-static struct notifier_block nb[] = {", "+\t.notifier_call = f,", "-\t.priority = 1,", "+\t.priority = 2,", "+};", " }", "+\t.nb = {", "+\tregister_x_notifier(&nb,",
            "+\t\t1);", "-\tf(mod);", "+\tf(mod,", "+\tcase A:", " \tswitch (x) {", "+#define X_PRIO 5", "-#define X_PRIO 4", "+\tpm_notifier(f, 3);", "\\ No newline at end of file", "-- ", "", "> quoted",
        ];

        Gen.Int[0, lines.Length - 1].Select(i => lines[i]).Array[0, 40].Sample(
            chosen => MailText.Read(string.Join('\n', chosen) + "\n") is var facts
                && facts.NotifierChanges.All(change => change.Span.Start >= 0 && change.Span.End <= facts.Body.Text.Length && change.Line <= facts.Body.LineCount),
            iter: 500);
    }

    private static byte[] Mail(string head, string piece, int count)
    {
        CompositeFormat format = CompositeFormat.Parse(piece);
        StringBuilder body = new(head);
        for (int i = 0; i < count; i++)
        {
            body.AppendFormat(CultureInfo.InvariantCulture, format, 0x0a1b2c3d4e5f + (i * 0x3333333L));
        }

        return MailText.Bytes(body.ToString());
    }
}
