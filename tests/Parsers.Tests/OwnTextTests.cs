using System.Text;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests;

public sealed class OwnTextTests
{
    [Theory]
    [InlineData("plain", "Own")]
    [InlineData("> quoted", "Quote")]
    [InlineData("   > quoted too", "Quote")]
    [InlineData(">> twice", "Quote")]
    [InlineData("    > code", "Own")]
    [InlineData("", "Blank")]
    public void Of_line_has_its_role(string line, string role)
    {
        Assert.Equal(role, Roles(line + "\nend")[0].ToString());
    }

    [Fact]
    public void Of_wrapped_attribution_is_none_of_the_authors_text()
    {
        Assert.Equal(
            [LineRole.Own, LineRole.Blank, LineRole.Attribution, LineRole.Attribution, LineRole.Quote],
            Roles("Hi\n\nOn Thu, 1 Jan 1970 00:00:00 +0000\nA <a@example.org> wrote:\n> text"));
    }

    [Fact]
    public void Of_signature_reaches_to_the_end()
    {
        Assert.Equal([LineRole.Own, LineRole.Signature, LineRole.Signature], Roles("Hi\n-- \nme"));
    }

    [Fact]
    public void Of_outlook_style_forward_is_not_the_authors()
    {
        Assert.Equal(LineRole.Forwarded, Roles("Hi\n-----Original Message-----\nFrom: a@example.org\nSubject: x\ntext")[^1]);
    }

    [Fact]
    public void Of_diff_ends_with_its_counts()
    {
        LineRole[] roles = Roles("a\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n c\n-d\n+e\nafter");

        Assert.Equal((LineRole.Diff, LineRole.Own), (roles[^2], roles[^1]));
    }

    [Fact]
    public void Read_html_only_mail_is_read_as_text()
    {
        const string Html = "<html><style>p {}</style><p>alpha_notify (prio&nbsp;5) &amp; more</p><blockquote>beta_notify (prio 6)</blockquote></html>";

        MailFacts facts = Read("text/html; charset=utf-8", Html);

        Assert.Equal(["alpha_notify 5"], facts.Callbacks());
    }

    [Fact]
    public void Read_format_flowed_takes_stuffing_off()
    {
        Assert.Equal("From here\nto there", Read("text/plain; format=flowed", " From here \nto there").Body.Text);
    }

    [Theory]
    [InlineData("iso-8859-1", new byte[] { 0x63, 0x61, 0x66, 0xE9 }, "caf\u00e9")]
    [InlineData("utf-8", new byte[] { 0x63, 0x61, 0x66, 0xC3, 0xA9 }, "caf\u00e9")]
    [InlineData("us-ascii", new byte[] { 0x63, 0x61, 0x66, 0xC3, 0xA9 }, "caf\u00e9")]
    [InlineData("no-such-charset", new byte[] { 0x63, 0x61, 0x66, 0xC3, 0xA9 }, "caf\u00e9")]
    [InlineData("utf-8", new byte[] { 0x63, 0x61, 0x66, 0xE9 }, "caf\u00e9")]
    public void Read_charset_is_repaired(string charset, byte[] bytes, string expected)
    {
        byte[] head = Encoding.ASCII.GetBytes($"From: a@example.org\nSubject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n");

        Assert.Equal(expected, MailReader.Read(head.Concat(bytes).ToArray()).Body.Text);
    }

    [Fact]
    public void Read_unknown_charset_is_a_diagnostic()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes("From: a@example.org\nSubject: x\nContent-Type: text/plain; charset=no-such\n\n"), 0xC3, 0xA9];

        Assert.Equal([DiagnosticId.CharsetUnknown], MailReader.Read(bytes).Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_alternatives_take_the_plain_one_once()
    {
        const string Text = "--b\nContent-Type: text/plain\n\nalpha_notify (prio 5)\n--b\nContent-Type: text/html\n\n<p>alpha_notify (prio 6)</p>\n--b--\n";

        Assert.Equal(["alpha_notify 5"], Read("multipart/alternative; boundary=b", Text).Callbacks());
    }

    [Fact]
    public void Read_patch_attachment_gives_notifier_changes()
    {
        const string Text = "--b\nContent-Type: text/plain\n\nsee attachment\n--b\nContent-Type: text/x-patch; name=x.patch\nContent-Disposition: attachment; filename=x.patch\n\n"
            + "--- a/x.c\n+++ b/x.c\n@@ -1,1 +1,2 @@\n c\n+\tregister_reboot_notifier(&alpha_nb);\n--b--\n";

        Assert.Equal("alpha_nb", Assert.Single(Read("multipart/mixed; boundary=b", Text).NotifierChanges).Block);
    }

    [Fact]
    public void Read_mbox_envelope_line_in_front_is_passed_over()
    {
        byte[] bytes = [.. "From a Thu Jan  1 00:00:00 1970\n"u8, .. MailText.Bytes("alpha_notify (prio 5)\n", "subject")];

        Assert.Equal("subject", MailReader.Read(bytes).Head.Subject);
    }

    [Fact]
    public void Read_subject_with_folded_control_characters_is_one_line()
    {
        Assert.Equal("a b c", MailReader.Read("From: a@example.org\nSubject: a\n\tb\n c\n\ntext\n"u8.ToArray()).Head.Subject);
    }

    private static LineRole[] Roles(string text)
    {
        BodyLayout layout = BodyLayout.Of(new SourceText(text), 4_000, text.Length);
        return [.. Enumerable.Range(1, layout.LineCount).Select(line => layout[line])];
    }

    private static MailFacts Read(string contentType, string body) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: {contentType}\n\n{body}"));
}
