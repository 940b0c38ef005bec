using System.Collections.Immutable;
using System.Text;
using CsCheck;
using MimeKit;
using MimeKit.Utils;
using TriageBot.Parsers.Commits;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Mail;

/// <summary>The short cuts of reading must not change what is read: each is held against the long way.</summary>
public sealed class SinglePartTests
{
    private static readonly string[] Pieces =
    [
        "a@example.org", "<a@example.org>", "Name One ", "\"Two, Name\" ", "=?utf-8?q?N=C3=A4me?= ", "N.N. ", ", ", ",", " ", "\n ", "\n\t", "(comment) ", "group: ", ";", "<", ">", "@",
        "..", ".", "a b", "\"", "\\", "\u00e4", "<a@example.org> <b@example.org>", "<a@[127.0.0.1]>", "@example.org", "a@", "undisclosed-recipients:;",
    ];

    private static readonly string[] Lines =
    [
        "From: A <a@example.org>\n", "To: b@example.org\n", "Subject: one\n two\n", "Subject: =?utf-8?b?w6Q=?=\r\n", "Content-Type: text/plain; charset=utf-8\n",
        "Content-Type: text/plain; charset=\"iso-8859-1\"; format=flowed\n", "Content-Type: text/html\n", "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: text/plain; name=\"a.patch\"\n", "Content-Transfer-Encoding: quoted-printable\n", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: 8bit\n",
        "Content-Disposition: attachment; filename=a.diff\n", "Content-Disposition: inline\n", "X-Other: text/plain\n and more\n", "Received: by x; y\n", "Date: Thu, 1 Jan 2015 00:00:00 +0000\n",
        "Message-ID: <a@example.org>\n", "References: <a@example.org> <b@example.org>\n", "X-Stable: review\n", "no field at all\n", " folded\n", "Bad Name: x\n", "\n", "\r\n", "body =3D text\n",
        "aGVsbG8=\n", "--b\n", "--b--\n", "\u00e4\n", "From x\n", "MIME-Version: 1.0\n", "Precedence: bulk\n", "List-Id: <list.example.org>\n", "X: \0\n", "> quoted\n",
    ];

    [Fact]
    public void Load_any_lines_gives_what_a_full_mime_parse_gives()
    {
        Gen.Int[0, Lines.Length - 1].Select(i => Lines[i]).Array[0, 14].Sample(
            lines =>
            {
                byte[] bytes = Encoding.Latin1.GetBytes("From: a@example.org\n" + string.Concat(lines));
                return Text(MessageLoader.Load(bytes, new MailLimits())) == Text(MessageLoader.Load(bytes, new MailLimits(), whole: true));
            },
            iter: 4_000);
    }

    [Fact]
    public void Load_every_shared_mail_gives_what_a_full_mime_parse_gives()
    {
        Assert.SkipUnless(Directory.Exists(Repository.Shared), "The shared data is not here.");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Shared, "mail"), "*.eml", SearchOption.AllDirectories))
        {
            byte[] bytes = File.ReadAllBytes(file);

            Assert.True(Text(MessageLoader.Load(bytes, new MailLimits())) == Text(MessageLoader.Load(bytes, new MailLimits(), whole: true)), file);
        }
    }

    [Fact]
    public void TryReadAddresses_of_a_plain_list_gives_what_mimekit_gives()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Sample(
            pieces =>
            {
                byte[] value = Encoding.UTF8.GetBytes(" " + string.Concat(pieces) + "\n");
                return !SimpleFields.TryReadAddresses(value, 100, out ImmutableArray<string> addresses) || addresses.SequenceEqual(ByMimeKit(value), StringComparer.Ordinal);
            },
            iter: 20_000);
    }

    [Fact]
    public void TryReadAddresses_of_a_usual_list_reads_it()
    {
        Assert.True(SimpleFields.TryReadAddresses(" Name One <a@example.org>, \"Two, N.\" <b@example.org>,\n\tc@example.org\n"u8, 100, out ImmutableArray<string> addresses));
        Assert.Equal(["a@example.org", "b@example.org", "c@example.org"], addresses);
    }

    [Fact]
    public void TryReadIds_of_a_plain_field_gives_what_mimekit_gives()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 6].Sample(
            pieces =>
            {
                byte[] value = Encoding.UTF8.GetBytes(" " + string.Concat(pieces) + "\n");
                return !SimpleFields.TryReadIds(value, 100, out ImmutableArray<string> ids) || ids.SequenceEqual(MimeUtils.EnumerateReferences(value, 0, value.Length), StringComparer.Ordinal);
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("0123456", 7, true)]
    [InlineData("012345", 7, false)]
    [InlineData("xx abcdef0 yy", 7, true)]
    [InlineData("abcdef g abcdef", 7, false)]
    [InlineData("", 5, false)]
    public void IsIn_finds_runs_of_that_length(string text, int digits, bool expected) => Assert.Equal(expected, HexRun.IsIn(text, digits));

    [Fact]
    public void IsIn_agrees_with_a_look_at_every_character()
    {
        Gen.Char["0fgx "].Array[0, 60].Sample(chars => HexRun.IsIn(chars, 5) == HasRun(chars, 5), iter: 5_000);
    }

    private static bool HasRun(ReadOnlySpan<char> text, int digits)
    {
        int run = 0;
        foreach (char c in text)
        {
            run = char.IsAsciiHexDigitLower(c) ? run + 1 : 0;
            if (run == digits)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> ByMimeKit(byte[] value)
    {
        using MemoryStream stream = new([.. "To:"u8, .. value, .. "\n\n"u8]);
        using MimeMessage message = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        return [.. message.To.Mailboxes.Select(mailbox => mailbox.Address).Where(address => !string.IsNullOrEmpty(address))];
    }

    private static string Text(LoadedMail mail)
    {
        MailHead head = mail.Head;
        return string.Join(
            '\n',
            head.Id, head.Subject, head.From, head.FromName, string.Join(',', head.To), string.Join(',', head.Cc), string.Join(',', head.ReplyTo), head.InReplyTo,
            string.Join(',', head.References), head.Date, head.ListId, head.AutoSubmitted, head.Precedence, head.ReturnPath,
            string.Join(',', mail.Headers.OrderBy(field => field.Key, StringComparer.Ordinal)), string.Join(',', mail.Diagnostics), mail.AttachedFrom, mail.Body);
    }
}
