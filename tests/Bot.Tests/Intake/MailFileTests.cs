using System.Text;
using TriageBot.Bot.Intake;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Intake;

public sealed class MailFileTests
{
    [Fact]
    public void Read_mailbox_gives_each_message()
    {
        using FileStream stream = File.OpenRead(Repository.PathOf("fixtures", "mail", "demo.mbox"));

        Assert.Equal(6, MailFile.Read(stream, "demo.mbox").Count());
    }

    [Fact]
    public void Read_message_gives_its_bytes()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("Subject: x\n\nbody\n");

        Assert.Equal(bytes, Assert.Single(Messages(bytes)).Bytes.ToArray());
    }

    [Fact]
    public void Read_text_that_begins_with_from_is_no_mailbox()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("From what I see at 12:30 it is broken\n\nFrom a@example.org Sat Jan 30 09:12:44 2016\nSubject: x\n");

        Assert.Single(Messages(bytes));
    }

    [Fact]
    public void Read_empty_file_has_no_message()
    {
        Assert.Empty(Messages([]));
    }

    [Fact]
    public void Read_message_longer_than_the_first_look_is_whole()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("Subject: x\n\n" + new string('a', 100_000));

        Assert.Equal(bytes.Length, Assert.Single(Messages(bytes)).Bytes.Length);
    }

    private static List<SourceMessage> Messages(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return [.. MailFile.Read(stream, "test")];
    }
}
