using System.Text;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests.Mail;

public sealed class MailboxReaderTests
{
    private const string First = "From a@example.org Thu Jan  1 00:00:00 1970\nSubject: one\n\nfirst\n";
    private const string Second = "From b@example.org Thu Jan  1 00:00:00 1970\nSubject: two\n\nsecond\n";

    [Fact]
    public void Read_two_members_gives_both_without_separators()
    {
        Assert.Equal(["Subject: one\n\nfirst\n", "Subject: two\n\nsecond\n"], Texts(First + "\n" + Second));
    }

    [Fact]
    public void Read_second_member_offset_is_its_separator()
    {
        Assert.Equal([0, First.Length + 1], Members(First + "\n" + Second).Select(m => (int)m.Offset));
    }

    [Fact]
    public void Read_crlf_members_are_split()
    {
        string text = (First + "\n" + Second).Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(["Subject: one\r\n\r\nfirst\r\n", "Subject: two\r\n\r\nsecond\r\n"], Texts(text));
    }

    [Fact]
    public void Read_body_line_From_without_date_is_no_separator()
    {
        string text = First + "\nFrom here on it fails.\nreally\n";

        Assert.Equal(["Subject: one\n\nfirst\n\nFrom here on it fails.\nreally\n"], Texts(text));
    }

    [Fact]
    public void Read_lost_blank_line_still_splits_at_a_certain_separator()
    {
        Assert.Equal(2, Members(First + Second).Count);
    }

    [Fact]
    public void Read_mboxo_quoted_From_is_undone()
    {
        MailboxMember member = Assert.Single(Members(First + ">From x\n"));

        Assert.Equal(
            (MailboxVariant.Mboxo, "Subject: one\n\nfirst\nFrom x\n"), (member.Variant, Encoding.ASCII.GetString(member.Bytes.Span)));
    }

    [Fact]
    public void Read_mboxrd_loses_one_quote_sign_at_each_depth()
    {
        MailboxMember member = Assert.Single(Members(First + ">From x\n>>From y\n>>>From z\n"));

        Assert.Equal(
            (MailboxVariant.Mboxrd, "Subject: one\n\nfirst\nFrom x\n>From y\n>>From z\n"),
            (member.Variant, Encoding.ASCII.GetString(member.Bytes.Span)));
    }

    [Fact]
    public void Read_mboxcl2_keeps_raw_From_lines_inside_the_length()
    {
        string body = "see\n\nFrom b@example.org Thu Jan  1 00:00:00 1970\nSubject: inner\n\nend\n";
        string text = $"From a Thu Jan  1 00:00:00 1970\nSubject: one\nContent-Length: {body.Length}\n\n{body}\n{Second}";

        List<MailboxMember> members = Members(text);

        Assert.Equal([MailboxVariant.Mboxcl2, MailboxVariant.Mboxo], members.Select(m => m.Variant));
    }

    [Fact]
    public void Read_mboxcl_undoes_quoting_inside_the_length()
    {
        string body = ">From x\n";
        string text = $"From a Thu Jan  1 00:00:00 1970\nContent-Length: {body.Length}\n\n{body}\n{Second}";

        MailboxMember member = Members(text)[0];

        Assert.Equal(MailboxVariant.Mboxcl, member.Variant);
        Assert.EndsWith("\n\nFrom x\n", Encoding.ASCII.GetString(member.Bytes.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("999999")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("x")]
    public void Read_wrong_content_length_is_passed_over(string length)
    {
        string text = $"From a Thu Jan  1 00:00:00 1970\nContent-Length: {length}\n\nbody of it\n\n{Second}";

        Assert.Equal([$"Content-Length: {length}\n\nbody of it\n", "Subject: two\n\nsecond\n"], Texts(text));
    }

    [Fact]
    public void Read_bytes_before_the_first_separator_are_one_damaged_member()
    {
        List<MailboxMember> members = Members("rubbish\nmore\n\n" + First);

        Assert.Equal([DiagnosticId.MailUnreadable, null], members.Select(m => m.Damage?.Id));
    }

    [Fact]
    public void Read_separator_without_message_is_damaged()
    {
        List<MailboxMember> members = Members("From a Thu Jan  1 00:00:00 1970\n\n" + First);

        Assert.Equal([DiagnosticId.MailUnreadable, null], members.Select(m => m.Damage?.Id));
    }

    [Fact]
    public void Read_too_large_member_is_cut_and_the_next_is_whole()
    {
        string text = First + new string('x', 300_000) + "\n\n" + Second;

        List<MailboxMember> members = [.. MailboxReader.Read(StreamOf(text), maxMessageBytes: 2048)];

        Assert.Equal([DiagnosticId.MailTooLarge, null], members.Select(m => m.Damage?.Id));
        Assert.Equal([2048, 21], members.Select(m => m.Bytes.Length));
    }

    [Fact]
    public void Read_empty_stream_has_no_members()
    {
        Assert.Empty(Members(""));
    }

    [Fact]
    public void Read_is_lazy_and_does_not_run_to_the_end_for_the_first_member()
    {
        using CountingStream stream = new(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(First + "\n", 100_000))));

        _ = MailboxReader.Read(stream).First();

        Assert.InRange(stream.BytesRead, 1, 300_000);
    }

    private static List<string> Texts(string mbox) => [.. Members(mbox).Select(m => Encoding.ASCII.GetString(m.Bytes.Span))];

    private static List<MailboxMember> Members(string mbox) => [.. MailboxReader.Read(StreamOf(mbox))];

    private static MemoryStream StreamOf(string text) => new(Encoding.ASCII.GetBytes(text));

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }
}
